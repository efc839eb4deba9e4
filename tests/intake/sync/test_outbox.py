"""The outbox: the journal read in portions, byte for byte, by incarnation."""

from __future__ import annotations

from contextlib import closing

import pytest

from intake import sqlite
from intake.chain import GENESIS
from intake.state_folder import journal_path
from intake.sync.outbox import Outbox, Room
from intake.wire import Position


@pytest.fixture(scope="module")
def connection(works):
    path = journal_path(works.place / "DOCK-1")
    with closing(sqlite.connect(path, readonly=True)) as opened:
        yield opened


@pytest.fixture
def outbox(connection):
    return Outbox(connection)


@pytest.fixture
def log(connection):
    return [envelope for (envelope,) in connection.execute("SELECT envelope FROM event ORDER BY seq")]


@pytest.mark.parametrize("room", [Room(), Room(1, 1), Room(3, 10**9), Room(10**6, 2000)])
def test_portions_put_together_are_the_log(outbox, log, room):
    found: list[str] = []
    portions: list[tuple[str, ...]] = []
    while len(found) < outbox.head:
        portions.append(outbox.events(len(found) + 1, outbox.head, room))
        found += portions[-1]
    assert found == log
    assert all(1 <= len(portion) <= room.events for portion in portions)
    assert all(len(portion) == 1 or sum(map(len, portion)) <= room.bytes for portion in portions)


def test_a_journal_of_one_incarnation_is_one_stretch_that_goes_on(outbox, log):
    (stretch,) = outbox.stretches()
    assert (stretch.first, stretch.last, stretch.goes_on) == (1, len(log), True)
    assert f'"incarnation":"{stretch.incarnation}"' in log[0]


def test_hashes_chain_from_the_beginning(outbox, connection):
    for seq, prev, digest in connection.execute("SELECT seq, prev, hash FROM event"):
        assert (outbox.hash_at(seq - 1), outbox.hash_at(seq)) == (prev.hex(), digest.hex())
    assert outbox.hash_at(0) == GENESIS.hex()
    assert outbox.hash_at(outbox.head + 1) == ""


def test_what_is_unsent_is_counted_from_a_position(outbox):
    assert outbox.unsent(None) == outbox.head
    assert outbox.unsent(Position("i", outbox.head - 2, "", 1)) == 2
    assert outbox.unsent(Position("i", outbox.head + 2, "", 1)) == 0
    assert outbox.anchored("i") is None


def test_room_is_halved_down_to_one_event():
    room, portions = Room(), 0
    while room.halved is not None:
        room, portions = room.halved, portions + 1
    assert (room.events, portions) == (1, 11)
