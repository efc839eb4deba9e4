"""Asking: send one wish through the one door and tell its answer."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from typing import Any

import click

from intake.door import submit
from intake.errors import IntakeError, StorageError
from intake.line import Line
from intake.message import Message
from intake.outcome import Outcome
from intake.request import Request, Wish
from intake.scan import Severity
from intake.settings import load
from intake.state_folder import default_folder
from intake.surroundings import uuid7
from intake.wording import Wording

_OF_THE_DISK = frozenset(
    {Message.DISK_FULL, Message.NOT_RECORDED, Message.OUTCOME_UNKNOWN, Message.STATION_STOPPED}
)
"""What a station could not record is its disk's fault, what it would not is the asker's."""


def request_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--by` and `--request`."""
    by = click.option(
        "--by", envvar="INTAKE_BY", default=None, callback=_badge, help="Badge of the person who asks."
    )
    command = by(command)
    request = click.option(
        "--request", "request_id", default=None, help="Id of this request; the same id acts once."
    )
    return request(command)


def _badge(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Take a badge's code only: a name would stand in the log for ever."""
    if value is not None and not re.fullmatch(r"RI-O-[0-9]{4}-[0-9A-Z]", value):
        raise click.BadParameter(f"expected a badge like RI-O-0007-H, got {value!r}")
    return value


def ask(wish: Wish, by: str | None, request_id: str | None, *, done: Line | None = None) -> None:
    """Send a wish and print its answer; a refusal goes to standard error, with exit code 1, or 3 of the disk.

    `done`: what is printed where it was done, for a wish whose answer speaks to the operator at the desk.
    """
    folder = default_folder()
    made = request_id or uuid7(time.time_ns() // 1_000_000)
    outcome = submit(folder, Request(made, by or f"uid:{os.getuid()}", wish))
    is_refused = outcome.answer.severity is Severity.REFUSED
    said = _worded(outcome.answer.line if is_refused or done is None else done)
    if is_refused:
        click.echo(f"intake: {said}", err=True)
        sys.exit((StorageError if outcome.answer.message in _OF_THE_DISK else IntakeError).exit_code)
    click.echo(said)


def sentence(outcome: Outcome) -> str:
    """Give an answer in the station's language."""
    return _worded(outcome.answer.line)


def _worded(line: Line) -> str:
    return Wording(load(default_folder()).language).sentence(line)
