"""The night: a station's log to the central claims system, as real processes, every commit flushed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from intake import sqlite
from intake.state_folder import journal_path
from tests.bench.desk import Desk, rhythm
from tests.bench.figures import Figure, Report, percentile
from tests.bench.folders import HOUSE, Place
from tests.bench.production import copied, produced
from tests.hubs import RunningHub, hub_process, station_token
from tests.postgres import Server, served

STATION = "bench"
_LOOK = 0.05
"""Seconds between two looks at how far it has come."""

_NICE = 10
_ELSEWHERE = 19
"""How far the hub and its database step back beside a desk: in life they stand on another machine."""

_TURNS = 3
"""How often the desk is measured at rest and beside a sync: what disturbs one disturbs the other."""


@dataclass(frozen=True, slots=True)
class Centre:
    """A hub with its database."""

    hub: RunningHub
    database: str
    token: str
    looking: psycopg.Connection

    @property
    def stored(self) -> int:
        """How many of the station's events it has; one row over one connection, so that looking is cheap."""
        row = self.looking.execute("SELECT seq FROM incarnation WHERE station = %s", (STATION,)).fetchone()
        return int(row[0]) if row else 0

    @property
    def settings(self) -> str:
        """What a station has to be told."""
        return f'hub_url = "{self.hub.url}"\n'


@contextmanager
def centre(server: Server, *options: str) -> Iterator[Centre]:
    """Give a hub that has nothing yet, as a process of its own."""
    database = server.database()
    with (
        hub_process(database, *options) as hub,
        psycopg.connect(database, autocommit=True) as looking,
    ):
        yield Centre(hub, database, station_token(database, STATION), looking)
    server.drop(database)


class Night:
    """`intake sync` at work."""

    def __init__(self, folder: Path, token: str) -> None:
        """Start it."""
        (folder / "hub-token").write_text(token, encoding="ascii")
        (folder / "hub-token").chmod(0o600)
        self.peak = 0.0
        self.process = subprocess.Popen(
            # Behind the desk, as its unit runs it (systemd/intake-sync.service).
            ["nice", "-n", str(_NICE), sys.executable, "-m", "intake", "sync", "--json"],
            env=os.environ | {"INTAKE_STATE": str(folder), "PYTHONPATH": str(HOUSE)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def look(self) -> bool:
        """Note the most memory it has held (proc(5), VmHWM), in MB, and tell whether it still runs."""
        with suppress(OSError):  # it ended a moment ago
            lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8").splitlines()
            told = [line.split()[1] for line in lines if line.startswith("VmHWM")]
            self.peak = max(self.peak, *(int(kib) / 1024 for kib in told), 0.0)
        return self.process.poll() is None

    def end(self) -> None:
        """Wait for its end. Raises ValueError where it did not go well."""
        while self.look():
            time.sleep(_LOOK)
        _, said = self.process.communicate()
        if self.process.returncode:
            raise ValueError(f"expected the sync to go well, got: {said.decode()}")


def sync(report: Report, events: int, backlog: int) -> None:
    """Measure events a second, memory, and what one would pick instead."""
    with served(durable=True) as server:
        rate = _sent(report, server, events)
        least = _copied(server, events)
        report.add(Figure("sync", "  COPY, no hub between", least, "events/s"))
        report.add(Figure("sync", "  executemany, no hub between", _inserted(server, events), "events/s"))
        report.note(
            f"the hub folds, awards and answers; it takes {least / rate:.1f} times as long as COPY alone"
        )
        if backlog:
            _sent(report, server, backlog)


def _sent(report: Report, server: Server, events: int) -> float:
    """Send to a database that has nothing yet; gives the rate from the first batch stored to the last."""
    with centre(server) as hub, copied(events, hub.settings) as folder:
        head, begun = Place("", folder).head, time.perf_counter()
        night = Night(folder, hub.token)
        first = _until(night, hub, 1)
        before, start = _worked(server, night, hub), time.perf_counter()
        sent, whole = _until(night, hub, head) - first, time.perf_counter() - begun
        rate = sent / (time.perf_counter() - start)
        worked = _worked(server, night, hub)
        night.end()
        ended = time.perf_counter() - begun
    what = f"station -> PostgreSQL, {head:,} events"
    report.add(Figure("sync", what, rate, "events/s", goal=15_000, at_least=True))
    report.add(Figure("sync", "  with the start of the program", head / whole, "events/s"))
    for part, seconds in worked.items():
        report.add(Figure("sync", f"  processor, {part}", (seconds - before[part]) / sent * 1e6, "us/event"))
    report.add(Figure("sync", "  memory of the sync, at most", night.peak, "MB", goal=120))
    report.add(Figure("sync", "  the whole run, answers and all", ended, "s"))
    report.note(f"load of this machine over the last minute: {os.getloadavg()[0]:.1f}")
    return rate


def _until(night: Night, hub: Centre, wanted: int) -> int:
    """Wait until the hub has so many events, and give how many it has."""
    while (stored := hub.stored) < wanted and night.look():
        time.sleep(_LOOK)
    return stored


def _worked(server: Server, night: Night, hub: Centre) -> dict[str, float]:
    """Give the processor seconds each part has used: beside busy neighbours they tell more than a clock."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text("ascii").split()
    serving = (server.pid, *map(int, children))
    return {
        "sync": processor(night.process.pid),
        "hub": processor(hub.hub.process.pid),
        "PostgreSQL": sum(map(processor, serving)),
    }


def processor(pid: int) -> float:
    """Give the processor seconds of a process and of its children that have ended (proc(5), stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


_FLOOR = (
    "CREATE TABLE floor (station text, seq bigint, id text UNIQUE, hash bytea, envelope text, "
    "PRIMARY KEY (station, seq))"
)


def _rows(events: int) -> Iterator[tuple[str, int, str, bytes, str]]:
    with closing(sqlite.connect(journal_path(produced(events)), readonly=True)) as connection:
        for seq, name, digest, text in connection.execute("SELECT seq, id, hash, envelope FROM event"):
            yield STATION, seq, name, bytes(digest), text


def _copied(server: Server, events: int) -> float:
    with psycopg.connect(server.empty_database(), autocommit=True) as connection:
        connection.execute(_FLOOR)
        start, count = time.perf_counter(), 0
        with connection.cursor().copy("COPY floor FROM STDIN") as copy:
            for count, row in enumerate(_rows(events), 1):  # noqa: B007 (the last is how many there were)
                copy.write_row(row)
        return count / (time.perf_counter() - start)


def _inserted(server: Server, events: int) -> float:
    with psycopg.connect(server.empty_database(), autocommit=True) as connection:
        connection.execute(_FLOOR)
        start, rows = time.perf_counter(), list(_rows(events))
        for first in range(0, len(rows), 1000):
            with connection.transaction():
                connection.cursor().executemany(
                    "INSERT INTO floor VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                    rows[first : first + 1000],
                )
        return len(rows) / (time.perf_counter() - start)


def beside_sync(report: Report, events: int, parcels: int) -> None:
    """Measure port to verdict at a desk at rest, and while its log is sent."""
    seconds: dict[bool, list[float]] = {False: [], True: []}
    with served(durable=True) as server:
        os.setpriority(os.PRIO_PROCESS, server.pid, _ELSEWHERE)  # what it starts from now on goes with it
        for _ in range(_TURNS):
            for is_syncing in seconds:
                seconds[is_syncing] += _scanned(server, events, parcels // _TURNS, is_syncing=is_syncing)
    for share, name, goal in ((0.5, "p50", None), (0.99, "p99", 1.5)):
        beside, alone = (percentile(seconds[does], share) * 1000 for does in (True, False))
        report.add(Figure("sync", f"port -> verdict while syncing, {name}", beside, "ms", alone, goal))


def _scanned(server: Server, events: int, parcels: int, *, is_syncing: bool) -> list[float]:
    """Scan parcels; beside a sync only for as long as it sends."""
    seconds: list[float] = []
    with (
        centre(server) as hub,
        copied(events, hub.settings) as folder,
        Desk(Place("production", folder)) as desk,
    ):
        os.setpriority(os.PRIO_PROCESS, hub.hub.process.pid, _ELSEWHERE)
        gaps = rhythm()
        desk.parcel(gaps)
        night = Night(folder, hub.token) if is_syncing else None
        while len(seconds) < parcels * 5 and (night is None or night.look()):
            seconds += desk.parcel(gaps)
        if night is not None:
            night.process.terminate()
            night.process.communicate()
    return seconds
