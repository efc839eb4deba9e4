"""`intake holds near|release-near`: units one slip off a serial of their own parcel's claim."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from intake.cli.asking import request_options, sentence
from intake.cli.leads import lead_options
from intake.cli.output import Table, forms, write
from intake.door import submit
from intake.hold import HoldDecision
from intake.message import Message
from intake.reading_room import reading_connection
from intake.request import Request, ResolveHold
from intake.review.near_claims import NearClaim, near_claims
from intake.scan import Severity
from intake.sqlite import Connection
from intake.state_folder import default_folder
from intake.surroundings import uuid7

_COLUMNS = ("hold", "parcel", "serial", "claimed", "raised_at")
_OF_THE_LEAD = frozenset({Message.LEAD_NOT_VERIFIED, Message.PIN_LOCKED, Message.EMERGENCY_ON})
"""Refusals that the next hold would meet as well; a wrong PIN again and again would lock the badge."""


@click.command(name="near")
@forms
def list_near(form: str | None, workbook: Path | None) -> None:
    """List units whose serial differs from one of their claim by one character, or two exchanged."""
    with reading_connection(default_folder()) as connection:
        write(Table(_COLUMNS, _rows(_found(connection)), _COLUMNS), form, workbook)


@click.command()
@click.option("--yes", "is_agreed", is_flag=True, help="Do not ask again.")
@click.option("--reference", default="", help="The document it rests on.")
@lead_options
@request_options
def release_near(
    by: str | None,
    request_id: str | None,
    *,
    is_agreed: bool,
    **told: Any,  # noqa: ANN401 (click's values)
) -> None:
    """Release the holds of `intake holds near`, each recorded for itself, by a supervisor's badge and PIN."""
    with reading_connection(default_folder()) as connection:
        found = list(_found(connection))
    write(Table(_COLUMNS, _rows(found), _COLUMNS), None, None)
    if not found or not (is_agreed or click.confirm(f"Release these {len(found)}?", err=True)):
        return
    released = [_release(each, by or told["lead"], request_id, told) for each in found]
    sys.exit(0 if all(released) else 1)


def _found(connection: Connection) -> Iterator[NearClaim]:
    page = near_claims(connection)
    yield from page.found
    while page.mark is not None:
        page = near_claims(connection, page.mark)
        yield from page.found


def _rows(found: Iterable[NearClaim]) -> Iterator[dict[str, Any]]:
    for each in found:
        held = each.held
        values = (held.hold, held.label, held.serial, each.claimed, held.raised_at)
        yield dict(zip(_COLUMNS, values, strict=True))


def _release(near: NearClaim, by: str, request_id: str | None, told: dict[str, Any]) -> bool:
    """Send one decision and tell its answer; what concerns the badge ends the whole."""
    made = f"{request_id}-{near.held.hold}" if request_id else uuid7(time.time_ns() // 1_000_000)
    note = f"one slip off {near.claimed} of the claim"
    wish = ResolveHold(hold=near.held.hold, decision=HoldDecision.RELEASE, note=note, **told)
    outcome = submit(default_folder(), Request(made, by, wish))
    is_refused = outcome.answer.severity is Severity.REFUSED
    click.echo(f"{near.held.label}: {sentence(outcome)}", err=is_refused)
    if outcome.answer.message in _OF_THE_LEAD:
        sys.exit(1)
    return not is_refused
