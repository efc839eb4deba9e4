"""`intake sync`: the log goes to the central claims system, and what that decided comes back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from intake.cli.output import Form, Table, json_line, write
from intake.errors import IntakeError
from intake.message import Message
from intake.settings import load
from intake.state_folder import default_folder, expect_state_folder
from intake.wording import Wording

if TYPE_CHECKING:
    from intake.cli.sync_progress import Told
    from intake.sync import Report

_LETTERS = ("number", "incarnation", "seq", "kind", "reason", "at")


@click.command()
@click.option("--check", "only_ask", is_flag=True, help="Only ask how far the central claims system is.")
@click.option("--dead-letters", "letters", is_flag=True, help="Show the events it has refused for good.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object at the end; of dead letters one each.")
def sync(*, only_ask: bool, letters: bool, as_json: bool) -> None:
    """Bring this station and its central claims system together; the desk goes on meanwhile.

    Killed or cut off at any moment, it is simply begun again: the log goes on where the other side is.
    Exit codes: 0 all is done; 1 refused, a certificate that does not verify, another log there under this
    name, a list that cannot be used, or events refused for good that nobody was told of yet; 4 no contact
    until sync_minutes were over.
    """
    folder = default_folder()
    expect_state_folder(folder)
    if letters:
        _show_dead_letters(folder, as_json=as_json)
    elif only_ask:
        _check(folder, as_json=as_json)
    else:
        _run(folder, as_json=as_json)


def _run(folder: Path, *, as_json: bool) -> None:
    # httpx: 111 ms, which no other command pays.
    from intake.cli.sync_progress import Told  # noqa: PLC0415
    from intake.sync import Report, sync  # noqa: PLC0415

    told, report = Told(Wording(load(folder).language)), Report()
    try:
        sync(folder, watch=told.watch, report=report)
    except IntakeError as error:
        if as_json:
            json_line(_row(report))
        _end(told, error)
    if as_json:
        json_line(_row(report))
    _tell(told, report)


def _end(told: Told, error: IntakeError) -> None:
    from intake.cli.sync_progress import Level  # noqa: PLC0415 (as above)

    told.say(Level.ERROR, f"intake: {error}")
    sys.exit(error.exit_code)


def _tell(told: Told, report: Report) -> None:
    from intake.cli.sync_progress import Level  # noqa: PLC0415 (as above)

    told.say(
        Level.INFO,
        told.word(
            Message.SYNC_DONE,
            sent=report.sent,
            answers=report.answers,
            lists=report.lists,
            pending=report.pending,
        ),
    )
    if report.rejected:
        told.say(Level.WARNING, told.word(Message.SYNC_DEAD_LETTERS, count=report.rejected))
    if report.rejected or report.problems:
        sys.exit(1)


def _check(folder: Path, *, as_json: bool) -> None:
    from intake.cli.sync_progress import Told  # noqa: PLC0415 (as above)
    from intake.sync import check  # noqa: PLC0415

    report = check(folder)
    if as_json:
        json_line(_row(report))
    else:
        seq = report.position.seq if report.position else 0
        told = Told(Wording(load(folder).language))
        click.echo(told.word(Message.SYNC_POSITION, seq=seq, pending=report.pending))


def _row(report: Report) -> dict[str, object]:
    row: dict[str, object] = msgspec.to_builtins(report)
    return row


def _show_dead_letters(folder: Path, *, as_json: bool) -> None:
    from intake.sync.dead_letters import named  # noqa: PLC0415 (as above)

    rows = [dict(zip(_LETTERS, row, strict=True)) for row in named(folder)]
    write(Table(_LETTERS, rows, _LETTERS), Form.JSON if as_json else None, None)
