from __future__ import annotations

import asyncio

import pytest

from intake.hub.refused import Refused
from intake.hub.waiting import Waiting
from intake.wire import EmergencyState, ProblemCode, SiteEmergencies, SiteEmergency

FIRE = SiteEmergency(1, "DOCK-2", "incident-1", EmergencyState.RAISED, "2026-03-01T09:00:00.000Z")


class Told:
    """What a look finds."""

    def __init__(self):
        self.emergencies: tuple[SiteEmergency, ...] = ()
        self.looked = asyncio.Event()

    async def look(self):
        self.looked.set()
        return SiteEmergencies(self.emergencies, len(self.emergencies))


async def test_who_does_not_wait_is_answered_at_once():
    assert not (await Waiting().first("yard", Told().look, 0)).emergencies


async def test_a_ring_ends_the_waiting_of_its_site():
    waiting, told, elsewhere = Waiting(), Told(), Told()
    there = asyncio.create_task(waiting.first("yard", told.look, 60))
    other = asyncio.create_task(waiting.first("far away", elsewhere.look, 60))
    await told.looked.wait()
    await elsewhere.looked.wait()
    assert waiting.count == 2
    told.emergencies = (FIRE,)
    waiting.ring("yard")
    assert (await there).emergencies == (FIRE,)
    assert waiting.count == 1
    waiting.end()
    assert not (await other).emergencies
    assert waiting.count == 0


async def test_a_lost_ring_delays_it_by_one_look():
    waiting, told = Waiting(), Told()
    there = asyncio.create_task(waiting.first("yard", told.look, 60))
    await told.looked.wait()
    told.emergencies = (FIRE,)
    assert (await there).emergencies == (FIRE,)


async def test_who_relied_on_rings_looks_at_once_when_nobody_listens_any_more():
    waiting, told = Waiting(), Told()
    waiting.rely(on_rings=True)
    there = asyncio.create_task(waiting.first("yard", told.look, 60))
    await told.looked.wait()
    told.emergencies = (FIRE,)
    waiting.rely(on_rings=False)
    assert (await there).emergencies == (FIRE,)


async def test_what_is_told_during_the_look_is_not_missed():
    waiting, told = Waiting(), Told()

    async def look():
        found = await told.look()
        told.emergencies = (FIRE,)
        waiting.ring("yard")
        return found

    assert (await waiting.first("yard", look, 60)).emergencies == (FIRE,)


async def test_one_site_keeps_no_other_out():
    waiting, told = Waiting(of_site=1), Told()
    there = asyncio.create_task(waiting.first("yard", told.look, 60))
    await told.looked.wait()
    with pytest.raises(Refused):
        await waiting.first("yard", told.look, 1)
    told.emergencies = (FIRE,)
    assert (await waiting.first("far away", told.look, 1)).emergencies
    waiting.end()
    await there


async def test_too_many_are_told_to_come_again():
    waiting = Waiting(most=0)
    with pytest.raises(Refused) as refused:
        await waiting.first("yard", Told().look, 1)
    assert refused.value.problem.code is ProblemCode.BUSY
    assert not (await waiting.first("yard", Told().look, 0)).emergencies
