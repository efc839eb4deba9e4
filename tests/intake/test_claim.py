"""Claims: what an owner announced for one parcel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.claim import TAIL, Claim, ClaimedUnit, distance, is_one_slip, nearest

CLAIM = Claim("C-1", (ClaimedUnit("AB123456"), ClaimedUnit("XY123456"), ClaimedUnit(None, count=3)))
WORDS = st.text("ABC", max_size=6)


def test_it_counts_devices_not_lines():
    assert CLAIM.count == 5
    assert Claim("C-2", ()).count == 0


def test_it_names_the_serials_that_could_be_read():
    assert CLAIM.serials == ("AB123456", "XY123456")


def test_the_last_six_characters_confirm():
    assert TAIL == 6


@pytest.mark.parametrize(
    ("tail", "taken", "found"),
    [
        ("123456", (), ("AB123456", "XY123456")),
        ("B123456", (), ("AB123456",)),
        ("123456", ("AB123456",), ("XY123456",)),
        ("123456", ("AB123456", "XY123456", None), ()),
        ("", (None,), ("AB123456", "XY123456")),
        ("AB", (), ()),
    ],
)
def test_serials_are_found_by_their_ending_but_those_taken_in(tail, taken, found):
    assert CLAIM.ending(tail, taken) == found


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        *(("", "", 0), ("A", "", 1), ("", "AB", 2), ("ABC", "ABC", 0), ("ABC", "ABD", 1)),
        *(("ABC", "BC", 1), ("BC", "ABC", 1), ("KITTEN", "SITTING", 3), ("AB", "BA", 2)),
    ],
)
def test_the_distance_counts_insertions_deletions_and_exchanges(one, other, expected):
    assert distance(one, other) == expected


@given(WORDS, WORDS, WORDS)
def test_the_distance_is_a_metric(one, other, third):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, third) <= distance(one, other) + distance(other, third)


def test_the_nearest_is_the_first_of_equals():
    assert nearest("ABCD", ("XXXX", "ABCE", "ABCF")) == "ABCE"
    assert nearest("ABCD", ()) is None


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("ABC", "ABC", False),
        ("ABC", "ABD", True),
        ("ABC", "AB", True),
        ("ABC", "BC", True),
        ("ABC", "ABCD", True),
        ("ABC", "AXBC", True),
        ("ABC", "ACB", True),
        ("ABC", "BAC", True),
        ("ABC", "CBA", False),
        ("ABC", "ADE", False),
        ("ABCD", "BADC", False),
        ("ABC", "A", False),
        ("SN1", "SN10", True),
        ("SN1", "SN100", False),
        ("", "A", True),
        ("", "", False),
    ],
)
def test_one_slip_is_one_character_or_two_neighbours(one, other, found):
    assert is_one_slip(one, other) is found
    assert is_one_slip(other, one) is found


@given(WORDS, WORDS)
def test_one_slip_is_a_distance_of_one_or_two_neighbours_exchanged(one, other):
    swapped = [one[:i] + one[i + 1] + one[i] + one[i + 2 :] for i in range(len(one) - 1)]
    is_one = distance(one, other) == 1 or (one != other and other in swapped)
    assert is_one_slip(one, other) is is_one


MIXED = Claim(
    "C", (ClaimedUnit("S1", "A"), ClaimedUnit("S2", "B", replaced=True), ClaimedUnit(model="A", count=2))
)


def test_what_was_replaced_is_not_owed_any_more():
    assert (MIXED.count, MIXED.owed) == (4, 3)


@pytest.mark.parametrize(("serial", "replaced"), [("S1", False), ("S2", True), ("X", False), (None, False)])
def test_a_units_own_line_says_whether_it_was_replaced(serial, replaced):
    assert MIXED.is_replaced(serial) is replaced


@pytest.mark.parametrize("serial", ["X", None])
def test_where_nothing_is_owed_any_unit_was_replaced(serial):
    assert Claim("C", (ClaimedUnit("S1", replaced=True),)).is_replaced(serial)


@pytest.mark.parametrize(
    ("serial", "models"), [("S1", ("A",)), ("S2", ("B",)), ("X", ("A", "B")), (None, ("A", "B"))]
)
def test_a_unit_may_be_of_its_own_lines_model_or_of_any(serial, models):
    assert MIXED.models_of(serial) == models


def test_a_line_without_a_model_leaves_it_open():
    claim = Claim("C", (ClaimedUnit("S1", "A"), ClaimedUnit("S2")))
    assert claim.models_of("S1") == ("A",)
    assert claim.models_of("S2") == claim.models_of(None) == ()


def test_a_line_says_whether_its_replacement_was_sent():
    assert not ClaimedUnit().replaced
