from __future__ import annotations

import gzip

import msgspec

from intake.wire import BatchAnswer, FolderKind, History, ItemStatus, Positions, Problem, ProblemCode
from tests.intake.hub.batches import Log, log_of

JSON = {"content-type": "application/json"}


async def send(client, station, log: Log, batch):
    return await client.post(log.path, content=msgspec.json.encode(batch), headers=station | JSON)


async def test_a_log_goes_up_once_however_often_it_is_sent_and_comes_back_byte_for_byte(client, station):
    log = log_of(5)
    for expected in (ItemStatus.CREATED, ItemStatus.EXISTS):
        answer = msgspec.json.decode(
            (await send(client, station, log, log.batch())).content, type=BatchAnswer
        )
        assert [item.status for item in answer.items] == [expected] * 5
    told = await client.get("/v1/stations/DOCK-1/positions", headers=station)
    (position,) = msgspec.json.decode(told.content, type=Positions).positions
    assert (position.seq, position.hash) == (5, log.hashes[5])
    back = await client.get(log.path, params={"after": 1, "limit": 2}, headers=station)
    assert msgspec.json.decode(back.content, type=History) == History("inc-1", 2, tuple(log.envelopes[1:3]))


async def test_a_batch_may_be_compressed(client, station):
    log = log_of(3)
    packed = gzip.compress(msgspec.json.encode(log.batch()))
    headers = station | JSON | {"content-encoding": "gzip"}
    assert (await client.post(log.path, content=packed, headers=headers)).status_code == 200


async def test_a_gap_is_told_with_the_hubs_position(client, station):
    log = log_of(5)
    await send(client, station, log, log.batch(1, 2))
    answer = await send(client, station, log, log.batch(4))
    assert answer.headers["content-type"] == "application/problem+json"
    problem = msgspec.json.decode(answer.content, type=Problem)
    assert (answer.status_code, problem.code) == (409, ProblemCode.GAP)
    assert problem.position is not None
    assert problem.position.seq == 2


async def test_another_history_is_a_conflict(client, station):
    log = log_of(4)
    await send(client, station, log, log.batch(1, 3))
    answer = await send(client, station, log, msgspec.structs.replace(log.batch(4), prev="1" * 64))
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


async def test_a_training_folder_is_refused_by_what_it_says_and_by_what_it_is(client, station):
    says = await send(client, station, log_of(2), log_of(2).batch(kind=FolderKind.TRAINING))
    log = log_of(2, training=True)
    is_one = await send(client, station, log, log.batch())
    for answer in (says, is_one):
        assert (answer.status_code, answer.json()["code"]) == (403, "training")
    told = await client.get("/v1/stations/DOCK-1/positions", headers=station)
    assert told.json()["positions"] == []


async def test_what_can_never_be_read_is_a_dead_letter_and_does_not_block(client, station):
    log = log_of(2)
    log.envelopes.append('{"no": "envelope"}')
    answer = await send(client, station, log, log.batch())
    assert [item["status"] for item in answer.json()["items"]] == ["created", "created", "rejected"]
    told = await client.get("/v1/stations/DOCK-1/rejected", headers=station)
    assert [item["seq"] for item in told.json()["items"]] == [3]
