"""What an older hub could not read takes effect when a newer one can, as if it had come now."""

from __future__ import annotations

import hashlib

import pytest

from intake import facts
from intake.hub import log, rereading
from intake.hub.database import Database
from intake.hub.refused import Refused
from intake.wire import ProblemCode
from tests.intake.hub.logs import Log

KEY = "M/S1"
UNREAD = """
UPDATE event SET rejected = 'of tomorrow', id = NULL, kind = NULL, at = NULL, parcel = NULL, unit = NULL
WHERE station = %s AND seq = %s RETURNING seq
"""
LETTER = "INSERT INTO rejection VALUES (%s, %s, %s, %s, 'of tomorrow', clock_timestamp()) RETURNING seq"
FORGET = "DELETE FROM {} RETURNING 1"


@pytest.fixture
def reread(database):
    """Reads a station's dead letters again, as the owner may."""

    async def one(station="DOCK-1"):
        async with Database(database, as_owner=True) as owner:
            return await owner.run(rereading.reread, station)

    return one


@pytest.fixture
def unread(rows):
    """Has an older hub taken a log: it could not read some events, and nothing follows from them."""

    def spoil(made, *events):
        for number, seq in enumerate(events, 1):
            assert rows(UNREAD, made.station, seq)
            assert rows(LETTER, made.station, number, made.incarnation, seq)
        for table in ("parcel", "unit", "replacement", "answer"):
            rows(FORGET.format(table))
        rows("UPDATE station SET last_rejected = %s RETURNING 1", len(events))

    return spoil


async def test_what_was_queued_is_given_at_last(hub, send, rows, reread, unread):
    made = Log()
    _, unit = made.unit("S1")
    await send(made)
    (before,) = rows("SELECT id, kind, at, parcel, unit, hash FROM event WHERE seq = 4")
    unread(made, 2, 4)
    assert await reread() == 2
    assert rows("SELECT id, kind, at, parcel, unit, hash FROM event WHERE seq = 4") == [before]
    assert rows("SELECT station, unit, state FROM replacement") == [("DOCK-1", unit, "queued")]
    assert rows("SELECT label, units FROM parcel") == [("label-1", 1)]
    assert rows("SELECT key, answer FROM answer") == [(KEY, "acknowledged")]
    assert (await hub.run(log.rejected, "DOCK-1", 0)).items == ()
    assert await reread() == 0
    assert (await send(made)).position == made.position()


async def test_what_was_undone_is_taken_back(send, rows, reread):
    made = Log()
    parcel = made.open()
    queued, _ = made.unit("S1", parcel)
    await send(made)
    made.undo(queued, parcel)
    await send(made)
    rows(UNREAD, "DOCK-1", made.last)
    rows(LETTER, "DOCK-1", 1, "i1", made.last)
    rows("UPDATE replacement SET state = 'queued' RETURNING 1")
    assert await reread() == 1
    assert rows("SELECT state FROM replacement") == [("withdrawn",)]


async def test_what_nobody_can_read_stays_a_dead_letter(hub, send, rows, reread):
    made = Log()
    made.store("no envelope")
    made.add(facts.NoteLeft("n", "x"), id="DOCK-1-i1-1")
    await send(made)
    assert await reread() == 0
    letters = (await hub.run(log.rejected, "DOCK-1", 0)).items
    assert [each.seq for each in letters] == [2, 3]
    assert hashlib.sha256(made.hashes[0] + b"no envelope").digest() == made.hashes[1]


async def test_nothing_of_a_training_folder_is_taken(send, rows, reread, unread):
    made = Log(begun=False)
    made.add(facts.StationCreated(training=False))
    await send(made)
    unread(made, 1)
    training = made.envelopes[0].replace('"training":false', '"training":true')
    rows("UPDATE event SET envelope = %s RETURNING 1", training.encode())
    with pytest.raises(Refused) as refused:
        await reread()
    assert refused.value.problem.code is ProblemCode.TRAINING
