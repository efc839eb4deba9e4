"""What is decided of a key, without any database."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from intake.hub.award import (
    Change,
    Holder,
    Owed,
    Standing,
    State,
    answer_of,
    change_of,
    is_awaiting,
    next_turn,
)
from intake.hub.limit import Places
from intake.wire import HubAnswer

FREE, HELD, DENIED, GONE = Standing.FREE, Standing.HELD, Standing.DENIED, Standing.GONE
AT = datetime(2026, 11, 23, 10, 0, 0, 123_999, UTC)


def holder(state, *, is_out=False, unit="u1", compensate=False):
    return Holder("M/S1", "DOCK-1", unit, State(state), is_out, AT, "T-1", compensate)


def owed(key="M/S1", claim=None, standing=FREE, **changed):
    made = Owed(key, "i1", "u1", "p1", "c", "S1", "item", None, "L", claim, False, standing)
    return msgspec.structs.replace(made, **changed)


@pytest.mark.parametrize(
    ("state", "is_out", "standing", "after"),
    [
        ("queued", False, FREE, None),
        ("queued", False, HELD, "held"),
        ("queued", False, DENIED, "withdrawn"),
        ("queued", False, GONE, "withdrawn"),
        ("held", False, FREE, "queued"),
        ("held", True, FREE, "leased"),
        ("held", False, HELD, None),
        ("held", False, GONE, "withdrawn"),
        ("held", True, GONE, "held, to compensate"),
        ("leased", True, FREE, None),
        ("leased", True, HELD, "held"),
        ("leased", True, DENIED, "leased, to compensate"),
        ("shipped", False, HELD, None),
        ("shipped", False, GONE, "shipped, to compensate"),
        ("failed", False, FREE, None),
        ("failed", False, GONE, "withdrawn"),
        ("withdrawn", False, FREE, None),
        ("withdrawn", False, GONE, None),
    ],
)
def test_what_becomes_of_a_units_own_replacement(state, is_out, standing, after):
    change = change_of(holder(state, is_out=is_out), standing)
    told = after and Change(
        "M/S1", State(after.removesuffix(", to compensate")), "compensate" in after, "T-1"
    )
    assert change == told


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("state", [None, *State])
def test_only_a_free_key_is_waited_for_and_only_by_a_unit_nothing_stands_against(state, standing):
    is_free = state in {None, State.WITHDRAWN}
    found = is_awaiting(owed(standing=standing), holder(state) if state else None)
    assert found == (is_free and standing is FREE)


@pytest.mark.parametrize(
    ("unit", "state", "standing", "told"),
    [
        ("u1", "queued", FREE, (HubAnswer.ACKNOWLEDGED, "")),
        ("u1", "leased", FREE, (HubAnswer.ACKNOWLEDGED, "")),
        ("u1", "shipped", FREE, (HubAnswer.SHIPPED, "T-1")),
        ("u1", "failed", FREE, (HubAnswer.FAILED, "T-1")),
        ("u2", "queued", FREE, (HubAnswer.TAKEN, "DOCK-1 2026-11-23T10:00:00.123Z")),
        ("u2", "shipped", FREE, (HubAnswer.TAKEN, "DOCK-1 2026-11-23T10:00:00.123Z")),
        ("u2", "queued", HELD, None),
    ],
)
def test_what_is_told_of_a_key_that_is_somebodys(unit, state, standing, told):
    found = answer_of("DOCK-1", owed(standing=standing), holder(state, unit=unit))
    assert (found and (found.answer, found.detail)) == told


def test_a_unit_of_the_same_name_at_another_station_is_another():
    found = answer_of("DOCK-2", owed(), holder("queued"))
    assert found is not None
    assert found.answer is HubAnswer.TAKEN


def test_each_turn_takes_the_first_of_each_key_and_what_claims_have_room_for():
    waiting = [
        owed("a"),
        owed("a", unit="u2"),
        owed("b", "C1"),
        owed("c", "C1"),
        owed("d", "C2"),
        owed("e", "C2", beyond_claim=True),
        owed("f", "C9"),
        owed("g", "C1+C3"),
        owed("h", "C2", label="L2"),
    ]
    places = {"L": Places({"C1": 1, "C2": 1, "C3": 1}, {"C2": 1}), "L2": Places({"C2": 1}, {"C2": 1})}
    turn, beyond, rest = next_turn(waiting, places)
    assert [each.key for each in turn] == ["a", "b", "e", "f", "g"]
    assert [each.key for each in beyond] == ["h"]
    assert [each.key for each in rest] == ["a", "c", "d"]


def test_many_claims_of_one_label_are_served_in_one_turn():
    waiting = [owed(f"k{number}", f"C{number}") for number in range(400)]
    places = Places({f"C{number}": 1 for number in range(0, 400, 2)}, {})
    turn, beyond, rest = next_turn([*waiting, owed("last", "C0")], {"L": places})
    assert (len(turn), beyond, [each.key for each in rest]) == (400, [], ["last"])


@pytest.mark.parametrize(
    ("state", "standing", "compensate"),
    [("queued", FREE, False), ("leased", HELD, False), ("queued", DENIED, True)],
)
def test_what_the_log_says_was_sent_is_sent(state, standing, compensate):
    """Whatever stands in tables that have come back from an older backup."""
    change = change_of(holder(state, is_out=state == "leased"), standing, "T-9")
    assert change == Change("M/S1", State.SHIPPED, compensate, "T-9")
