"""One hub and founded docks for all nights of a worker: a night costs what it plays, and no more."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from intake.hub import published
from intake.hub.database import Database
from intake.sync import sync
from intake.wire import ExpectedLine
from tests.central.contents import empty
from tests.central.docks import ANNOUNCED, Works, announced, connect, found_docks
from tests.central.in_process import BASE, InProcess
from tests.central.night import STATIONS, Stage
from tests.hubs import shipper_token, station_token
from tests.intake.conftest import Site
from tests.postgres import Server


@pytest.fixture(scope="session")
def memory():
    """A folder in memory where there is one: nobody pulls a plug here."""
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if os.access(shared, os.W_OK) else None) as place:
        yield Path(place)


@pytest.fixture(scope="session")
def works(memory):
    """Docks with expected returns."""
    return found_docks(memory / "works", STATIONS)


@pytest.fixture(scope="module")
def stage(memory, works, postgres):
    """What every night of a worker is played on."""
    with staged(memory, works, postgres) as made:
        gc.collect()
        gc.freeze()  # what stands for all nights is not looked through in each
        yield made
        gc.unfreeze()


@pytest.fixture
def own_stage(memory, works, postgres):
    """A stage that a test may break."""
    with staged(memory, works, postgres) as made:
        yield made


@contextmanager
def staged(memory: Path, works: Works, postgres: Server) -> Iterator[Stage]:
    url = postgres.database()
    tokens = {name: station_token(url, name) for name in STATIONS} | {"carrier": shipper_token(url)}
    announce(url)
    hub = InProcess(url, tokens)
    for name in STATIONS:
        acquaint(works.copy(name, memory / "first" / name), tokens[name], hub, works.place / name)
    empty(hub.look)
    yield Stage(works, hub, tokens, memory)
    hub.end()
    postgres.drop(url)


def acquaint(site: Site, token: str, hub: InProcess, dock: Path) -> None:
    """Let a dock have fetched what the hub publishes: each night would else begin with that."""
    connect(site, BASE, token)
    sync(site.folder, transport=hub)
    shutil.copytree(site.folder / "reference", dock / "reference", dirs_exist_ok=True)
    shutil.copy(site.folder / "sync.db", dock)
    shutil.rmtree(site.folder)


def announce(url: str) -> None:
    """Tell the hub what the docks expect."""
    rows = [ExpectedLine(label, number, count=1) for label, number in announced(ANNOUNCED)]
    lines = msgspec.json.Encoder().encode_lines(rows)

    async def publish() -> None:
        async with Database(url, most=1, as_owner=True) as database:
            await database.run(published.publish_expected, "1", lines)

    asyncio.run(publish())
