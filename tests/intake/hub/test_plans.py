"""Nothing a caller asks is answered by reading a whole table that grows."""

from __future__ import annotations

import psycopg

from intake.hub import (
    answers,
    compensating,
    confirming,
    dispatching,
    emergencies,
    log,
    reserving,
    taking,
    tokens,
)
from intake.hub.database import Database
from intake.hub.figures import figures
from intake.wire import (
    Confirm,
    DispatchOutcome,
    EmergencyState,
    EmergencyTold,
    FolderKind,
    LeaseWanted,
    Release,
    Reserve,
)
from tests import hubs
from tests.intake.hub.logs import AT, Log

KIND = FolderKind.PRODUCTION
GROWING = (
    *("event", "rejection", "parcel", "unit", "hold", "expected_line", "claim", "replacement", "reservation"),
    *("answer", "emergency", "made_good", "list_part", "expected_part", "token", "incarnation"),
)
READ_WHOLE = """
SELECT relname, seq_scan FROM pg_stat_user_tables WHERE relname = ANY(%s) AND seq_scan > 0 ORDER BY relname
"""
READ_BY_INDEX = "SELECT relname FROM pg_stat_user_tables WHERE idx_scan > 0"
AT_WORK = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'intake-hub'
"""
"""Whoever ends has told what he did before he is gone from here."""


async def night(hub, station):
    """Do what a station's night, its day and whoever ships and watches ask for."""
    one, twin = Log(station, f"i-{station}"), f"u-{station}"
    parcel = one.open("C1", "L")
    queued, unit = one.unit("S1", parcel)
    one.hold(parcel, unit, "PROVISIONAL")
    one.store("no envelope")
    for first, last in ((1, 3), (4, one.last)):
        await hub.run(taking.take, station, one.incarnation, one.batch(first, last))
    one.undo(queued, parcel)
    await hub.run(taking.take, station, one.incarnation, one.batch(one.last, one.last))
    await hub.run(log.positions, station)
    await hub.run(log.history, station, one.incarnation, 1, 1000)
    await hub.run(log.rejected, station, 0)
    key = f"M/live-{station}"
    reserved = await hub.run(reserving.reserve, station, Reserve(KIND, one.incarnation, key, twin))
    told = Confirm(KIND, "i", key, twin, "p", reserved.epoch, "c", "s", "item", None, "L", "C1")
    await hub.run(confirming.confirm, station, told)
    await hub.run(reserving.release, station, Release(KIND, "i", "M/none", twin))
    await hub.run(answers.answers, station, 0, 1000)
    await hub.run(emergencies.tell, station, EmergencyTold(KIND, station, EmergencyState.RAISED, AT))
    await hub.run(emergencies.after, station, 0)


async def ship_and_watch(hub):
    for leased in (await hub.run(dispatching.lease, LeaseWanted(9))).replacements:
        await hub.run(dispatching.settle, DispatchOutcome(leased.key, leased.lease, shipped=True))
    await hub.run(dispatching.replacements)
    await hub.run(dispatching.replacements, "shipped")
    await hub.run(tokens.find, "nobody's")
    await hub.run(emergencies.open_ones)
    await hub.run(compensating.open_ones, 9)
    await hub.run(figures)


async def test_no_table_that_grows_is_read_whole(database):
    for station in ("DOCK-1", "DOCK-2"):
        hubs.station_token(database, station)
    async with Database(database) as hub:
        for station in ("DOCK-1", "DOCK-2"):
            await night(hub, station)
        await ship_and_watch(hub)
    with psycopg.connect(database, autocommit=True) as connection:
        hubs.until(lambda: connection.execute(AT_WORK).fetchone() == (0,))
        assert connection.execute(READ_WHOLE, ([*GROWING],)).fetchall() == []
        assert len(connection.execute(READ_BY_INDEX).fetchall()) > 10
