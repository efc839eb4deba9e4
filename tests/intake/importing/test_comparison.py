from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from intake.affected import AffectedRow, KeyRange, NamedBy, Shape, segments
from intake.importing.alphabet import Alphabet
from intake.importing.comparison import Change, ChangedRange, Tally, changes, count_rows, tallies, within
from intake.part import Part
from intake.reference import Named, PublishedSegment

LETTERS = "013"
WHOLE = Shape.whole(4)
BATCH = Shape((Part(0, 2),))
KEYS = {
    shape: ["".join(each) for each in product(LETTERS, repeat=length)]
    for shape, length in ((WHOLE, 4), (BATCH, 2))
}
ORDERED = sorted(KEYS, key=lambda shape: shape.order)
NAMED = [Named(model, by, (), ()) for model in ("M1", "M2") for by in (NamedBy.RANGE, NamedBy.MASKED)]


@st.composite
def lists(draw):
    """Draw a list: ranges of both shapes, each with what it names."""
    ranges = []
    for _ in range(draw(st.integers(0, 6))):
        shape = draw(st.sampled_from(ORDERED))
        first, last = sorted(draw(st.lists(st.sampled_from(KEYS[shape]), min_size=2, max_size=2)))
        ranges.append((shape, first, last, draw(st.sampled_from(NAMED))))
    return ranges


def published(ranges):
    """Sweep ranges as a published list holds them."""
    for shape in ORDERED:
        chosen = [(first, last, named) for each, first, last, named in ranges if each == shape]
        chosen.sort(key=lambda each: each[:2])
        for first, last, named in segments(chosen):
            yield PublishedSegment(shape, first, last, tuple(sorted(set(named), key=NAMED.index)))


def named_by(ranges, shape, key, model):
    return {
        named
        for each, first, last, named in ranges
        if each == shape and first <= key <= last and named.model == model
    }


@given(older=lists(), newer=lists())
def test_every_key_is_told_as_a_plain_look_finds_it(older, newer):
    found = list(within(changes(published(older), published(newer)), Alphabet(LETTERS)))
    for shape, model in product(ORDERED, ("M1", "M2")):
        for key in KEYS[shape]:
            was, now = (named_by(each, shape, key, model) for each in (older, newer))
            expected = (
                []
                if was == now
                else [Change.CONDITIONS if was and now else Change.ADDED if now else Change.REMOVED]
            )
            told = [
                each.change
                for each in found
                if (each.shape, each.model) == (shape, model) and each.first <= key <= each.last
            ]
            assert told == expected
    assert all(set(each.first + each.last) <= set(LETTERS) for each in found)


def whole(first, last, *named):
    return PublishedSegment(WHOLE, first, last, named or (NAMED[0],))


def test_stretches_that_changed_alike_are_told_as_one():
    newer = [whole("0000", "0011", NAMED[0]), whole("0012", "0033", NAMED[0], NAMED[1])]
    assert list(changes([], newer)) == [ChangedRange(Change.ADDED, "M1", WHOLE, "0000", "0033")]
    assert list(changes(newer, newer)) == []


def test_what_changed_is_counted_by_model():
    found = [
        ChangedRange(Change.ADDED, "M2", WHOLE, "0000", "0003"),
        ChangedRange(Change.ADDED, "M2", WHOLE, "1000", "1000"),
        ChangedRange(Change.REMOVED, "M2", WHOLE, "3000", "3001"),
        ChangedRange(Change.CONDITIONS, "M1", WHOLE, "0000", "3333"),
        ChangedRange(Change.ADDED, "M1", BATCH, "00", "01"),
        ChangedRange(Change.ADDED, "M1", WHOLE, "0000", "0000"),
    ]
    counted = tallies(found, Alphabet(LETTERS))
    assert list(counted) == ["M1", "M2"]
    assert counted["M1"] == Tally(2, 0, 1, None, 0)
    assert counted["M2"] == Tally(2, 1, 0, 4, 2)


def row(line, first, note="", model="M1"):
    return AffectedRow(line, model, (), (), NamedBy.EXACT, (KeyRange(WHOLE, first, first),), note)


def test_rows_are_compared_whatever_their_place_and_note():
    older = [row(1, "0000"), row(2, "0001"), row(3, "0003")]
    newer = [row(7, "0003", "why"), row(8, "0000"), row(9, "0011"), row(10, "0001", model="M2")]
    counted = count_rows({"M3": Tally(1)}, older, newer)
    assert counted == {
        "M1": Tally(rows_added=1, rows_removed=1),
        "M2": Tally(rows_added=1),
        "M3": Tally(1),
    }
