from __future__ import annotations

from itertools import product

import pytest

from intake.importing.alphabet import Alphabet
from intake.serial_number import SYMBOLS

LENGTH = 3


@pytest.mark.parametrize("characters", ["01", "A", "-0Z", "3BD"])
def test_the_nearest_key_is_the_one_a_search_finds(characters):
    alphabet = Alphabet(characters)
    keys = sorted("".join(each) for each in product(sorted(characters), repeat=LENGTH))
    near = sorted({*characters, "-", "2", "9", "C", "Z"})
    for key in ("".join(each) for each in product(near, repeat=LENGTH)):
        assert alphabet.first_from(key) == min((each for each in keys if each >= key), default=None)
        assert alphabet.last_to(key) == max((each for each in keys if each <= key), default=None)


def test_keys_are_counted():
    alphabet = Alphabet("0123")
    keys = ["".join(each) for each in product("0123", repeat=LENGTH)]
    assert alphabet.count(keys[0], keys[-1]) == 4**LENGTH
    assert [alphabet.count(keys[5], last) for last in keys[5:9]] == [1, 2, 3, 4]


def test_the_key_of_all_units_is_its_own_neighbour():
    alphabet = Alphabet(SYMBOLS)
    assert (alphabet.first_from(""), alphabet.last_to(""), alphabet.count("", "")) == ("", "", 1)
