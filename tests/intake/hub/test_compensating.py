"""What went out and was not owed stays open until a person settles it, once for each sending."""

from __future__ import annotations

import pytest

from intake.hub import compensating, dispatching
from intake.hub.figures import figures
from intake.hub.refused import Refused
from intake.wire import DispatchOutcome, LeaseWanted, MadeGood
from tests.intake.hub.logs import Log

KEY = "M/S1"
WRITTEN_OFF = MadeGood(KEY, "Sato", "the maker has written it off")


@pytest.fixture
def open_keys(hub):
    async def look():
        found = (await hub.run(compensating.open_ones, 10)).compensations
        assert (await hub.run(figures)).to_compensate == len(found)
        return [(each.key, each.shipped) for each in found]

    return look


async def outcome(hub, leased, *, shipped):
    assert (await hub.run(dispatching.settle, DispatchOutcome(KEY, leased.lease, shipped, "T-1"))).recorded


async def test_what_was_shipped_is_settled_once_and_stays_in_the_history(hub, undone_on_its_way, open_keys):
    await outcome(hub, undone_on_its_way[-1], shipped=True)
    assert await open_keys() == [(KEY, True)]
    told = await hub.run(compensating.settle, WRITTEN_OFF)
    assert (told.name, told.reason) == ("Sato", "the maker has written it off")
    assert await open_keys() == []
    assert await hub.run(compensating.settle, MadeGood(KEY, "Ito", "again")) == told
    assert await hub.run(compensating.settled, 10) == [told]


async def test_what_was_settled_before_it_was_known_to_be_out_is_open_again_when_it_is(
    hub, undone_on_its_way, open_keys
):
    assert await open_keys() == [(KEY, False)]
    await hub.run(compensating.settle, WRITTEN_OFF)
    assert await open_keys() == []
    await outcome(hub, undone_on_its_way[-1], shipped=True)
    assert await open_keys() == [(KEY, True)]
    await hub.run(compensating.settle, WRITTEN_OFF)
    assert (await open_keys(), len(await hub.run(compensating.settled, 10))) == ([], 2)


async def test_what_did_not_go_out_after_all_needs_no_word(hub, undone_on_its_way, open_keys):
    await outcome(hub, undone_on_its_way[-1], shipped=False)
    assert await open_keys() == []
    with pytest.raises(Refused, match="was not owed"):
        await hub.run(compensating.settle, WRITTEN_OFF)


async def test_another_sending_of_the_same_key_is_another_matter(hub, send, undone_on_its_way, open_keys):
    log, parcel, unit, leased = undone_on_its_way
    await hub.run(compensating.settle, WRITTEN_OFF)
    await outcome(hub, leased, shipped=False)
    queued = log.queue("S1", parcel, unit)
    await send(log)
    await hub.run(dispatching.lease, LeaseWanted(1))
    log.undo(queued, parcel)
    await send(log)
    assert await open_keys() == [(KEY, False)]


async def test_a_word_that_was_told_stands_also_when_it_is_told_again_late(hub, send, undone_on_its_way):
    log, parcel, unit, _ = undone_on_its_way
    told = await hub.run(compensating.settle, WRITTEN_OFF)
    log.queue("S1", parcel, unit)
    await send(log)
    assert await hub.run(compensating.settle, WRITTEN_OFF) == told


@pytest.mark.parametrize("key", ["M/S2", "M/none"])
async def test_what_is_owed_or_unknown_is_not_settled(hub, send, key, open_keys):
    log = Log()
    log.unit("S2")
    await send(log)
    with pytest.raises(Refused, match="was not owed"):
        await hub.run(compensating.settle, MadeGood(key, "Sato", "by mistake"))
    assert await hub.run(compensating.settled, 10) == []
