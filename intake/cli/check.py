"""`intake check`: judge serials without receiving anything."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import Any

import click

from intake.cli.explained import lines
from intake.cli.output import Table, forms, write
from intake.explaining import explain
from intake.judging import judging
from intake.known import LookUps
from intake.printable import printable
from intake.serial_number import normalise
from intake.settings import load
from intake.state_folder import default_folder
from intake.verdict import OTHER_CHANNEL, OTHER_MODEL, Judgement, Reason, Told, Verdict, unvouched
from intake.wording import Wording

_COLUMNS = ("text", "serial", "verdict", "campaign", "model", "list_version", "reasons", "near")
_WIDEST = 400
_OTHER = "other"
"""A model that is none of the campaigns'."""


class Reading(StrEnum):
    """How the serials were read."""

    SCANNED = "scanned"
    """Off a code with a check character."""

    KEYED = "keyed"
    OCR = "ocr"
    """Off print, by a camera."""


_DOUBTED = {Reading.KEYED: Reason.KEYED, Reading.OCR: Reason.PRINTED}
_HOW = click.Choice([each.value for each in Reading])
_HELP = (
    "How it was read: off a code with a check character, keyed, or off print by a camera; these two are "
    "never NOT_AFFECTED. Without it a serial is compared with its look-alikes, and may be NOT_AFFECTED."
)


@click.command()
@click.argument("serials", nargs=-1, required=True)
@click.option("--model", help="What the unit is, by its picture card; 'other' for none of them.")
@click.option("--colour", help="Its colour, as its campaign names it.")
@click.option("--channel", help="How it was sold, in a list's own words; 'other' for none of them.")
@click.option("--how", type=_HOW, help=_HELP)
@click.option("--explain", "explained", is_flag=True, help="Say the whole reasoning in words.")
@forms
def check(  # noqa: PLR0913, PLR0917 (click gives each option by name)
    serials: tuple[str, ...],
    model: str | None,
    colour: str | None,
    channel: str | None,
    how: str | None,
    explained: bool,  # noqa: FBT001 (click's way)
    form: str | None,
    workbook: Path | None,
) -> None:
    """Say what the lists in force say of each SERIAL. Exit code 1 when one is invalid or uncertain."""
    wall = time.time_ns() // 1_000_000
    with judging(default_folder()) as look_ups:
        told = _told(look_ups, model, colour, channel)
        reading = Reading(how) if how else None
        rows = [_row(look_ups, _well_formed(text), wall, told, reading) for text in serials]
        if explained:
            wording = Wording(load(default_folder()).language)
            for row in rows:
                found = explain(look_ups, row["text"], row["judged"], wall, told)
                row["explain"] = list(lines(found, wording))
    _write(rows, form, workbook, explained=explained)
    if any(row["judged"].verdict in {Verdict.INVALID, Verdict.UNCERTAIN} for row in rows):
        sys.exit(1)


def _told(look_ups: LookUps, model: str | None, colour: str | None, channel: str | None) -> Told:
    """Take what is told, each word one that is known. Raises click.BadParameter."""
    models = [each for campaign in look_ups.catalogue.campaigns for each in campaign.models]
    colours = {each.name for one in models for each in one.colours}
    named = _known("--model", model, {each.name for each in models} | {_OTHER})
    return Told(
        OTHER_MODEL if named == _OTHER else named,
        _known("--colour", colour, colours),
        _known("--channel", channel, look_ups.channels | {OTHER_CHANNEL}),
    )


def _known(option: str, text: str | None, names: Collection[str]) -> str | None:
    """Take a name, in capitals or not: a mistyped one would read as another. Raises click.BadParameter."""
    if text is None:
        return None
    for name in names:
        if name.casefold() == text.casefold():
            return name
    known = ", ".join(sorted(names))
    raise click.BadParameter(f"expected one of {known}, got {text!a}", param_hint=option)


def _row(look_ups: LookUps, text: str, wall: int, told: Told, how: Reading | None) -> dict[str, Any]:
    judged = look_ups.judge(normalise(text), wall, told, vouched=how is Reading.SCANNED)
    if how in _DOUBTED:
        judged = unvouched(judged, _DOUBTED[how])
    return {"text": text, "judged": judged}


def _write(rows: list[dict[str, Any]], form: str | None, workbook: Path | None, *, explained: bool) -> None:
    if explained and form is None and workbook is None:
        for row in rows:
            for line in row["explain"]:
                click.echo(printable(line, _WIDEST))
            click.echo()
        return
    added = ("explain",) if explained else ()
    said = [{name: _value(row, name) for name in (*_COLUMNS, *added)} for row in rows]
    write(Table((*_COLUMNS, *added), said, _COLUMNS), form, workbook)


def _value(row: dict[str, Any], name: str) -> object:
    judged: Judgement = row["judged"]
    return row[name] if name in row else getattr(judged, name)


def _well_formed(text: str) -> str:
    """Give an argument that held bytes of no text as text (os.fsdecode makes lone surrogates of them)."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
