"""A station's events come into the hub's log: each once, in order, whatever is sent how often."""

from __future__ import annotations

import asyncio
import json

import pytest

from intake import facts
from intake.hold import HoldKind
from intake.hub import log, taking
from intake.hub.refused import Refused
from intake.hub.times import milliseconds, parse
from intake.wire import ItemStatus, ProblemCode, Rejected
from tests.intake.hub.logs import AT, Log

CREATED, EXISTS = ItemStatus.CREATED, ItemStatus.EXISTS
REJECTED, CONFLICT = ItemStatus.REJECTED, ItemStatus.CONFLICT
IN_ORDER = "SELECT convert_from(envelope, 'UTF8') FROM event WHERE incarnation = %s ORDER BY seq"


def said(answer):
    return [item.status for item in answer.items]


@pytest.fixture
def made():
    """A log of five events."""
    one = Log()
    one.unit("S1")
    one.add(facts.NoteLeft("n", "日本 \\u0000 as letters"))
    return one


async def refused(sending) -> Refused:
    with pytest.raises(Refused) as told:
        await sending
    return told.value


async def test_a_log_comes_in_byte_for_byte(made, send, rows):
    answer = await send(made)
    assert said(answer) == [CREATED] * 5
    assert answer.position == made.position()
    assert [text for (text,) in rows(IN_ORDER, "i1")] == made.envelopes


async def test_two_things_of_one_id_do_not_stop_a_log(made, send, rows):
    """The later one is in the tables; both are in the log."""
    parcel, other = made.open(), made.open()
    made.unit("S2", parcel, unit="u")
    for detail in ("first", "second"):
        made.add(facts.HoldRaised("h", HoldKind.EVIDENCE, detail), parcel, "u")
    made.unit("S3", other, unit="w")
    made.unit("S4", parcel, unit="w")
    assert set(said(await send(made))) == {CREATED}
    assert rows("SELECT serial FROM unit ORDER BY serial") == [("S1",), ("S2",), ("S3",)]
    assert rows("SELECT detail FROM hold") == [("second",)]


async def test_batches_may_overlap_and_come_again(made, send, rows):
    assert said(await send(made, 1, 3)) == [CREATED] * 3
    assert said(await send(made, 2, 4)) == [EXISTS, EXISTS, CREATED]
    assert said(await send(made, 1, 5)) == [EXISTS] * 4 + [CREATED]
    answer = await send(made, 2, 3)
    assert said(answer) == [EXISTS] * 2
    assert answer.position == made.position(5)
    assert [text for (text,) in rows(IN_ORDER, "i1")] == made.envelopes


async def test_the_same_batch_in_ten_transactions_at_once_is_taken_once(made, send, rows):
    answers = await asyncio.gather(*(send(made) for _ in range(10)))
    assert sorted(answer.items[0].status for answer in answers) == [CREATED] + [EXISTS] * 9
    assert rows("SELECT count(*) FROM event") == [(5,)]
    assert rows("SELECT count(*) FROM answer") == [(1,)]


async def test_a_gap_is_refused_with_where_to_go_on(made, send, rows):
    told = (await refused(send(made, 2, 5))).problem
    assert (told.code, told.position) == (ProblemCode.GAP, None)
    await send(made, 1, 2)
    told = (await refused(send(made, 4, 5))).problem
    assert (told.code, told.position) == (ProblemCode.GAP, made.position(2))
    assert rows("SELECT max(seq) FROM event") == [(2,)]


async def test_another_history_is_refused_and_overwrites_nothing(made, send, rows):
    await send(made, 1, 4)
    other = Log()
    other.unit("S2")
    other.add(facts.NoteLeft("n", "x"))
    answer = await send(other)
    assert said(answer) == [EXISTS, EXISTS, CONFLICT, CONFLICT, CONFLICT]
    assert answer.position == made.position(4)
    told = (await refused(send(other, 5, 5))).problem
    assert (told.code, told.position) == (ProblemCode.CONFLICT, made.position(4))
    assert [text for (text,) in rows(IN_ORDER, "i1")] == made.envelopes[:4]


def _with(envelope: str, **changes) -> str:
    return json.dumps(json.loads(envelope) | changes)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda one: "no JSON", "malformed"),
        (lambda one: "[" * 20_000, ""),
        (lambda one: _with(one, kind="Unheard"), "Unheard"),
        (lambda one: _with(one, v=99), "version 99"),
        (lambda one: _with(one, v=-1), "v"),
        (lambda one: _with(one, seq=77), "expected an event of DOCK-1 i1 6"),
        (lambda one: _with(one, station="DOCK-2"), "expected an event of DOCK-1"),
        (lambda one: _with(one, incarnation="i2"), "expected an event of DOCK-1 i1"),
        (lambda one: _with(one, id=""), "id"),
        (lambda one: _with(one, id="DOCK-1-i1-1"), "id of its own"),
        (lambda one: _with(one, at="yesterday"), "expected a time"),
        (lambda one: _with(one, at="2026-13-01T00:00:00.000Z"), "month"),
        (lambda one: _with(one, body={}), "missing"),
        (lambda one: _with(one, body={"note": "n", "text": "a\0b"}), "NUL"),
        (lambda one: _with(one, kind="ParcelOpened", body={"label": "x" * 300}), "length"),
    ],
)
async def test_a_dead_letter_keeps_its_place_and_the_log_goes_on(made, hub, send, rows, spoil, why):
    made.add(facts.NoteLeft("n", "spoilt"))
    made.store(spoil(made.envelopes.pop()))
    del made.hashes[-2]
    made.hashes[-1] = _chained(made)
    made.add(facts.NoteLeft("n", "after"))
    answer = await send(made)
    assert said(answer) == [CREATED] * 5 + [REJECTED, CREATED]
    assert why in answer.items[5].reason
    assert answer.position == made.position()
    assert [text for (text,) in rows(IN_ORDER, "i1")] == made.envelopes
    listed = (await hub.run(log.rejected, "DOCK-1", 0)).items
    assert listed == (Rejected(1, "i1", 6, answer.items[5].reason, answer.received_at),)
    await send(made)
    assert len((await hub.run(log.rejected, "DOCK-1", 0)).items) == 1
    assert (await hub.run(log.rejected, "DOCK-1", 1)).items == ()


def _chained(made: Log) -> bytes:
    again = Log(made.station, made.incarnation, begun=False)
    for each in made.envelopes:
        again.store(each)
    return again.head


async def test_a_training_folder_is_refused_whole(send, rows):
    training = Log(begun=False)
    training.add(facts.StationCreated(training=True))
    training.unit("S1")
    assert (await refused(send(training))).problem.code is ProblemCode.TRAINING
    assert rows("SELECT count(*) FROM event") == [(0,)]


async def test_a_station_nobody_named_and_a_time_that_is_none_are_refused(hub, send, made):
    assert (await refused(send(Log("DOCK-7")))).problem.code is ProblemCode.NOT_FOUND
    batch = made.batch()
    timeless = type(batch)(batch.kind, "2026-99-99T00:00:00.000Z", batch.first, batch.prev, batch.events)
    sending = hub.run(taking.take, "DOCK-1", "i1", timeless)
    assert (await refused(sending)).problem.code is ProblemCode.MALFORMED


async def test_what_does_not_begin_a_journal_begins_no_incarnation(send):
    headless = Log(begun=False)
    headless.add(facts.NoteLeft("n", "first"))
    assert (await refused(send(headless))).problem.code is ProblemCode.GAP


async def test_a_restored_journal_goes_on_in_its_own_incarnation(made, hub, send, rows):
    await send(made)
    after = made.restored("i2", 3)
    after.unit("S9")
    answer = await send(after)
    assert answer.position == after.position(before="i1")
    known = await hub.run(log.positions, "DOCK-1")
    assert known.positions == (made.position(), after.position(before="i1"))
    assert rows("SELECT max(seq) FROM event WHERE incarnation = 'i1'") == [(5,)]


async def test_a_restored_journal_waits_for_what_it_goes_on_from(made, send):
    after = made.restored("i2", 4)
    told = (await refused(send(after))).problem
    assert (told.code, told.position) == (ProblemCode.GAP, None)
    await send(made, 1, 2)
    told = (await refused(send(after))).problem
    assert (told.code, told.position) == (ProblemCode.GAP, made.position(2))
    await send(made, 3, 4)
    assert said(await send(after)) == [CREATED]


async def test_a_restored_journal_that_names_another_event_is_refused(made, send):
    await send(made)
    other = Log()
    other.unit("S2")
    told = (await refused(send(other.restored("i2", 3)))).problem
    assert (told.code, told.position) == (ProblemCode.CONFLICT, made.position())
    lying = made.restored("i2", 3)
    lying.envelopes[0] = _with(lying.envelopes[0], body=json.loads(lying.envelopes[0])["body"] | {"seq": 2})
    assert (await refused(send(lying))).problem.code is ProblemCode.CONFLICT


async def test_history_comes_back_byte_for_byte_as_much_as_is_asked_for(made, hub, send):
    await send(made)
    part = await hub.run(log.history, "DOCK-1", "i1", 2, 2)
    assert (part.incarnation, part.first, part.events) == ("i1", 3, tuple(made.envelopes[2:4]))
    assert (await hub.run(log.history, "DOCK-1", "i1", 5, 10)).events == ()
    told = await refused(hub.run(log.history, "DOCK-1", "i7", 0, 10))
    assert told.problem.code is ProblemCode.NOT_FOUND


async def test_the_hub_tells_its_clock_and_how_far_the_stations_is_off(made, send):
    answer = await send(made)
    assert answer.skew_ms == milliseconds(parse(answer.received_at) - parse(AT))
