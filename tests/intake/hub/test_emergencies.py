"""What one desk tells reaches the others of its site, in order, once."""

from __future__ import annotations

import asyncio

import pytest

from intake.hub import emergencies
from intake.hub.database import Database
from intake.hub.refused import Refused
from intake.wire import EmergencyState, EmergencyTold, FolderKind, ProblemCode
from tests.intake.hub.logs import AT

RAISED, CLOSED = EmergencyState.RAISED, EmergencyState.CLOSED


@pytest.fixture
def tell(hub):
    async def one(station, incident, state=RAISED, at=AT):
        await hub.run(emergencies.tell, station, EmergencyTold(FolderKind.PRODUCTION, incident, state, at))

    return one


async def heard(hub, station, after=0):
    found = await hub.run(emergencies.after, station, after)
    numbers = [each.number for each in found.emergencies]
    assert numbers == sorted(set(numbers))
    assert all(number <= found.last for number in numbers)
    return [(each.incident, each.state) for each in found.emergencies], found.last


async def test_the_sites_other_desks_hear_it_and_nobody_else(hub, tell):
    await tell("DOCK-1", "fire")
    await tell("DOCK-1", "fire")
    await tell("DOCK-2", "smoke")
    await tell("DOCK-1", "fire", CLOSED)
    told, last = await heard(hub, "DOCK-2")
    assert told == [("fire", CLOSED)], "what is over is not raised any more"
    assert await heard(hub, "DOCK-2", last - 1) == ([("fire", CLOSED)], last)
    assert await heard(hub, "DOCK-2", last) == ([], last)
    assert await heard(hub, "DOCK-1") == ([("smoke", RAISED)], last)
    assert await heard(hub, "DOCK-9") == ([], 0)
    assert [each.incident for each in await hub.run(emergencies.open_ones)] == ["smoke"]


async def test_a_long_history_is_told_in_parts(hub, tell, monkeypatch):
    monkeypatch.setattr(emergencies, "MOST", 2)
    for incident in "abcde":
        await tell("DOCK-1", incident)
    told, after = list[str](), 0
    for count in (2, 2, 1, 0):
        found, after = await heard(hub, "DOCK-2", after)
        assert len(found) == count
        told += [incident for incident, _ in found]
    assert told == [*"abcde"]


async def test_what_is_closed_is_not_raised_by_a_telling_that_came_late(hub, tell):
    await tell("DOCK-1", "fire", CLOSED)
    await tell("DOCK-1", "fire", RAISED)
    assert (await heard(hub, "DOCK-2"))[0] == [("fire", CLOSED)]
    assert await hub.run(emergencies.open_ones) == []


async def test_a_hub_back_from_an_older_backup_gives_no_number_again(hub, tell, rows):
    await tell("DOCK-1", "fire")
    _, last = await heard(hub, "DOCK-2")
    rows("DELETE FROM emergency RETURNING 1")
    rows("UPDATE site SET last_emergency = 0 RETURNING 1")
    await tell("DOCK-1", "smoke")
    assert (await heard(hub, "DOCK-2", last))[0] == [("smoke", RAISED)]


async def test_desks_that_tell_at_once_are_all_heard(hub, tell):
    await asyncio.gather(*(tell(f"DOCK-{1 + n % 2}", f"fire-{n}") for n in range(12)))
    found = (await hub.run(emergencies.after, "DOCK-9", 0), await hub.run(emergencies.after, "DOCK-1", 0))
    assert found[0].emergencies == ()
    assert len({each.number for each in found[1].emergencies}) == 6


async def test_each_is_announced_by_its_site(hub, tell, database):
    async with Database(database) as other:
        announced = other.listen()
        assert not await anext(announced)
        await tell("DOCK-9", "fire")
        assert await anext(announced) == "far"
        await announced.aclose()


async def test_a_time_that_is_none_and_a_station_nobody_named_are_refused(hub, tell):
    for station, at, code in (
        ("DOCK-1", "2026-99-99T00:00:00.000Z", ProblemCode.MALFORMED),
        ("DOCK-7", AT, ProblemCode.NOT_FOUND),
    ):
        with pytest.raises(Refused) as told:
            await tell(station, "fire", at=at)
        assert told.value.problem.code is code
    with pytest.raises(Refused):
        await hub.run(emergencies.after, "DOCK-7", 0)
