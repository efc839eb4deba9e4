"""A hub's database with two stations of one site and one of another."""

from __future__ import annotations

import psycopg
import pytest

from intake.hub import dispatching, stations, taking
from intake.hub.database import Database
from intake.wire import LeaseWanted
from tests.intake.hub.logs import Log

SITES = {"DOCK-1": "yard", "DOCK-2": "yard", "DOCK-9": "far"}


@pytest.fixture
async def hub(database):
    """The hub's own connections to it."""
    async with Database(database, as_owner=True) as owner:
        for station, site in SITES.items():
            await owner.run(stations.add, station, site)
    async with Database(database) as opened:
        yield opened


@pytest.fixture
def rows(database):
    """Looks into the database, as its owner."""

    def look(query, *values):
        with psycopg.connect(database, autocommit=True) as connection:
            return connection.execute(query, values or None).fetchall()

    return look


@pytest.fixture
def send(hub):
    """Sends a log, or a part of it."""

    async def send_one(log, first=None, last=None):
        return await hub.run(taking.take, log.station, log.incarnation, log.batch(first, last))

    return send_one


@pytest.fixture
async def undone_on_its_way(hub, send):
    """A unit whose replacement is leased when what it was owed for is undone; gives its log and the lease."""
    log = Log()
    parcel = log.open()
    queued, unit = log.unit("S1", parcel)
    await send(log)
    (leased,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    log.undo(queued, parcel)
    await send(log)
    return log, parcel, unit, leased
