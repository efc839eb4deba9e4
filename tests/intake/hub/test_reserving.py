"""A unit on a table has its key to itself, by the hub's clock, and its replacement is confirmed once."""

from __future__ import annotations

import asyncio

import pytest

from intake.hub import answers, confirming, dispatching, reserving
from intake.wire import (
    Confirm,
    Confirmation,
    FolderKind,
    HubAnswer,
    LeaseWanted,
    Release,
    Reserve,
    ReserveOutcome,
)
from tests.intake.hub.logs import Log

KIND = FolderKind.PRODUCTION
KEY = "M/S1"
RESERVED, TAKEN = ReserveOutcome.RESERVED, ReserveOutcome.TAKEN
EXPIRE = "UPDATE reservation SET expires_at = clock_timestamp() RETURNING key"


@pytest.fixture
def reserve(hub):
    async def one(station="DOCK-1", unit="u1", key=KEY):
        return await hub.run(reserving.reserve, station, Reserve(KIND, "i1", key, unit))

    return one


@pytest.fixture
def confirm(hub):
    async def one(epoch, station="DOCK-1", unit="u1", key=KEY):
        serial = key.removeprefix("M/")
        told = Confirm(KIND, "i1", key, unit, "p1", epoch, "c", serial, "item", None, "label", None)
        return await hub.run(confirming.confirm, station, told)

    return one


@pytest.fixture
def release(hub):
    async def one(station="DOCK-1", unit="u1", key=KEY):
        return (await hub.run(reserving.release, station, Release(KIND, "i1", key, unit))).released

    return one


async def test_the_same_unit_gets_its_epoch_again_and_nobody_else_one(reserve):
    first, again = await reserve(), await reserve()
    assert (first.outcome, first.epoch, again.epoch) == (RESERVED, 1, 1)
    assert again.expires_at is not None
    other = await reserve("DOCK-2", "u2")
    assert (other.outcome, other.epoch, other.expires_at) == (TAKEN, 0, None)
    assert other.holder is not None
    assert (other.holder.station, other.holder.unit, other.holder.confirmed) == ("DOCK-1", "u1", False)


async def test_a_reservation_that_ran_out_is_fenced_when_another_has_it(reserve, confirm, rows):
    await reserve()
    rows(EXPIRE)
    assert (await reserve("DOCK-2", "u2")).epoch == 2
    assert await confirm(1) == Confirmation(None)
    assert (await confirm(2, "DOCK-2", "u2")).answer is HubAnswer.ACKNOWLEDGED


async def test_a_reservation_that_ran_out_is_good_while_nobody_else_has_it(reserve, confirm, rows):
    await reserve()
    rows(EXPIRE)
    assert (await confirm(1)).answer is HubAnswer.ACKNOWLEDGED


async def test_what_is_confirmed_is_taken_for_good(reserve, confirm, rows):
    await reserve()
    first, again = await confirm(1), await confirm(1)
    assert first == again == Confirmation(HubAnswer.ACKNOWLEDGED, first.number)
    assert first.number > 0
    rows(EXPIRE)
    other = await reserve("DOCK-2", "u2")
    assert other.outcome is TAKEN
    assert other.holder is not None
    assert other.holder.confirmed
    assert (await reserve()).outcome is RESERVED  # its own unit may ask for ever
    assert rows("SELECT count(*) FROM replacement") == [(1,)]


async def test_eight_that_race_for_a_key_give_it_to_one(reserve, confirm, rows):
    async def handle(number):
        station = ("DOCK-1", "DOCK-2")[number % 2]
        reserved = await reserve(station, f"u{number}")
        return reserved.outcome is RESERVED and (await confirm(reserved.epoch, station, f"u{number}")).answer

    found = await asyncio.gather(*(handle(number) for number in range(8)))
    assert [each for each in found if each] == [HubAnswer.ACKNOWLEDGED]
    assert rows("SELECT count(*) FROM replacement") == [(1,)]


async def test_a_log_that_came_first_wins_over_a_reservation(hub, reserve, confirm, send):
    await reserve("DOCK-2", "u2")
    log = Log()
    log.unit("S1")
    await send(log)
    told = await confirm(1, "DOCK-2", "u2")
    assert told.answer is HubAnswer.TAKEN
    assert told.detail.startswith("DOCK-1 2")
    (recorded,) = (await hub.run(answers.answers, "DOCK-2", 0, 9)).answers
    assert (recorded.number, recorded.answer) == (told.number, told.answer)


async def test_the_log_of_what_was_confirmed_says_nothing_new(hub, reserve, confirm, send, rows):
    await reserve(unit="u1")
    await confirm(1)
    log = Log()
    parcel = log.open()
    log.unit("S1", parcel, unit="u1", held=["PROVISIONAL"])
    await send(log, 1, 3)
    assert rows("SELECT state FROM replacement") == [("queued",)]  # nothing is taken back half-way
    await send(log)
    assert len((await hub.run(answers.answers, "DOCK-1", 0, 9)).answers) == 1


async def test_release_frees_what_is_not_on_its_way(hub, reserve, confirm, release, rows):
    assert not await release()
    await reserve()
    assert (await release(unit="u2"), await release(), await release()) == (False, True, True)
    assert await confirm(1) == Confirmation(None)
    assert (await reserve()).epoch == 2
    assert (await confirm(2)).answer is HubAnswer.ACKNOWLEDGED
    assert await release()
    assert rows("SELECT state FROM replacement") == [("withdrawn",)]
    assert (await reserve("DOCK-2", "u2")).epoch == 3
    await confirm(3, "DOCK-2", "u2")
    await hub.run(dispatching.lease, LeaseWanted(1))
    assert not await release("DOCK-2", "u2")
    assert rows("SELECT state, compensate FROM replacement") == [("leased", True)]


async def test_a_confirmation_that_comes_late_after_its_release_changes_nothing(
    reserve, confirm, release, rows
):
    await reserve()
    await confirm(1)
    await release()
    assert await confirm(1) == Confirmation(None)
    assert rows("SELECT state FROM replacement") == [("withdrawn",)]


async def test_whose_key_has_gone_to_another_is_told_so_without_any_epoch(reserve, confirm):
    await reserve()
    await confirm(1)
    told = await confirm(0, "DOCK-2", "u2")
    assert told.answer is HubAnswer.TAKEN
    assert told.number > 0
    assert await confirm(0, "DOCK-2", "u2") == told


async def test_a_confirmation_that_comes_late_releases_no_hold(reserve, confirm, send, rows):
    await reserve()
    log = Log()
    parcel = log.open()
    log.unit("S1", parcel, unit="u1")
    await send(log)
    log.hold(parcel, "u1", "REJUDGED")
    await send(log)
    assert (await confirm(1)).answer is HubAnswer.ACKNOWLEDGED
    assert rows("SELECT state FROM replacement") == [("held",)]


async def test_a_released_key_goes_to_the_next_who_wanted_it(reserve, confirm, release, send, rows):
    await reserve()
    await confirm(1)
    log = Log("DOCK-2", "j1")
    log.unit("S1", unit="u2")
    await send(log)
    await release()
    assert rows("SELECT station, unit, state FROM replacement") == [("DOCK-2", "u2", "queued")]
