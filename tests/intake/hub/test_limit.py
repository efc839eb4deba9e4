"""How many more the claims under a label expect, against counting every way to place what was given."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.hub.limit import Places, claims_of

NUMBERS = ("C1", "C2", "C3")
JOINED = [*NUMBERS, "C1+C2", "C2+C1", "C1+C3", "C1+C2+C3", "C3+C4", "C4"]
"""C4 is never expected."""


def room(expected, served, joined) -> int | None:
    """Count how many more there are places for; None where nothing limits them."""
    places = Places(expected, served)
    return places.take(joined, sum(expected.values())) if places.limit(joined) else None


@pytest.mark.parametrize(
    ("served", "joined", "more"),
    [
        ({}, "C1", 1),
        ({}, "C1+C2", 3),
        ({"C1": 1}, "C1", 0),
        ({"C1": 1}, "C1+C2", 2),
        ({"C1+C2": 1}, "C1", 1),
        ({"C1+C2": 2}, "C1", 1),
        ({"C1+C2": 3}, "C1", 0),
        ({"C1+C2": 1, "C2": 2}, "C1", 0),
        ({"C2+C1": 1}, "C1+C2", 2),
        ({"C1": 2}, "C2", 2),
        ({"C1": 5}, "C1+C2", 2),
        ({"C9": 5}, "C1", 1),
        ({}, "C9", None),
        ({}, "C1+C9", 1),
        ({"C1": 1}, "C1+C9", 0),
    ],
)
def test_a_replacement_takes_a_place_of_one_of_its_claims(served, joined, more):
    assert room({"C1": 1, "C2": 2}, served, joined) == more


def placed(expected, given_ones) -> int:
    """Count how many find a place, at best: every way is tried."""
    best = 0
    for way in product(*([*sorted(claims_of(each)), ""] for each in given_ones)):
        if all(way.count(claim) <= expected.get(claim, 0) for claim in set(way) - {""}):
            best = max(best, len(way) - way.count(""))
    return best


@given(
    st.dictionaries(st.sampled_from(NUMBERS), st.integers(0, 2), min_size=1),
    st.lists(st.sampled_from(JOINED), max_size=5),
    st.sampled_from(JOINED),
)
def test_one_more_is_given_where_one_more_finds_a_place(expected, given_ones, joined):
    more = room(expected, {each: given_ones.count(each) for each in given_ones}, joined)
    if more is None:
        assert claims_of(joined).isdisjoint(expected)
    else:
        finds = placed(expected, [*given_ones, joined]) > placed(expected, given_ones)
        assert (more > 0) is finds


def test_many_claims_under_one_label_are_counted_at_once():
    numbers = [f"C{number:04}" for number in range(600)]
    served = {**dict.fromkeys(numbers, 1), **dict.fromkeys(map("+".join, pairwise(numbers)), 1)}
    joined = "+".join(numbers)
    assert room(dict.fromkeys(numbers, 1_000_000_000), served, joined) == 600_000_000_000 - 1199
    assert room(dict.fromkeys(numbers, 2), served, joined) == 1
    chain = dict.fromkeys(map("+".join, pairwise(numbers)), 1)
    assert room(dict.fromkeys(numbers, 1), chain, numbers[0]) == 1
    assert room(dict.fromkeys(numbers, 1), {**chain, numbers[-1]: 1}, numbers[0]) == 0
    assert room(dict.fromkeys(numbers, 1), {joined: 599}, joined) == 1
