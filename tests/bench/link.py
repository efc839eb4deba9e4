"""The live link: how soon a unit is reserved, and how soon another desk hears of an emergency."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from intake import sqlite
from intake.disposition import EmergencyOutcome
from intake.door import submit
from intake.founding import TRAINING_PIN, found
from intake.own_label import LabelKind, OwnLabel
from intake.request import CloseEmergency, Request
from intake.state_folder import journal_path
from intake.surroundings import milliseconds, now, uuid7
from tests.bench.figures import Figure, Report, percentile
from tests.bench.fill import cache
from tests.bench.folders import HOUSE, STATION, Place
from tests.bench.headless import Headless
from tests.bench.production import copied
from tests.bench.sync import Centre, centre
from tests.hubs import station_token
from tests.postgres import served

OTHER = "other"
LEAD = OwnLabel(LabelKind.BADGE, 2).code
_EVENTS = 1000
_PERSON = 0.4
"""Seconds between two scans."""

_NO_REPETITION = 1.6
"""Seconds after which the same card is another scan."""

_PATIENCE = 60.0
_OPEN = "SELECT unit FROM replacement WHERE answer IS NULL LIMIT 1"
_FIRST = (
    "SELECT envelope ->> '$.unit' AS unit, min(envelope ->> '$.at') FROM event "
    "WHERE seq > ? AND kind = ? AND unit IS NOT NULL GROUP BY 1"
)
_EACH = "SELECT envelope ->> '$.at' FROM event WHERE seq > ? AND kind = ? ORDER BY seq"


def link(report: Report, parcels: int, emergencies: int) -> None:
    """Measure both with two stations of one site, by the times in their logs."""
    with ExitStack() as stack:
        hub = stack.enter_context(centre(stack.enter_context(served(durable=True))))
        ours = stack.enter_context(copied(_EVENTS, f"{hub.settings}link = true\n"))
        theirs = stack.enter_context(_other(hub))
        desk = stack.enter_context(Headless(Place("", ours)))
        stack.enter_context(_open(theirs))
        for folder, token in ((ours, hub.token), (theirs, station_token(hub.database, OTHER))):
            stack.enter_context(_linked(folder, token))
        _until(lambda: not _ask(ours, _OPEN))
        start = Place("", ours).head
        for _ in range(parcels):
            desk.parcel(_PERSON)
        reserved = _between(ours, start)
        told = [_emergency(desk, ours, theirs) for _ in range(emergencies)]
    for share, name, goal in ((0.5, "p50", 300.0), (0.95, "p95", 300.0)):
        what = f"identified -> reserved, {name} of {len(reserved)}"
        report.add(Figure("link", what, percentile(reserved, share), "ms", goal=goal))
    slowest = f"emergency -> other desk, slowest of {len(told)}"
    report.add(Figure("link", slowest, max(told) / 1000, "s", goal=2))


@contextmanager
def _other(hub: Centre) -> Iterator[Path]:
    """Give another desk of the site, at which nobody has signed in."""
    place = Path(tempfile.mkdtemp(prefix="other-", dir=cache()))
    try:
        found(place / "state", training=False, station=OTHER)
        (place / "state/settings.toml").write_text(f"{hub.settings}link = true\n", encoding="utf-8")
        yield place / "state"
    finally:
        shutil.rmtree(place)


@contextmanager
def _open(folder: Path) -> Iterator[None]:
    """Keep a desk open at which nobody scans."""
    environment = os.environ | Place("", folder).environment
    command = [*STATION, "--headless"]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL):
        yield  # leaving ends its input


@contextmanager
def _linked(folder: Path, token: str) -> Iterator[None]:
    """Keep `intake link` at work."""
    (folder / "hub-token").write_text(token, encoding="ascii")
    (folder / "hub-token").chmod(0o600)
    process = subprocess.Popen(
        [sys.executable, "-m", "intake", "link"],
        env=os.environ | {"INTAKE_STATE": str(folder), "PYTHONPATH": str(HOUSE)},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _ask(folder: Path, query: str, *values: object) -> list[Any]:
    with closing(sqlite.connect(journal_path(folder), readonly=True)) as connection:
        return connection.execute(query, values).fetchall()


def _until(is_so) -> None:
    end = time.monotonic() + _PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("expected the link to settle")
        time.sleep(0.02)


def _between(folder: Path, start: int) -> list[float]:
    """Give the milliseconds from a unit's identification to its reservation, both as they were recorded."""
    identified: dict[str, str] = dict(_ask(folder, _FIRST, start, "UnitIdentified"))
    reserved: dict[str, str] = dict(_ask(folder, _FIRST, start, "SerialReserved"))
    if identified.keys() - reserved.keys():
        raise ValueError(f"expected every unit to be reserved, got {len(reserved)} of {len(identified)}")
    return [milliseconds(reserved[unit]) - milliseconds(at) for unit, at in identified.items()]


def _emergency(desk: Headless, ours: Path, theirs: Path) -> float:
    """Raise an emergency, wait until the other desk has it, end it; give the milliseconds between."""
    starts = {folder: Place("", folder).head for folder in (ours, theirs)}
    desk.scan("RI-C-K2")
    _until(lambda: _ask(theirs, _EACH, starts[theirs], "NeighbourEmergency"))
    ((raised,), *_) = _ask(ours, _EACH, starts[ours], "EmergencyRaised")
    ((heard,), *_) = _ask(theirs, _EACH, starts[theirs], "NeighbourEmergency")
    ending = CloseEmergency(LEAD, TRAINING_PIN, EmergencyOutcome.FALSE_ALARM)
    submit(ours, Request(uuid7(now().wall), "bench", ending))
    _until(lambda: len(_ask(theirs, _EACH, starts[theirs], "NeighbourEmergency")) > 1)
    time.sleep(_NO_REPETITION)
    return milliseconds(heard) - milliseconds(raised)
