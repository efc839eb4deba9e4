"""The sweep of ranges into segments."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.affected import predecessor, segments, successor
from intake.serial_number import SYMBOLS


@given(st.text(st.sampled_from(SYMBOLS), min_size=1, max_size=5))
def test_successor_and_predecessor_undo_each_other(key):
    if following := successor(key):
        assert key < following
        assert len(key) == len(following)
        assert predecessor(following) == key
    else:
        assert set(key) == {"Z"}
    if not predecessor(key):
        assert set(key) == {"-"}


def test_between_neighbours_lies_nothing():
    keys = ["".join(text) for text in itertools.product(SYMBOLS, repeat=2)]
    assert [successor(key) for key in keys] == [*keys[1:], ""]
    assert [predecessor(key) for key in keys] == ["", *keys[:-1]]


ends = st.tuples(*[st.text(st.sampled_from("-09AZ"), min_size=2, max_size=2)] * 2).map(sorted)
some_ranges = st.lists(st.tuples(ends, st.sampled_from("XYZ")), max_size=8)


@given(some_ranges)
def test_segments_are_disjoint_and_name_what_the_ranges_name(drawn):
    ranges = sorted((first, last, (item, number)) for number, ((first, last), item) in enumerate(drawn))
    swept = list(segments(ranges))
    for before, after in itertools.pairwise(swept):
        assert before[1] < after[0]
    for key in map("".join, itertools.product("-0189ABYZ", repeat=2)):
        named = sorted(item for first, last, item in ranges if first <= key <= last)
        found = [items for first, last, items in swept if first <= key <= last]
        assert [sorted(items) for items in found] == ([named] if named else [])
    assert len(swept) <= 2 * len(ranges)


def test_ranges_without_a_key_are_one_segment():
    assert list(segments([("", "", 1), ("", "", 2)])) == [("", "", (1, 2))]


def test_segments_stream():
    endless = ((f"{n:09}", f"{n:09}", n) for n in itertools.count())
    taken = list(itertools.islice(segments(endless), 1000))
    assert taken[-1][0] == "000000999"


def test_unsorted_ranges_are_refused():
    with pytest.raises(ValueError, match="expected ranges in their order, got A after B"):
        list(segments([("B", "C", 1), ("A", "C", 2)]))
