"""What came of an import: faults, counts against the notice, and what changes against the list in force."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from intake.campaign import Campaign
from intake.cli.campaigns.comparing import ALL_MODELS, summary
from intake.cli.campaigns.ready import in_force, opened
from intake.cli.fault_log import MORE_FAULTS, FaultLog
from intake.cli.output import json_line
from intake.importing.listing import Imported
from intake.printable import printable

_SHOWN = 20
"""Overlaps told on the screen."""

COMPARED = 200_000
"""Rows of two lists together that an import compares by itself, in two seconds; longer ones on request."""


def tell(imported: Imported, log: FaultLog, campaign: Campaign, folder: Path, *, is_json: bool) -> None:
    """Tell what came of an import: for people, or as one JSON object."""
    counted = _counted(imported, campaign)
    in_its_place = _in_its_place(imported, folder) if imported.path else None
    compared = _compared(imported, in_its_place, campaign, folder) if in_its_place else None
    if is_json:
        json_line(_report(imported, counted, compared))
        return
    for fault in log.first:
        click.echo(printable(str(fault), 400), err=True)
    if imported.faults.total() > len(log.first):
        click.echo(MORE_FAULTS, err=True)
    _tell_result(imported)
    for row in counted:
        click.echo(_count_sentence(row))
    for row in compared or ():
        click.echo(_comparison_sentence(row))
    if in_its_place and compared is None:
        versions = f"{in_its_place} {imported.head.version}"
        click.echo(f"What changes: intake campaigns diff {campaign.id} {versions}")
    for line, other in imported.overlaps[:_SHOWN]:
        click.echo(f"Note: rows {other} and {line} name the same serials for different models.")


def _tell_result(imported: Imported) -> None:
    head, faults = imported.head, imported.faults
    if faults:
        kinds = ", ".join(f"{kind} {count}" for kind, count in faults.most_common())
        good = f"{imported.rows} good rows, read as {imported.encoding}"
        click.echo(f"intake: {faults.total()} faults ({kinds}), {good}", err=True)
    if imported.path is None:
        click.echo("intake: nothing was imported: mend the file, or ask for its --good-part", err=True)
    elif imported.was_there:
        click.echo(f"List {head.version} of {head.campaign} is there already, with the same rows.")
    else:
        click.echo(
            f"List {head.version} of {head.campaign}, published {head.published}, lies ready: "
            f"{imported.rows} rows, read as {imported.encoding}. intake campaigns activate puts it in force."
        )


def _counted(imported: Imported, campaign: Campaign) -> list[dict[str, Any]]:
    """Hold what is covered against what the notice announces."""
    rows = []
    announced = {model.name: model.units_announced for model in campaign.models}
    for model, covered in imported.counts:
        expected = announced[model]
        percent = None if covered is None or not expected else round(100 * (covered - expected) / expected, 1)
        rows.append({"model": model, "announced": expected, "covered": covered, "percent": percent})
    return rows


def _count_sentence(row: Mapping[str, Any]) -> str:
    covered = _count(row["covered"])
    expected = "none" if row["announced"] is None else f"{row['announced']:,}"
    percent = "" if row["percent"] is None else f" ({row['percent']:+} %)"
    return f"{row['model']}: serials covered {covered}, units announced {expected}{percent}"


def _in_its_place(imported: Imported, folder: Path) -> str | None:
    """Give the version in force, if it is another."""
    version = in_force(folder).get(imported.head.campaign, {}).get("version")
    return None if version == imported.head.version else version


def _compared(
    imported: Imported, version: str, campaign: Campaign, folder: Path
) -> list[dict[str, Any]] | None:
    """Compare with the list in force; None where that takes too long for an import."""
    with (
        opened(folder, campaign.id, version) as older,
        opened(folder, campaign.id, imported.head.version) as newer,
    ):
        return summary(older, newer, campaign) if older.rows + newer.rows <= COMPARED else None


def _comparison_sentence(row: Mapping[str, Any]) -> str:
    """Where parts of serials or all units are named, the rows say what the serials cannot."""
    whose = "All models" if row["model"] == ALL_MODELS else row["model"]
    return (
        f"{whose} against {row['older']}: {row['rows_added']} rows added, {row['rows_removed']} removed; "
        f"{row['ranges_added']} ranges added, {row['ranges_removed']} removed, "
        f"{row['ranges_conditions']} on other conditions; "
        f"serials newly covered: {_count(row['serials_added'])}, "
        f"no longer covered: {_count(row['serials_removed'])}"
    )


def _count(count: int | None) -> str:
    return "not countable" if count is None else f"{count:,}"


def _report(
    imported: Imported, counted: list[dict[str, Any]], compared: list[dict[str, Any]] | None
) -> dict[str, Any]:
    head = imported.head
    return {
        "campaign": head.campaign,
        "version": head.version,
        "published": head.published,
        "training": head.training,
        "imported": imported.path is not None,
        "was_there": imported.was_there,
        "rows": imported.rows,
        "encoding": imported.encoding,
        "faults": imported.faults.total(),
        "faults_by_kind": dict(imported.faults),
        "overlaps": imported.overlaps,
        "models": counted,
        "against": compared,
    }
