"""Our tables against a second copy, typed from other sources: key by key, both ways."""

import string

import pytest

from scanners.assignment import GunLayout
from scanners.keycodes import ARROW_KEYS, FUNCTION_KEYS, KEYPAD, WRITING, character
from tests.scanners import typist

PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
in_each = pytest.mark.parametrize("layout", GunLayout)


@in_each
def test_every_printable_character_has_its_key(layout):
    table = typist.TABLES[layout]
    assert set(table) == set(PRINTABLE)
    for each, (key, shifted) in table.items():
        assert character(layout, key, shifted=shifted) == each


@in_each
def test_no_key_gives_a_character_the_other_copy_does_not_know(layout):
    """But for the number pad, and for the backslash, which JIS has on two keys."""
    pad = {*KEYPAD, 55, 74, 78, 83, 95, 98, 117, 121}
    ours = {
        (key, shifted): character(layout, key, shifted=shifted)
        for key in WRITING
        for shifted in (False, True)
    }
    given = {place: each for place, each in ours.items() if each and place[0] not in pad | {57}}
    known = {place: each for each, place in typist.TABLES[layout].items() if each != " "}
    known |= {(89, False): "\\"} if layout is GunLayout.JIS else {}
    assert given == known


@pytest.mark.parametrize(("key", "shifted"), [(41, False), (41, True), (11, True), (86, False)])
def test_keys_that_give_nothing_on_a_jis_keyboard(key, shifted):
    assert character(GunLayout.JIS, key, shifted=shifted) is None


@in_each
def test_the_number_pad_gives_the_same_on_both(layout):
    assert [character(layout, typist.KEYPAD[digit]) for digit in string.digits] == list(string.digits)
    assert [character(layout, key) for key in (55, 74, 78, 83, 98, 117, 121, 95)] == list("*-+./=,,")


def test_the_makers_tables_are_those_of_their_manuals():
    assert {number: key for key, number in FUNCTION_KEYS.items()} == typist.HONEYWELL
    assert {number: key for key, number in ARROW_KEYS.items()} == typist.HAND_HELD


def test_no_key_stands_for_a_character_and_for_a_control_character():
    assert not WRITING & (FUNCTION_KEYS.keys() | ARROW_KEYS.keys())
