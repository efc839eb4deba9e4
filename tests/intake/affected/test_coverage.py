"""How many serials a list names."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.affected.coverage import Coverage
from intake.serial_number import SYMBOLS


@pytest.mark.parametrize("alphabet", ["0", "01", "-09AZ", SYMBOLS[1:], SYMBOLS])
def test_a_range_counts_both_ends_and_what_lies_between(alphabet):
    coverage = Coverage(alphabet)
    coverage.add("X", alphabet[0] * 3, alphabet[-1] * 3)
    assert coverage.counts() == {"X": len(alphabet) ** 3}


ends = st.tuples(*[st.text(st.sampled_from("-0AZ"), min_size=1, max_size=2)] * 2).filter(
    lambda pair: len(pair[0]) == len(pair[1])
)


@given(st.lists(st.tuples(ends.map(sorted), st.sampled_from("XY"))))
def test_no_serial_counts_twice(drawn):
    coverage, named = Coverage("-0AZ"), set()
    texts = ["".join(text) for length in (1, 2) for text in itertools.product("-0AZ", repeat=length)]
    for (first, last), model in sorted(drawn, key=lambda each: (len(each[0][0]), each)):
        coverage.add(model, first, last)
        named |= {(model, text) for text in texts if len(text) == len(first) and first <= text <= last}
    expected = {model: len([one for one, _ in named if one == model]) for model in "XY"}
    assert {model: coverage.counts().get(model, 0) for model in "XY"} == expected


def test_parts_cannot_be_counted():
    coverage = Coverage("01")
    coverage.add("X", "00", "11")
    coverage.add("Y", "00", "11")
    coverage.add_uncountable("X")
    assert coverage.counts() == {"X": None, "Y": 4}
    assert coverage.counts() == {"X": None, "Y": 4}
