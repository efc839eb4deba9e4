"""Work is leased to one worker at a time, and an outcome counts by its lease."""

from __future__ import annotations

import asyncio

import pytest

from intake.hub import answers, dispatching
from intake.hub.award import State
from intake.hub.database import Database
from intake.hub.figures import figures
from intake.hub.refused import Refused
from intake.wire import DispatchOutcome, HubAnswer, LeaseWanted
from tests.intake.hub.logs import Log

EXPIRE = "UPDATE replacement SET lease_until = clock_timestamp() WHERE lease_until IS NOT NULL RETURNING key"


@pytest.fixture
async def queue(send):
    """Forty replacements of one station."""
    log = Log()
    for number in range(40):
        log.unit(f"S{number:02}")
    await send(log)
    return log


async def test_six_workers_get_each_once_and_the_first_awarded_first(hub, queue):
    async def work():
        got = []
        while leased := (await hub.run(dispatching.lease, LeaseWanted(3))).replacements:
            got += [each.key for each in leased]
        return got

    found = await asyncio.gather(*(work() for _ in range(6)))
    keys = [key for got in found for key in got]
    assert sorted(keys) == [f"M/S{number:02}" for number in range(40)]
    assert all(got == sorted(got) for got in found)


async def test_a_lease_that_ran_out_is_fenced_and_keeps_its_order(hub, queue, rows):
    (first,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    rows(EXPIRE)
    (second,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    assert (second.key, second.order) == (first.key, first.order)
    assert second.lease > first.lease
    late = DispatchOutcome(first.key, first.lease, shipped=False, reference="late")
    assert not (await hub.run(dispatching.settle, late)).recorded
    told = DispatchOutcome(second.key, second.lease, shipped=True, reference="T-1")
    assert (await hub.run(dispatching.settle, told)).recorded


async def test_a_hub_back_from_an_older_backup_gives_no_lease_again(hub, queue, rows):
    (lost,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    rows("UPDATE replacement SET state = 'queued', lease = 0, lease_until = NULL RETURNING key")
    (leased,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    late = DispatchOutcome(leased.key, lost.lease, shipped=False, reference="of another lease")
    assert not (await hub.run(dispatching.settle, late)).recorded


async def test_an_outcome_told_twice_is_recorded_once(hub, queue):
    (leased,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    told = DispatchOutcome(leased.key, leased.lease, shipped=False, reference="no such address")
    assert (await hub.run(dispatching.settle, told)).recorded
    assert (await hub.run(dispatching.settle, told)).recorded
    other = DispatchOutcome(leased.key, leased.lease, shipped=True)
    assert not (await hub.run(dispatching.settle, other)).recorded
    last = (await hub.run(answers.answers, "DOCK-1", 0, 99)).answers[40:]
    assert [(each.answer, each.detail) for each in last] == [(HubAnswer.FAILED, "no such address")]


async def test_what_failed_is_sent_again_when_somebody_says_so(hub, queue, database):
    (leased,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    async with Database(database, as_owner=True) as owner:
        with pytest.raises(Refused, match="expected a replacement that failed"):
            await owner.run(dispatching.send_again, leased.key)
        failed = DispatchOutcome(leased.key, leased.lease, shipped=False, reference="no such address")
        await hub.run(dispatching.settle, failed)
        await owner.run(dispatching.send_again, leased.key)
    assert not (await hub.run(dispatching.settle, failed)).recorded, "that lease is over"
    (again,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    assert (again.key, again.order) == (leased.key, leased.order)
    told = (await hub.run(answers.answers, "DOCK-1", 0, 99)).answers[40:]
    assert [each.answer for each in told] == [HubAnswer.FAILED, HubAnswer.ACKNOWLEDGED]


async def test_what_failed_and_is_held_by_now_is_not_sent_again(hub, send, rows, database):
    log = Log()
    parcel = log.open()
    _, unit = log.unit("S1", parcel)
    await send(log)
    (leased,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    await hub.run(dispatching.settle, DispatchOutcome(leased.key, leased.lease, shipped=False))
    hold = log.hold(parcel, unit, "EVIDENCE")
    await send(log)
    async with Database(database, as_owner=True) as owner:
        assert await owner.run(dispatching.send_again, leased.key) is State.HELD
    assert rows("SELECT state FROM replacement") == [("held",)]
    log.resolve(parcel, unit, hold)
    await send(log)
    assert rows("SELECT state FROM replacement") == [("queued",)]


async def test_an_outcome_of_what_nobody_knows_is_not_recorded(hub):
    assert not (await hub.run(dispatching.settle, DispatchOutcome("M/none", 1, shipped=True))).recorded


async def test_replacements_are_listed_by_state_and_counted(hub, queue):
    (leased,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    await hub.run(
        dispatching.settle, DispatchOutcome(leased.key, leased.lease, shipped=True, reference="T-1")
    )
    (shipped,) = await hub.run(dispatching.replacements, "shipped")
    assert (shipped.state, shipped.reference, shipped.key) == (State.SHIPPED, "T-1", leased.key)
    assert shipped.settled_at is not None
    assert len(await hub.run(dispatching.replacements)) == 40
    counted = await hub.run(figures)
    assert (counted.replacements["shipped"], counted.replacements["queued"]) == (1, 39)
    assert [*counted.seen] == ["DOCK-1"]
