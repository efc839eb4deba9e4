"""One run: the log up, lists, expected returns and answers down, what these added up, and the anchor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

from intake import catalogue
from intake.central.backoff import Backoff, Persistence
from intake.central.client import Central, Transport
from intake.central.credentials import Credentials, expect_address
from intake.central.fault import CentralError
from intake.central_status import MOST_SKEW, SyncStatus
from intake.errors import IntakeError, StorageError, WrongUsageError
from intake.journal import beginning
from intake.reading_room import reading_connection
from intake.restoring import recover
from intake.settings import load
from intake.state_folder import Lock, expect_state_folder
from intake.surroundings import iso, now
from intake.sync.anchoring import anchor
from intake.sync.answers import fetch_answers
from intake.sync.bringing import bring
from intake.sync.cache import Cache
from intake.sync.conflict import ConflictError
from intake.sync.dead_letters import fetch_dead_letters
from intake.sync.lists import fetch_lists
from intake.sync.night import Night
from intake.sync.outbox import Outbox
from intake.sync.report import Report
from intake.sync.returns import fetch_expected
from intake.sync.sending import expect_known, send_log
from intake.sync.standing import Standing
from intake.sync.watch import Watch

_EARLIEST = 946_684_800_000
"""Milliseconds since 1970: the year 2000, before which the contract has no time. A machine whose battery is
empty begins at 1970."""


class TrainingError(IntakeError):
    """A training folder, of which nobody else ever hears."""


def sync(
    folder: Path,
    *,
    watch: Watch | None = None,
    backoff: Backoff | None = None,
    transport: Transport | None = None,
    report: Report | None = None,
) -> Report:
    """Bring a state folder and its central claims system together, and give what was done.

    `report` is filled in as it goes, also where this raises CentralError, ConflictError or another
    IntakeError; of these `sync.json` tells too.
    """
    _expect_wanted(folder)
    filled, begun = report or Report(), time.monotonic()
    with Lock(folder, "intake sync", "sync.lock"):
        standing = Standing(folder, filled)
        heard = _heard(watch or Watch(), standing)
        try:
            with _night(folder, heard, backoff or Backoff(), transport, filled) as night:
                _go_through(night, standing.before)
        except IntakeError as error:
            filled.conflict = isinstance(error, ConflictError)
            with suppress(StorageError):  # a full disk takes no word of it, and is not what stopped the run
                standing.failed(error)
            raise
        finally:
            filled.seconds = round(time.monotonic() - begun, 3)
        standing.succeeded()
    return filled


def check(folder: Path, *, transport: Transport | None = None) -> Report:
    """Only ask how far the other side has the log, once, and give that. Raises as `sync`."""
    _expect_wanted(folder)
    backoff = Backoff(base=0.0, malformed=0)
    with _night(folder, Watch(), backoff, transport, Report()) as night:
        positions = {each.incarnation: each for each in night.central.positions().positions}
        for stretch in night.outbox.stretches():
            if (position := positions.get(stretch.incarnation)) is not None:
                expect_known(night.outbox, stretch, position)
                night.report.position = position
        return night.report


def _heard(watch: Watch, standing: Standing) -> Watch:
    """Have the desk hear too of what is tried again."""

    def waiting(fault: CentralError, seconds: float) -> None:
        standing.lost(fault)
        watch.waiting(fault, seconds)

    return replace(watch, waiting=waiting, mended=standing.mended)


def _expect_wanted(folder: Path) -> None:
    """Raise IntakeError where there is nothing to do with anybody else."""
    expect_state_folder(folder)
    with reading_connection(folder) as connection:
        if beginning(connection).training:
            raise TrainingError(
                f"expected a production folder, got {folder}, which is for training: it never syncs"
            )
    expect_address(load(folder))
    if (wall := now().wall) < _EARLIEST:
        raise WrongUsageError(f"expected a clock that is right, got {iso(wall)}: set it, then sync again")


@contextmanager
def _night(
    folder: Path, watch: Watch, backoff: Backoff, transport: Transport | None, report: Report
) -> Iterator[Night]:
    """Open all that a run works with; at the end tell what is still to be sent."""
    settings = load(folder)
    credentials = Credentials.of(folder, settings)
    known = catalogue.load(folder, judged_by=settings.campaigns)
    again = Persistence(backoff, settings.sync_minutes, watch.waiting, watch.mended)
    with reading_connection(folder) as connection:
        outbox, station = Outbox(connection), beginning(connection).station
        try:
            with Central(credentials, station, transport=transport, until=again.end) as central:
                yield Night(folder, settings, known, outbox, central, again, Cache(folder), watch, report)
        finally:
            report.pending = outbox.unsent(report.position)


def _go_through(night: Night, before: SyncStatus | None) -> None:
    """Take every step in turn."""
    conflict = None
    try:
        send_log(night)
    except ConflictError as error:
        conflict = error
    # A recall does not wait until somebody has found out whose log is the right one.
    fetch_lists(night)
    fetch_expected(night)
    if conflict is not None:
        raise conflict
    fetch_answers(night)
    bring(night, night.again(partial(recover, night.folder, night.central)))
    send_log(night)
    fetch_dead_letters(night, before)
    anchor(night)
    _tell_skew(night)


def _tell_skew(night: Night) -> None:
    """Say that the clocks are apart: it stops nothing, but people compare the times of several docks."""
    skew = night.report.skew_ms or 0
    if abs(skew) > MOST_SKEW:
        night.watch.problem(
            f"expected a clock within {MOST_SKEW // 1000} s of the central claims system's, got one "
            f"{abs(skew) // 1000} s {'behind' if skew > 0 else 'ahead'}: compare both with a watch"
        )
