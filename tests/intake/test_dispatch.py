"""Replacements."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.dispatch import ReplacementState, replacement_key
from intake.serial_number import may_be_serial, normalise

SERIALS = st.text("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=4, max_size=40)


def test_the_key_is_maker_and_serial():
    assert replacement_key("Anker", "A1B2") == "Anker/A1B2"


def test_of_a_serial_that_many_units_bear_the_key_is_the_units():
    assert replacement_key("Ikea", "2313", "u-1") == "Ikea/2313/u-1"


@given(st.tuples(st.text(max_size=9), SERIALS), st.tuples(st.text(max_size=9), SERIALS))
def test_two_units_never_share_a_key(one, other):
    """A serial holds no slash, so no maker's name can pretend to be part of one."""
    assert (replacement_key(*one) == replacement_key(*other)) == (one == other)


@given(SERIALS)
def test_the_serial_stands_in_it_unfolded(serial):
    """O and 0 are two characters: folding would give two units one key."""
    assert may_be_serial(serial)
    assert replacement_key("m", normalise(serial)).endswith(normalise(serial))
    assert replacement_key("m", serial.replace("0", "O")) != replacement_key("m", serial) or "0" not in serial


def test_a_replacement_is_held_or_goes_its_way():
    ways = ["held", "queued", "sent", "acknowledged", "shipped", "failed", "denied"]
    assert list(ReplacementState) == ways
