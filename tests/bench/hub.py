"""The hub: a night of many stations against one, two and four processes, and what that is at ten thousand."""

from __future__ import annotations

import asyncio
import gzip
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import msgspec
import psycopg

from intake.chain import GENESIS
from intake.hub import stations, tokens
from intake.hub.database import Database
from intake.hub.tokens import TokenRole
from intake.surroundings import iso, now
from intake.wire import PREFIX, Batch, FolderKind
from tests.bench.figures import Figure, Report
from tests.bench.production import cast, night
from tests.hubs import hub_process
from tests.postgres import Server, served

PROCESSES = (1, 2, 4)
DOCKS = 10_000
_AT_ONCE = 16
"""Stations that send at the same moment."""

_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Body:
    """One station's night, ready to be sent."""

    station: str
    path: str
    data: bytes
    events: int


def hub(report: Report, docks: int, events: int) -> None:
    """Measure so many stations' first night of so many events each, against each number of processes."""
    texts = night(events)
    bodies = [_body(texts, number) for number in range(docks)]
    report.note(f"{docks} stations, {len(texts)} events each, {_AT_ONCE} at a time, sent by this machine too")
    with served(durable=True) as server:
        rates = {processes: _night(report, server, bodies, processes) for processes in PROCESSES}
    _arithmetic(report, bodies, max(rates.values()))


def _body(texts: list[str], number: int) -> Body:
    log = cast(texts, number)
    batch = Batch(FolderKind.PRODUCTION, iso(now().wall), 1, GENESIS.hex(), log.envelopes)
    path = f"{PREFIX}/stations/{log.station}/incarnations/{log.incarnation}/events"
    return Body(log.station, path, gzip.compress(msgspec.json.encode(batch), 1), len(log.envelopes))


def _night(report: Report, server: Server, bodies: list[Body], processes: int) -> float:
    """Send every body once; give events a second."""
    database = server.database()
    secrets = asyncio.run(_registered(database, [body.station for body in bodies]))
    before = _size(database)
    with (
        hub_process(database, "--workers", str(processes)) as running,
        httpx.Client(timeout=_PATIENCE) as client,
    ):

        def send(body: Body) -> int:
            headers = {
                "Authorization": f"Bearer {secrets[body.station]}",
                "Content-Type": "application/json",
                "Content-Encoding": "gzip",
            }
            return client.post(running.url + body.path, content=body.data, headers=headers).status_code

        start = time.perf_counter()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            statuses = list(pool.map(send, bodies))
        seconds = time.perf_counter() - start
    if set(statuses) != {200}:
        raise ValueError(f"expected every night to be taken, got {sorted(set(statuses))}")
    sent = sum(body.events for body in bodies)
    growth = (_size(database) - before) / sent
    server.drop(database)
    report.add(Figure("hub", f"{len(bodies)} stations, {processes} process(es)", sent / seconds, "events/s"))
    report.add(Figure("hub", "  growth of the database", growth, "B/event"))
    return sent / seconds


async def _registered(url: str, names: list[str]) -> dict[str, str]:
    """Register stations, and give their tokens."""
    secrets = {}
    async with Database(url, most=1, as_owner=True) as database:
        for name in names:
            await database.run(stations.add, name, "yard")
            secrets[name] = await database.run(tokens.make, TokenRole.STATION, name)
    return secrets


def _size(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


def _arithmetic(report: Report, bodies: list[Body], rate: float) -> None:
    """Say what the best rate means for a country of docks."""
    sent = sum(len(body.data) for body in bodies) / len(bodies)
    report.add(Figure("hub", "a night's body, compressed", sent / 1000, "kB"))
    events = DOCKS * bodies[0].events
    report.add(Figure("hub", f"{DOCKS:,} docks: {events:,} events", events / rate / 60, "min"))
