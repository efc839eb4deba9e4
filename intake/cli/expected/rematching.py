"""`intake expected rematch`: held parcels are compared with what newer expected returns announce."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import click

from intake.cli.asking import sentence
from intake.door import background
from intake.errors import IntakeError, StorageError
from intake.expected import ExpectedReturns
from intake.gathering.files import returns_in_force, version_in_force
from intake.message import Message
from intake.outcome import Outcome
from intake.reading_room import reading_connection
from intake.rematching import chunks
from intake.request import EndRematching, RematchParcels, Request, Wish
from intake.scan import Severity
from intake.sqlite import Connection
from intake.state_folder import default_folder
from intake.surroundings import uuid7

Bring = Callable[[Request], Outcome]


class _ReturnsChangedError(Exception):
    """Others were put in force meanwhile: everything is compared with those."""


@click.command()
@click.option("--beside", is_flag=True, help="Only beside a running station; end when it ends.")
def rematch(*, beside: bool) -> None:
    """Compare parcels with open holds with the expected returns in force; the desk goes on meanwhile.

    Killed at any moment, it is simply begun again.
    """
    folder = default_folder()
    with background(folder, "intake expected rematch", beside=beside) as bring:
        click.echo(sentence(_ended(folder, bring)))


def _ended(folder: Path, bring: Bring) -> Outcome:
    while True:
        with suppress(_ReturnsChangedError):
            return _rematched(folder, bring)


def _rematched(folder: Path, bring: Bring) -> Outcome:
    """Compare all by the returns in force, and tell the station that it is done."""
    with _reading(folder) as (connection, returns, version):
        changed = 0
        for parcels in chunks(connection, returns):
            answer = _recorded(RematchParcels(version, parcels), bring).answer
            changed += int(answer.params["parcels"])
    return _recorded(EndRematching(version, changed), bring)


@contextmanager
def _reading(folder: Path) -> Iterator[tuple[Connection, ExpectedReturns, str]]:
    """Open what is compared. Raises IntakeError where no expected returns are in force."""
    with reading_connection(folder) as connection:
        version, returns = version_in_force(connection), returns_in_force(connection, folder)
        if version is None or returns is None:
            raise IntakeError("expected returns in force, got none: import them first")
        with closing(returns):
            yield connection, returns, version


def _recorded(wish: Wish, bring: Bring) -> Outcome:
    """Send a wish. Raises StorageError for what could not be recorded, IntakeError for what was refused."""
    made = uuid7(time.time_ns() // 1_000_000)
    outcome = bring(Request(made, f"uid:{os.getuid()}", wish))
    if outcome.answer.message is Message.EXPECTED_CHANGED:
        raise _ReturnsChangedError
    if outcome.answer.severity is Severity.REFUSED:
        raise (StorageError if outcome.seq is None else IntakeError)(sentence(outcome))
    return outcome
