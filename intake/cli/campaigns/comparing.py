"""`intake campaigns diff`: what another list would change, for serials and for units received."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from copy import copy
from pathlib import Path
from typing import Any

import click
import msgspec

from intake.campaign import Campaign
from intake.cli.campaigns.ready import campaign_of, in_force, opened
from intake.cli.output import Table, forms, write
from intake.errors import WrongUsageError
from intake.importing.alphabet import Alphabet
from intake.importing.comparison import ChangedRange, Tally, changes, count_rows, tallies, within
from intake.in_force import ListInForce
from intake.judging import judging
from intake.known import LookUps
from intake.reference import AffectedIndex
from intake.state_folder import default_folder, expect_state_folder
from intake.verdict import Told

_SUMMARY = (
    "model",
    "ranges_added",
    "ranges_removed",
    "ranges_conditions",
    "serials_added",
    "serials_removed",
    "rows_added",
    "rows_removed",
)
ALL_MODELS = "all"
"""Stands for a model in the last row of a summary; no model's name is in lower case."""

_RANGES = ("change", "model", "first", "last", "parts")
_UNITS = ("unit", "serial", "verdict", "would_be", "bag", "container")
_RECEIVED = """
SELECT unit, serial, bag, container, told_model, told_colour, channel FROM unit
WHERE serial IS NOT NULL ORDER BY identified_at, unit
"""


@click.command()
@click.argument("campaign")
@click.argument("versions", nargs=-1, required=True, metavar="[OLD] NEW")
@click.option("--ranges", "shows", flag_value="ranges", help="List every stretch of serials that changes.")
@click.option(
    "--units", "shows", flag_value="units", help="List the units received that would be judged anew."
)
@forms
def diff(
    campaign: str, versions: tuple[str, ...], shows: str | None, form: str | None, workbook: Path | None
) -> None:
    """Compare two VERSIONS of the list of CAMPAIGN: the old (left out: the one in force) and the new."""
    folder = default_folder()
    expect_state_folder(folder)
    found = campaign_of(folder, campaign)
    old, new = _versions(folder, campaign, versions)
    with opened(folder, campaign, old) as older, opened(folder, campaign, new) as newer:
        if shows == "ranges":
            rows = map(_range_row, within(changes(older.segments(), newer.segments()), _alphabet(found)))
            write(Table(_RANGES, rows, _RANGES), form, workbook)
        elif shows == "units":
            write(Table(_UNITS, list(changed_units(folder, older, newer)), _UNITS), form, workbook)
        else:
            write(
                Table(("older", "newer", *_SUMMARY), summary(older, newer, found), _SUMMARY), form, workbook
            )


def _versions(folder: Path, campaign: str, versions: tuple[str, ...]) -> tuple[str, str]:
    match versions:
        case (old, new):
            return old, new
        case (new,):
            listed = in_force(folder).get(campaign)
            if listed is None:
                raise WrongUsageError(
                    f"expected OLD and NEW, got {new} alone: no list of {campaign} is in force"
                )
            return listed["version"], new
    raise WrongUsageError(f"expected one or two versions, got {len(versions)}")


def _alphabet(campaign: Campaign) -> Alphabet:
    return Alphabet(campaign.serial.alphabet)


def summary(older: AffectedIndex, newer: AffectedIndex, campaign: Campaign) -> list[dict[str, Any]]:
    """Count what changes from one list to another: a row for each model, and one for all, with the rows."""
    alphabet = _alphabet(campaign)
    changed = within(changes(older.segments(), newer.segments()), alphabet)
    counted = count_rows(tallies(changed, alphabet), older.all_rows(), newer.all_rows())
    about = {"older": older.version, "newer": newer.version}
    by_model = {**counted, ALL_MODELS: _sum(counted.values())}
    return [about | {"model": model} | msgspec.structs.asdict(tally) for model, tally in by_model.items()]


def _sum(tallies: Iterable[Tally]) -> Tally:
    whole = Tally()
    for tally in tallies:
        for name, count in msgspec.structs.asdict(tally).items():
            before = getattr(whole, name)
            setattr(whole, name, None if None in (before, count) else before + count)
    return whole


def _range_row(changed: ChangedRange) -> dict[str, Any]:
    row = changed._asdict()
    shape = row.pop("shape")
    parts = [] if shape.is_whole else [msgspec.structs.asdict(part) for part in shape.parts]
    return row | {"parts": parts}


def changed_units(folder: Path, older: AffectedIndex, newer: AffectedIndex) -> Iterator[dict[str, Any]]:
    """Yield the units received of which the newer list would say something else than the older.

    All other lists in force count as they are, and so does what was told of a unit.
    """
    wall = time.time_ns() // 1_000_000
    with judging(folder) as look_ups:
        by_older, by_newer = (_in_its_place(look_ups, index, wall) for index in (older, newer))
        for unit, serial, bag, container, *told in look_ups.connection.execute(_RECEIVED):
            if older.match(serial) or newer.match(serial):
                was, would_be = (by.judge(serial, wall, Told(*told)).verdict for by in (by_older, by_newer))
                if was is not would_be:
                    row = unit, serial, was, would_be, bag, container
                    yield dict(zip(_UNITS, row, strict=True))


def _in_its_place(look_ups: LookUps, index: AffectedIndex, wall: int) -> LookUps:
    """Give look-ups by a list as if it were in force just now."""
    made = copy(look_ups)
    others = (entry for entry in look_ups.lists if entry.campaign != index.campaign)
    made.lists = (*others, ListInForce(index.campaign, index.version, index.training, wall, 0, index))
    return made
