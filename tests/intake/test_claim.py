"""Claims: what an owner announced for one parcel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.claim import TAIL, Claim, ClaimedUnit, distance, nearest

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
