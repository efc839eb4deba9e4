"""`intake holds`: what stands against replacements, and a supervisor's word on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from intake.cli.asking import ask, request_options
from intake.cli.kinds import choice
from intake.cli.leads import lead_options
from intake.cli.near_holds import list_near, release_near
from intake.cli.output import forms, write
from intake.cli.show import VIEWS, table
from intake.cli.told_group import ToldGroup
from intake.hold import HoldDecision, HoldKind
from intake.reading_room import reading
from intake.request import ResolveHold
from intake.state_folder import default_folder

_LISTED = replace(
    VIEWS["holds"],
    columns=("hold", "reason", "serial", "parcel", "detail", "raised_at", "decision"),
    filters={"reason": "h.reason = ?"},
    default="h.resolved_at IS NULL",
)

_BY_PERSON = (HoldDecision.RELEASE, HoldDecision.DENY)
"""A hold is cleared by newer lists and claims alone."""


_REFERENCE = (
    "The document it rests on. Evidence needs the maker's release; a doubt of the lists ends by the maker's "
    "written word that the unit is recalled."
)


@click.group(cls=ToldGroup)
def holds() -> None:
    """List holds, and decide about them."""


holds.add_command(list_near)
holds.add_command(release_near)


@holds.command("list")
@click.option("--all", "is_all", is_flag=True, help="Also those decided already.")
@click.option("--reason", type=choice(HoldKind), help="Only holds of this kind.")
@forms
def list_holds(form: str | None, workbook: Path | None, reason: str | None, *, is_all: bool) -> None:
    """List the holds that wait for a supervisor, oldest first."""
    wanted = {"reason": reason} if reason is not None else {}
    with reading(default_folder()) as db:
        write(table(db, _LISTED, wanted, "" if is_all else _LISTED.default), form, workbook)


@holds.command()
@click.argument("hold")
@click.option("--decision", type=choice(_BY_PERSON), required=True, help="What is decided.")
@click.option("--serial", help="The serial as it stands on the unit: from now on the unit's.")
@click.option("--model", help="What the unit is, where the list asks and no picture card was scanned.")
@click.option("--colour", help="The unit's colour, where the list or the replacement hangs on it.")
@click.option("--channel", help="How the unit was sold, in the list's words: from the proof of purchase.")
@click.option("--reference", default="", help=_REFERENCE)
@click.option("--note", default="", help="Why, in at most 200 characters. It stays in the log for ever.")
@lead_options
@request_options
def resolve(by: str | None, request_id: str | None, **told: Any) -> None:  # noqa: ANN401 (click's values)
    """Decide about HOLD (its id from the list), by a supervisor's badge and PIN."""
    told["decision"] = HoldDecision(told["decision"])
    ask(ResolveHold(**told), by or told["lead"], request_id)
