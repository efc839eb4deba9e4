"""Production docks that speak with a real hub: founded once a run, copied for each test."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec
import psycopg
import pytest

from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.hub import published
from intake.hub.database import Database
from intake.link import once
from intake.wire import ExpectedLine
from tests.central.docks import Dock, Works, connect, found_docks
from tests.central.model import Claim
from tests.hubs import hub_in_thread, station_token
from tests.intake.conftest import PATIENCE, Site

STATIONS = ["DOCK-1", "DOCK-2", "DOCK-3"]


def until(holds: Callable[[], object], what: str = "it did not come") -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.02)


@pytest.fixture(scope="session")
def works(tmp_path_factory) -> Works:
    """The founded docks."""
    return found_docks(tmp_path_factory.mktemp("works"), STATIONS, ())


@pytest.fixture
def dock_at(works, tmp_path):
    """Opens docks by name, each over a folder of its own, closed when the test ends."""
    opened: list[Dock] = []

    def open_one(name: str = "DOCK-1") -> Dock:
        made = Dock(site_at(works, name, tmp_path))
        opened.append(made)
        return made

    yield open_one
    for each in opened:
        each.close()


NOBODY = ("http://127.0.0.1:9", "0123456789abcdef")
"""An address where no hub is, and a token for it."""


def site_at(works: Works, name: str, place: Path, hub: tuple[str, str] = NOBODY) -> Site:
    """Copy a dock whose link is on; its identifiers begin where no other dock's reach."""
    site = works.copy(name, place / name, 1_000_000 * (1 + STATIONS.index(name)))
    connect(site, *hub, link=True)
    return site


@pytest.fixture
def hub(database):
    """The real hub on a real PostgreSQL, in a thread of this process."""
    with hub_in_thread(database) as running:
        yield running


class Link:
    """One dock's link, run when the test says so."""

    def __init__(self, dock: Dock, station: str, credentials: Credentials) -> None:
        self.dock = dock
        self._station = station
        self._credentials = credentials

    def once(self, transport: httpx.BaseTransport | None = None) -> None:
        """Do what is wanted now."""
        with Central(self._credentials, self._station, transport=transport) as central:
            once(self.dock.site.folder, central, self.dock.station.accept)


@pytest.fixture
def link_at(dock_at, database, hub):
    """Opens docks whose link is on, by name and site."""

    def open_one(name: str = "DOCK-1", site: str = "yard") -> Link:
        token = station_token(database, name, site)
        return Link(dock_at(name), name, Credentials.parse(hub.url, token))

    return open_one


@pytest.fixture
def at_hub(database):
    """Asks the hub's tables."""
    with psycopg.connect(database, autocommit=True) as connection:
        yield lambda query, *values: connection.execute(query, values).fetchall()


@pytest.fixture
def announce(database):
    """Publishes claims at the hub, each expecting one unit."""

    def publish(*claims: Claim) -> None:
        rows = [ExpectedLine(each.label, each.number) for each in claims]
        lines = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)

        async def work() -> None:
            async with Database(database, as_owner=True) as opened:
                await opened.run(published.publish_expected, "1", lines)

        asyncio.run(work())

    return publish
