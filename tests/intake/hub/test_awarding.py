"""One unit, one replacement, whoever asks how often, and nobody is forgotten."""

from __future__ import annotations

import asyncio
import hashlib
import uuid

import msgspec
import pytest

from intake import facts
from intake.claim import Claim, ClaimedUnit
from intake.hold import HoldDecision, HoldKind
from intake.hub import answers, dispatching, published
from intake.hub.database import Database
from intake.verdict import Verdict
from intake.wire import Answers, DispatchOutcome, HubAnswer, ItemStatus, LeaseWanted
from tests.intake.hub.logs import Log

KEY = "M/S1"
STATE = "SELECT state, station, unit, compensate FROM replacement WHERE key = %s"
ACKNOWLEDGED, TAKEN, BEYOND = HubAnswer.ACKNOWLEDGED, HubAnswer.TAKEN, HubAnswer.BEYOND_CLAIM


@pytest.fixture
def said(hub):
    """Tells what a station was answered: key, unit and answer, in order."""

    async def look(station="DOCK-1"):
        found = (await hub.run(answers.answers, station, 0, 1000)).answers
        numbers = [each.number for each in found]
        assert numbers == sorted(set(numbers))
        return [(each.key, each.unit, each.answer) for each in found]

    return look


@pytest.fixture
def ship(hub):
    """Sends what waits."""

    async def all_of_it():
        leased = (await hub.run(dispatching.lease, LeaseWanted(100))).replacements
        for each in leased:
            await hub.run(dispatching.settle, DispatchOutcome(each.key, each.lease, shipped=True))
        return [each.key for each in leased]

    return all_of_it


@pytest.fixture
def expect(database):
    """Puts expected returns in force."""

    async def publish(version, *lines):
        async with Database(database, as_owner=True) as owner:
            await owner.run(published.publish_expected, version, "\n".join(lines).encode())

    return publish


async def test_what_is_queued_is_awarded_and_acknowledged_once(send, said, rows):
    log = Log()
    _, unit = log.unit("S1")
    await send(log, 1, 3)
    assert rows("SELECT count(*) FROM replacement") == [(0,)]
    await send(log)
    await send(log)
    log.add(facts.BagAttached("bag"), "p-DOCK-1-i1-1", unit)
    await send(log)
    assert rows(STATE, KEY) == [("queued", "DOCK-1", unit, False)]
    assert await said() == [(KEY, unit, ACKNOWLEDGED)]


async def test_an_event_with_the_id_of_another_one_has_no_effect(send, said, rows):
    log = Log()
    log.unit("S1")
    queued = log.envelopes.pop()
    log.hashes.pop()
    log.store(queued.replace(f'"id":"DOCK-1-i1-{log.last + 1}"', '"id":"DOCK-1-i1-1"'))
    answer = await send(log)
    assert answer.items[-1].status is ItemStatus.REJECTED
    assert rows("SELECT key FROM unit") == [(None,)]
    assert rows("SELECT count(*) FROM replacement") == [(0,)]
    assert await said() == []


async def test_the_second_unit_of_a_key_is_told_whose_it_is(hub, send, said, rows):
    first, second = Log(), Log("DOCK-2", "j1")
    _, winner = first.unit("S1")
    _, twin = first.unit("S1")
    _, loser = second.unit("S1")
    await send(first)
    await send(second)
    assert rows(STATE, KEY) == [("queued", "DOCK-1", winner, False)]
    assert await said() == [(KEY, winner, ACKNOWLEDGED), (KEY, twin, TAKEN)]
    assert await said("DOCK-2") == [(KEY, loser, TAKEN)]
    ((told,), awarded) = (
        (await hub.run(answers.answers, "DOCK-2", 0, 9)).answers,
        (await hub.run(dispatching.replacements))[0].awarded_at,
    )
    assert told.detail == f"DOCK-1 {awarded}"


async def test_stations_that_race_for_keys_get_each_once(send, said, rows):
    logs = [Log("DOCK-1", "a"), Log("DOCK-2", "b"), Log("DOCK-9", "c")]
    serials = [f"S{number}" for number in range(30)]
    for turn, log in enumerate(logs):
        for serial in serials[turn * 10 :] + serials[: turn * 10]:
            log.unit(serial)
    await asyncio.gather(*(send(log) for log in logs))
    told = [each for log in logs for each in await said(log.station)]
    won = {unit: key for key, unit, answer in told if answer is ACKNOWLEDGED}
    assert sorted(won.values()) == sorted(f"M/{serial}" for serial in serials)
    assert len([each for each in told if each[2] is TAKEN]) == 60
    assert dict(rows("SELECT unit, key FROM replacement")) == won


@pytest.mark.parametrize(
    ("kind", "state"), [("MISMATCH", None), ("PROVISIONAL", "queued"), ("DUPLICATE", None)]
)
async def test_a_hold_keeps_a_key_free_but_for_one_that_goes_by_itself(send, said, rows, kind, state):
    log = Log()
    log.unit("S1", held=[kind])
    await send(log)
    assert [row[0] for row in rows(STATE, KEY)] == ([state] if state else [])
    assert len(await said()) == (1 if state else 0)


async def test_what_is_held_later_waits_until_it_is_released(send, said, ship, rows):
    log = Log()
    parcel = log.open()
    _, unit = log.unit("S1", parcel)
    await send(log)
    hold = log.hold(parcel, unit, "REJUDGED")
    await send(log)
    assert rows(STATE, KEY)[0][0] == "held"
    assert await ship() == []
    log.resolve(parcel, unit, hold)
    await send(log)
    assert await ship() == [KEY]
    assert await said() == [(KEY, unit, ACKNOWLEDGED), (KEY, unit, HubAnswer.SHIPPED)]


async def test_what_is_denied_is_withdrawn(send, ship, rows):
    log = Log()
    parcel = log.open()
    _, unit = log.unit("S1", parcel)
    await send(log)
    log.resolve(parcel, unit, log.hold(parcel, unit, "MISMATCH"), HoldDecision.DENY)
    await send(log)
    assert rows(STATE, KEY)[0][0] == "withdrawn"
    assert await ship() == []


async def test_what_is_undone_is_withdrawn_and_the_key_is_free_again(send, said, ship, rows):
    log, other = Log(), Log("DOCK-2", "j1")
    parcel = log.open()
    queued, undone = log.unit("S1", parcel)
    await send(log)
    (order,) = rows('SELECT "order" FROM replacement')
    log.undo(queued, parcel)
    await send(log)
    assert rows(STATE, KEY)[0][0] == "withdrawn"
    _, again = other.unit("S1")
    await send(other)
    assert rows(STATE, KEY) == [("queued", "DOCK-2", again, False)]
    assert rows('SELECT "order" FROM replacement') == [order]
    assert await ship() == [KEY]
    assert await said() == [(KEY, undone, ACKNOWLEDGED)]


async def test_what_is_undone_and_done_again_in_one_batch_has_its_key(send, said, rows):
    log = Log()
    parcel = log.open()
    queued, _ = log.unit("S1", parcel)
    await send(log)
    log.undo(queued, parcel)
    _, again = log.unit("S1", parcel)
    await send(log)
    assert rows(STATE, KEY) == [("queued", "DOCK-1", again, False)]
    assert (await said())[-1] == (KEY, again, ACKNOWLEDGED)


@pytest.mark.parametrize("is_shipped", [True, False])
async def test_what_may_be_on_its_way_is_never_taken_back(hub, send, rows, is_shipped):
    log = Log()
    parcel = log.open()
    queued, unit = log.unit("S1", parcel)
    await send(log)
    (leased,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    if is_shipped:
        await hub.run(dispatching.settle, DispatchOutcome(KEY, leased.lease, shipped=True))
    log.undo(queued, parcel)
    await send(log)
    assert rows(STATE, KEY) == [("shipped" if is_shipped else "leased", "DOCK-1", unit, True)]


async def test_what_is_not_owed_any_more_is_not_leased_again(hub, undone_on_its_way, rows):
    rows("UPDATE replacement SET lease_until = clock_timestamp() RETURNING key")
    assert (await hub.run(dispatching.lease, LeaseWanted(1))).replacements == ()
    late = DispatchOutcome(KEY, undone_on_its_way[-1].lease, shipped=True)
    assert (await hub.run(dispatching.settle, late)).recorded
    assert rows("SELECT state, compensate FROM replacement") == [("shipped", True)]


async def test_what_is_owed_again_is_not_to_be_made_good_for(hub, send, ship, undone_on_its_way, rows):
    log, parcel, unit, _ = undone_on_its_way
    log.queue("S1", parcel, unit)
    await send(log)
    assert rows(STATE, KEY) == [("leased", "DOCK-1", unit, False)]
    rows("UPDATE replacement SET lease_until = clock_timestamp() RETURNING key")
    assert await ship() == [KEY]


async def test_what_did_not_go_out_after_all_goes_to_the_next_who_wanted_it(
    hub, send, said, undone_on_its_way, rows
):
    other = Log("DOCK-2", "j1")
    _, heir = other.unit("S1")
    await send(other)
    assert await said("DOCK-2") == [(KEY, heir, TAKEN)]
    failed = DispatchOutcome(KEY, undone_on_its_way[-1].lease, shipped=False)
    assert (await hub.run(dispatching.settle, failed)).recorded
    assert rows(STATE, KEY) == [("queued", "DOCK-2", heir, False)]
    assert await said("DOCK-2") == [(KEY, heir, TAKEN), (KEY, heir, ACKNOWLEDGED)]


async def test_what_is_held_while_it_is_leased_still_gets_its_outcome(hub, send, ship, rows):
    log = Log()
    parcel = log.open()
    _, unit = log.unit("S1", parcel)
    await send(log)
    (leased,) = (await hub.run(dispatching.lease, LeaseWanted(1))).replacements
    hold = log.hold(parcel, unit, "REJUDGED")
    await send(log)
    assert rows(STATE, KEY)[0][0] == "held"
    log.resolve(parcel, unit, hold)
    await send(log)
    assert rows(STATE, KEY)[0][0] == "leased"
    told = DispatchOutcome(KEY, leased.lease, shipped=True, reference="T-1")
    assert (await hub.run(dispatching.settle, told)).recorded


async def test_a_claim_limits_and_an_unknown_one_does_not(send, said, expect):
    await expect("v1", '{"label":"L","claim":"C1","count":2}', '{"label":"L","claim":"C1","replaced":true}')
    log = Log()
    known, unknown = log.open("C1", "L"), log.open("C9", "M")
    units = [log.unit(f"S{number}", known)[1] for number in range(3)]
    others = [log.unit(f"T{number}", unknown)[1] for number in range(3)]
    await send(log)
    told = {unit: answer for _, unit, answer in await said()}
    assert [told[unit] for unit in units] == [ACKNOWLEDGED, ACKNOWLEDGED, BEYOND]
    assert [told[unit] for unit in others] == [ACKNOWLEDGED] * 3


async def test_a_taken_key_uses_up_no_place_of_a_claim(send, said, expect):
    await expect("v1", '{"label":"L","claim":"C1"}')
    other, log = Log("DOCK-2", "j1"), Log()
    other.unit("S1")
    await send(other)
    parcel = log.open("C1", "L")
    units = [log.unit(serial, parcel)[1] for serial in ("S1", "S2", "S3")]
    await send(log)
    told = {unit: answer for _, unit, answer in await said()}
    assert [told[unit] for unit in units] == [TAKEN, ACKNOWLEDGED, BEYOND]


async def test_two_stations_do_not_serve_a_claim_twice(send, said, expect):
    await expect("v1", '{"label":"L","claim":"C1"}')
    logs = [Log("DOCK-1", "a"), Log("DOCK-2", "b")]
    for log in logs:
        log.unit(f"S-{log.station}", log.open("C1", "L"))
    await asyncio.gather(*(send(log) for log in logs))
    told = [answer for log in logs for _, _, answer in await said(log.station)]
    assert sorted(told) == [ACKNOWLEDGED, BEYOND]


async def test_what_a_supervisor_releases_beyond_the_claim_is_awarded(send, said, expect):
    await expect("v1", '{"label":"L","claim":"C1"}')
    log = Log()
    parcel = log.open("C1", "L")
    log.unit("S1", parcel)
    _, extra = log.unit("S2", parcel)
    await send(log)
    hold = log.hold(parcel, extra, "EXTRA")
    await send(log)
    log.resolve(parcel, extra, hold)
    await send(log)
    assert [answer for _, unit, answer in await said() if unit == extra] == [BEYOND, ACKNOWLEDGED]


async def test_claims_of_one_parcel_are_counted_together(send, said, expect):
    await expect("v1", '{"label":"L","claim":"C1"}', '{"label":"L","claim":"C2"}')
    log = Log()
    parcel = log.open("C1+C2", "L")
    for serial in ("S1", "S2", "S3"):
        log.unit(serial, parcel)
    await send(log)
    assert [answer for _, _, answer in await said()] == [ACKNOWLEDGED, ACKNOWLEDGED, BEYOND]


async def test_a_pallet_of_many_claims_is_answered_as_the_contract_allows(hub, send, expect):
    numbers = [f"C-{number:06}" for number in range(600)]
    lines = [f'{{"label":"L","claim":"{number}","replaced":true}}' for number in numbers]
    await expect("1", *lines)
    log = Log()
    log.unit("S1", log.open("+".join(numbers), "L"))
    await send(log)
    found = msgspec.json.encode(await hub.run(answers.answers, "DOCK-1", 0, 9))
    (told,) = msgspec.json.decode(found, type=Answers).answers
    assert (told.answer, told.detail[:17]) == (BEYOND, "C-000000+C-000001")


async def test_a_claim_that_others_join_is_counted_once(send, said, expect):
    """Two docks have older and newer expected returns: one knows of a second claim for the same parcel."""
    await expect("v1", '{"label":"L","claim":"C1"}', '{"label":"L","claim":"C2"}')
    logs = [Log("DOCK-1", "a"), Log("DOCK-2", "b")]
    for log, claims in zip(logs, ("C1", "C1+C2"), strict=True):
        parcel = log.open(claims, "L")
        for number in range(2):
            log.unit(f"S{number}-{log.station}", parcel)
        await send(log)
    told = [[answer for _, _, answer in await said(log.station)] for log in logs]
    assert told == [[ACKNOWLEDGED, BEYOND], [ACKNOWLEDGED, BEYOND]]


async def test_a_join_takes_no_place_that_another_claim_can_give_it(send, said, expect):
    await expect("v1", '{"label":"L","claim":"C1"}', '{"label":"L","claim":"C2"}')
    logs = [Log("DOCK-1", "a"), Log("DOCK-2", "b"), Log("DOCK-9", "c")]
    for log, claims in zip(logs, ("C2+C1", "C1", "C2"), strict=True):
        log.unit(f"S-{log.station}", log.open(claims, "L"))
        await send(log)
    told = [answer for log in logs for _, _, answer in await said(log.station)]
    assert told == [ACKNOWLEDGED, ACKNOWLEDGED, BEYOND]


async def test_claims_and_their_join_in_one_batch_are_counted_together(send, said, expect):
    await expect("v1", '{"label":"L","claim":"C1"}', '{"label":"L","claim":"C2"}')
    log = Log()
    for serial, claims in (("S1", "C1"), ("S2", "C1+C2"), ("S3", "C2"), ("S4", "C1")):
        log.unit(serial, log.open(claims, "L"))
    await send(log)
    told = {key: answer for key, _, answer in await said()}
    assert told == {"M/S1": ACKNOWLEDGED, "M/S2": ACKNOWLEDGED, "M/S3": BEYOND, "M/S4": BEYOND}


async def test_a_claim_and_its_join_at_two_stations_at_once_do_not_serve_it_twice(send, said, expect):
    await expect("v1", '{"label":"L","claim":"C1"}', '{"label":"L","claim":"C2","replaced":true}')
    logs = [Log("DOCK-1", "a"), Log("DOCK-2", "b")]
    for log, claims in zip(logs, ("C1", "C1+C2"), strict=True):
        log.unit(f"S-{log.station}", log.open(claims, "L"))
    await asyncio.gather(*(send(log) for log in logs))
    told = [answer for log in logs for _, _, answer in await said(log.station)]
    assert sorted(told) == [ACKNOWLEDGED, BEYOND]


async def test_rows_say_what_the_whole_history_amounts_to(send, rows):
    log = Log()
    parcel = log.open()
    queued, unit = log.unit("S1", parcel, held=["MISMATCH"])
    await send(log)
    assert rows("SELECT label, units FROM parcel") == [("label-1", 1)]
    assert rows("SELECT serial, key FROM unit") == [("S1", KEY)]
    assert rows("SELECT kind, resolved_at FROM hold") == [("MISMATCH", None)]
    claimed = Claim("C1", (ClaimedUnit(),))
    log.add(facts.ClaimMatched(claimed, "v1"), parcel)
    log.undo(queued, parcel)
    log.undo("DOCK-1-i1-4", parcel)
    await send(log)
    assert rows("SELECT claim FROM parcel") == [("C1",)]
    assert rows("SELECT unit, key FROM unit") == [(unit, None)]
    assert rows("SELECT * FROM hold") == []
    log.undo("DOCK-1-i1-2", parcel)
    await send(log)
    assert rows("SELECT * FROM parcel") == rows("SELECT * FROM unit") == []


async def test_a_restored_journals_units_have_their_own_claim_to_a_key(send, said, rows):
    log = Log()
    log.open()
    _, lost = log.unit("S1")
    after = log.restored("i2", 2, complete=False)
    _, again = after.unit("S1")
    await send(log)
    await send(after)
    assert rows(STATE, KEY) == [("queued", "DOCK-1", lost, False)]
    assert await said() == [(KEY, lost, ACKNOWLEDGED), (KEY, again, TAKEN)]


async def test_a_key_that_is_free_again_goes_to_the_next_who_wanted_it(send, said, rows):
    log, second, third = Log(), Log("DOCK-2", "j1"), Log("DOCK-9", "k1")
    parcel = log.open()
    queued, _ = log.unit("S1", parcel)
    await send(log)
    _, heir = second.unit("S1")
    await send(second)
    third.unit("S1")
    await send(third)
    ((_, number, detail),) = rows("SELECT key, number, detail FROM answer WHERE station = 'DOCK-2'")
    answered = facts.ReplacementAnswered(KEY, TAKEN, number, detail)
    second.add(answered, "p-DOCK-2-j1-1", heir)
    second.add(facts.HoldRaised("h", HoldKind.DUPLICATE, detail), "p-DOCK-2-j1-1", heir)
    await send(second)
    log.undo(queued, parcel)
    await send(log)
    assert rows(STATE, KEY) == [("queued", "DOCK-2", heir, False)]
    assert await said("DOCK-2") == [(KEY, heir, TAKEN), (KEY, heir, ACKNOWLEDGED)]
    assert [answer for _, _, answer in await said("DOCK-9")] == [TAKEN]


async def test_what_is_undone_and_queued_again_for_the_same_unit_is_answered_again(send, said, rows):
    log, other = Log(), Log("DOCK-2", "j1")
    parcel, elsewhere = log.open(), other.open()
    queued, unit = log.unit("S1", parcel)
    taken, loser = other.unit("S1", elsewhere)
    await send(log)
    await send(other)
    log.undo(queued, parcel)
    log.queue("S1", parcel, unit)
    other.undo(taken, elsewhere)
    other.queue("S1", elsewhere, loser)
    await send(log)
    await send(other)
    assert rows(STATE, KEY) == [("queued", "DOCK-1", unit, False)]
    assert await said() == [(KEY, unit, ACKNOWLEDGED)] * 2
    assert await said("DOCK-2") == [(KEY, loser, TAKEN)] * 2


async def test_a_hub_back_from_an_older_backup_tells_what_it_tells_under_later_numbers(hub, send, rows):
    log = Log()
    log.unit("S1")
    await send(log)
    (before,) = (await hub.run(answers.answers, "DOCK-1", 0, 10)).answers
    for statement in ("DELETE FROM answer", "DELETE FROM replacement", "UPDATE station SET last_answer = 0"):
        rows(f"{statement} RETURNING 1")
    second = log.last + 1
    log.unit("S2")
    await send(log, second)
    (after,) = (await hub.run(answers.answers, "DOCK-1", before.number, 10)).answers
    assert after.key == "M/S2"


async def test_what_was_sent_before_a_backup_came_back_is_not_sent_again(hub, send, said, ship, rows):
    """The station's log knows more than the hub's tables do."""
    log = Log()
    parcel = log.open()
    _, unit = log.unit("S1", parcel)
    log.add(facts.ReplacementAnswered(KEY, HubAnswer.SHIPPED, 7, "carrier-1"), parcel, unit)
    await send(log)
    other = Log("DOCK-2")
    _, second = other.unit("S1")
    await send(other)
    assert rows(STATE, KEY) == [("shipped", "DOCK-1", unit, False)]
    assert rows("SELECT reference FROM replacement") == [("carrier-1",)]
    assert await ship() == []
    assert await said() == [(KEY, unit, HubAnswer.SHIPPED)]
    assert await said("DOCK-2") == [(KEY, second, TAKEN)]


@pytest.mark.parametrize("state", ["queued", "leased", "held", "failed", "withdrawn"])
async def test_what_stood_otherwise_in_a_backup_and_was_sent_since_is_not_sent_again(
    hub, send, said, ship, rows, state
):
    log = Log()
    parcel = log.open()
    _, unit = log.unit("S1", parcel)
    await send(log)
    lease = ", lease = 1, lease_until = '2026-11-23'" if state == "leased" else ""
    settled = ", settled_at = awarded_at" if state == "failed" else ""
    rows(f"UPDATE replacement SET state = %s{lease}{settled} RETURNING 1", state)
    log.add(facts.ReplacementAnswered(KEY, HubAnswer.SHIPPED, 7, "carrier-1"), parcel, unit)
    await send(log)
    assert rows(STATE, KEY) == [("shipped", "DOCK-1", unit, False)]
    assert rows("SELECT reference, lease_until, settled_at IS NULL FROM replacement") == [
        ("carrier-1", None, False)
    ]
    assert await ship() == []
    assert (await said())[-1] == (KEY, unit, HubAnswer.SHIPPED)


async def test_no_two_keys_have_one_order(send, rows):
    """These two have one MD5 (M. Stevens, 2024)."""
    log, around = Log(), ("TEXTCOLLBYfGiJUETHQ4h", "cKSMd5zYpgqf1YRDhkmxHkhPWptrkoyz28wnI9V0aHeAuaKnak")
    keys = [letter.join(around) for letter in "AE"]
    assert len({hashlib.md5(key.encode(), usedforsecurity=False).digest() for key in keys}) == 1
    for unit, key in enumerate([*keys, "M/日本\\x41"]):
        queued, parcel = facts.ReplacementQueued(key, "c", "s", "A1263", None), log.open()
        log.add(facts.UnitIdentified("s", "s", Verdict.AFFECTED, (), bag_wanted=False), parcel, f"u{unit}")
        log.add(queued, parcel, f"u{unit}")
    await send(log)
    orders = dict(rows('SELECT key, "order"::text FROM replacement'))
    assert {key: str(uuid.UUID(hashlib.sha256(key.encode()).hexdigest()[:32])) for key in orders} == orders
    assert len(orders) == 3


async def test_an_order_is_made_of_its_key(send, rows):
    """A carrier that has sent it knows it, also where the hub's tables have forgotten."""
    log = Log()
    log.unit("S1")
    await send(log)
    (order,) = rows('SELECT "order"::text FROM replacement')
    rows("DELETE FROM replacement RETURNING 1")
    again = Log("DOCK-2")
    again.unit("S1")
    await send(again)
    assert rows('SELECT "order"::text FROM replacement') == [order]
