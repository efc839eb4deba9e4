"""Production docks and the real hub on a real PostgreSQL; each test has its own of both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from intake.central.backoff import Backoff
from intake.central_status import Failure, SyncStatus, read_status
from intake.hub.database import Database
from intake.reading_room import reading_connection
from intake.sync import Report, sync
from tests.central.docks import Dock, Works, connect, found_docks
from tests.hubs import hub_in_thread, station_token
from tests.intake.conftest import Site

AT_ONCE = Backoff(base=0.0)


@pytest.fixture(scope="session")
def works(tmp_path_factory) -> Works:
    """The founded docks."""
    return found_docks(tmp_path_factory.mktemp("works"), ["DOCK-1"], claims=())


@dataclass
class Centre:
    """The hub, as its database and by its address."""

    url: str
    database: str

    def ask(self, query: str, *values: object) -> list[tuple]:
        """Look into its tables."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            return connection.execute(query, values).fetchall()

    def do(self, query: str, *values: object) -> None:
        """Change its tables, as nobody but a test does."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(query, values)

    def run(self, work, *values):
        """Have its store do something."""

        async def run():
            async with Database(self.database, most=1, as_owner=True) as database:
                return await database.run(work, *values)

        return asyncio.run(run())

    def log(self, station: str = "DOCK-1") -> list[tuple[int, str]]:
        """Give what it has of a station's log, byte for byte."""
        query = (
            "SELECT seq, convert_from(envelope, 'UTF8') FROM event WHERE station = %s "
            "ORDER BY seq, received_at"
        )
        return self.ask(query, station)


@pytest.fixture(scope="session")
def serving(postgres):
    """The real hub in a thread of this process, for all tests: it keeps nothing but in its database."""
    url = postgres.database()
    with hub_in_thread(url) as running:
        yield Centre(running.url, url)


@pytest.fixture
def centre(serving):
    """A hub that has nothing."""
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migration'"
    names = ", ".join(f'"{name}"' for (name,) in serving.ask(tables))
    serving.do(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
    return serving


@dataclass
class Pair:
    """One dock and its hub."""

    site: Site
    centre: Centre
    token: str

    @property
    def folder(self) -> Path:
        return self.site.folder

    def sync(self, transport: httpx.BaseTransport | None = None, **how) -> Report:
        """Run once."""
        return sync(self.folder, transport=transport, backoff=AT_ONCE, **how)

    def log(self) -> list[tuple[int, str]]:
        """Give the journal as it is stored."""
        with reading_connection(self.folder) as connection:
            return connection.execute("SELECT seq, envelope FROM event ORDER BY seq").fetchall()

    def rows(self, query: str) -> list[tuple]:
        """Ask the journal's tables."""
        with reading_connection(self.folder) as connection:
            return connection.execute(query).fetchall()

    def work(self, count: int = 1) -> None:
        """Receive affected units, each in a parcel of its own."""
        dock = Dock(self.site)
        try:
            for _ in range(count):
                dock.receive()
        finally:
            dock.close()

    @property
    def status(self) -> SyncStatus:
        """What the last run has left to be read."""
        found = read_status(self.folder, SyncStatus)
        assert found is not None
        return found

    @property
    def failure(self) -> Failure:
        """Why the last run had no success."""
        found = self.status.failure
        assert found is not None
        return found

    def expect_equal(self) -> None:
        """The hub has the log, byte for byte, each event once; all but what this run added last."""
        there, here = self.centre.log(), self.log()
        assert there == here[: len(there)]
        assert len(here) - len(there) <= 1, "only the anchor is not there yet"


@pytest.fixture
def pair(works, centre, tmp_path) -> Pair:
    """DOCK-1, which knows its hub."""
    site = works.copy("DOCK-1", tmp_path / "DOCK-1", 1_000_000)
    token = station_token(centre.database, "DOCK-1")
    connect(site, centre.url, token)
    return Pair(site, centre, token)


Before = Callable[[httpx.Request], httpx.Response | None]
After = Callable[[httpx.Request, httpx.Response], None]


class Meddling(httpx.BaseTransport):
    """The real network, and a hand in it: called before and after each request."""

    def __init__(self, before: Before | None = None, after: After | None = None) -> None:
        self._inner = httpx.HTTPTransport()
        self._before, self._after = before, after
        self.paths: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.paths.append(f"{request.method} {request.url.path}")
        request.read()
        answer = self._before(request) if self._before else None
        if answer is not None:
            return answer
        response = self._inner.handle_request(request)
        raw = b"".join(response.iter_raw())
        response.close()
        if self._after:
            self._after(request, response)
        headers = [pair for pair in response.headers.raw if pair[0].lower() != b"transfer-encoding"]
        return httpx.Response(response.status_code, headers=headers, stream=httpx.ByteStream(raw))

    def close(self) -> None:
        self._inner.close()


@pytest.fixture
def meddling():
    """Makes networks with a hand in them."""
    made: list[Meddling] = []

    def make(before=None, after=None) -> Meddling:
        made.append(Meddling(before, after))
        return made[-1]

    yield make
    for each in made:
        each.close()
