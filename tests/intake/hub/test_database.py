"""Transactions are tried again where they met, and what was committed survives any end of PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import socket

import psycopg
import pytest
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import PoolTimeout

from intake.hub import database as under_test
from intake.hub import health, stations, taking
from intake.hub.database import TRIES, Database
from tests.intake.hub.logs import Log
from tests.postgres import served

BATCH = 20 if os.environ.get("PROOF") else 70
"""Events; PostgreSQL is killed in every second batch of 181 events."""


async def test_two_that_wait_for_each_other_both_get_through(hub, rows):
    met = asyncio.Barrier(2)

    async def lock(connection, first, second, tries):
        tries.append(first)
        await connection.execute("SELECT FROM station WHERE station = %s FOR UPDATE", (first,))
        if len(tries) == 1:
            await met.wait()
        await connection.execute("SELECT FROM station WHERE station = %s FOR UPDATE", (second,))

    one, other = list[str](), list[str]()
    await asyncio.gather(hub.run(lock, "DOCK-1", "DOCK-2", one), hub.run(lock, "DOCK-2", "DOCK-1", other))
    assert sorted([len(one), len(other)]) == [1, 2]


async def test_a_database_that_went_away_without_a_word_is_given_up(database):
    """What a silent line would show takes a minute: here, what the kernel was asked to do."""
    parts = conninfo_to_dict(database)
    where = f"{parts.pop('host')}/.s.PGSQL.5432"
    carried = list[asyncio.Task[None] | None]()

    async def carry(reader, writer):
        carried.append(asyncio.current_task())
        inner, outer = await asyncio.open_unix_connection(where)
        await asyncio.gather(_pass_on(reader, outer), _pass_on(inner, writer))

    listening = await asyncio.start_server(carry, "127.0.0.1")
    port = listening.sockets[0].getsockname()[1]
    async with Database(make_conninfo("", **parts, host="127.0.0.1", port=port)) as hub:

        async def told(connection):
            with socket.socket(fileno=os.dup(connection.fileno())) as found:
                at = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT, socket.TCP_USER_TIMEOUT)
                return [found.getsockopt(socket.IPPROTO_TCP, each) for each in at]

        idle, each, tries, unheard = await hub.run(told)
    listening.close()
    await asyncio.gather(*filter(None, carried))
    assert idle + each * tries <= 60
    assert unheard == 60_000


async def _pass_on(reader, writer):
    while part := await reader.read(65_536):
        writer.write(part)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def test_it_gives_up_after_some_tries(hub, monkeypatch):
    monkeypatch.setattr(under_test, "_STEP", 0.0)
    tries = []

    async def never(connection):
        tries.append(connection)
        raise errors.SerializationFailure

    with pytest.raises(errors.SerializationFailure):
        await hub.run(never)
    assert len(tries) == TRIES


async def test_what_fails_leaves_nothing(hub, send, rows, monkeypatch):
    async def fails(*_arguments):
        raise errors.DiskFull

    monkeypatch.setattr("intake.hub.awarding.award", fails)
    log = Log()
    log.unit("S1")
    with pytest.raises(errors.DiskFull):
        await send(log)
    assert rows("SELECT count(*) FROM event") == rows("SELECT count(*) FROM incarnation") == [(0,)]


async def test_however_long_postgresql_is_away_each_caller_makes_the_pool_try_again(monkeypatch, tmp_path):
    """The pool's own pauses would double, and the hub stay away for as long again."""
    monkeypatch.setattr(under_test, "_WAIT_AT_MOST", 0.02)
    hub = Database(f"postgresql://nobody@/none?host={tmp_path}")
    await hub.pool.open()
    for _ in range(40):
        with pytest.raises(PoolTimeout):
            await hub.run(health.look)
    tries = hub.pool.get_stats()["connections_num"]
    await hub.pool.close()
    assert tries > 8


async def test_what_was_acknowledged_outlives_a_postgresql_that_is_killed():
    """It is killed in the middle of batches; whatever was not acknowledged is sent again, as it was."""
    log = Log()
    for number in range(60):
        log.unit(f"S{number}")
    with served() as server:
        url = server.database()
        async with Database(url, as_owner=True) as owner:
            await owner.run(stations.add, "DOCK-1", "yard")
        async with Database(url, most=2) as hub:
            for round_, first in enumerate(range(1, log.last, BATCH)):
                last = min(first + BATCH - 1, log.last)
                sending = asyncio.create_task(hub.run(taking.take, "DOCK-1", "i1", log.batch(first, last)))
                if round_ % 2:
                    await asyncio.sleep(0.003)
                    server.kill()
                    server.start()
                if (await asyncio.wait([sending]))[0] and sending.exception() is not None:
                    assert isinstance(sending.exception(), psycopg.OperationalError | PoolTimeout)
                    await _again(hub, log, first, last)
        _expect_each_once(url, log)


async def _again(hub, log, first, last):
    for _ in range(100):
        try:
            return await hub.run(taking.take, "DOCK-1", "i1", log.batch(first, last))
        except (psycopg.OperationalError, PoolTimeout):
            continue
    raise AssertionError


def _expect_each_once(url, log):
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT convert_from(envelope, 'UTF8') FROM event ORDER BY seq").fetchall()
        assert [text for (text,) in found] == log.envelopes
        assert connection.execute("SELECT count(*) FROM replacement").fetchone() == (60,)
        assert connection.execute("SELECT count(*) FROM answer").fetchone() == (60,)


async def test_without_the_unique_keys_events_come_twice(hub, send, database, rows):
    """It is the keys that let each in once, and no look before."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ALTER TABLE event DROP CONSTRAINT event_pkey, DROP CONSTRAINT event_id_key")
    log = Log()
    log.unit("S1")
    await send(log)
    await send(log)
    assert rows("SELECT count(*) FROM event") == [(8,)]
