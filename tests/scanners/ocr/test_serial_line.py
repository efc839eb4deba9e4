"""Which letters of a line are a serial; lines are given as a recogniser would, with what else each may be."""

from __future__ import annotations

import pytest

from scanners.ocr.letter import SYMBOLS, Letter
from scanners.ocr.serial_line import ANY, after_prefix, is_announced, sighted
from tests.scanners.ocr.labels import PATTERN

SERIAL = "A7Z2K9B4C1D8E5F3"


def letter(seen, **others):
    """Seen as one character, and maybe another: `letter("O", **{"0": 0.1})`."""
    odds = {seen.upper(): 0.98 - sum(others.values())} | others
    return Letter(seen, tuple(odds.get(symbol, 0.0) for symbol in SYMBOLS))


def line(text):
    return tuple(letter(character) for character in text)


def found_in(letters, patterns=(PATTERN,)):
    found = sighted(letters, patterns)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "prefix",
    ["SN:", "SN: ", "SN\uff1a", "S/N ", "S/N:", "S/N", "SN Code: ", "SN Code:", "5N:", "SH:", "S1N: ", "SN;",
     "SN. ", "Serial No. ", "NCode:", "A1263 SN:"],
)  # fmt: skip
def test_a_serial_is_what_follows_its_prefix(prefix):
    assert found_in(line(prefix + SERIAL)).text == SERIAL
    assert is_announced(line(prefix + SERIAL))


@pytest.mark.parametrize("text", [SERIAL, "A7Z2 K9B4 C1D8 E5F3", f"SN:{SERIAL} 2024"])
def test_it_may_stand_alone_in_groups_or_before_more(text):
    assert found_in(line(text)).text == SERIAL


@pytest.mark.parametrize(
    "text",
    ["", "SN:", "Made in China", "Model:A1263", f"SN:{SERIAL}9", f"SN:{SERIAL[:-1]}", "SN:B7Z2K9B4C1D8E5F3",
     "A1234567890-1234"],
)  # fmt: skip
def test_what_is_no_serial_of_the_campaign_is_none(text):
    assert sighted(line(text), (PATTERN,)) is None


def test_a_character_outside_of_the_alphabet_is_no_read():
    assert sighted(line("SN:" + SERIAL.replace("B", "O")), (PATTERN,)) is None
    assert sighted(line("SN:" + SERIAL.replace("7", "電")), (PATTERN,)) is None


def test_of_two_likely_characters_the_one_in_the_alphabet_is_meant():
    letters = (*line("SN:A7Z2K9B4"), letter("O", **{"0": 0.4}), *line("1D8E5F3"))
    assert found_in(letters).text == "A7Z2K9B401D8E5F3"


def test_nothing_is_made_of_what_is_not_likely():
    letters = (*line("SN:A7Z2K9B4"), letter("O", **{"0": 0.2}), *line("1D8E5F3"))
    assert sighted(letters, (PATTERN,)) is None


def test_a_near_rival_is_doubt():
    letters = (*line("SN:A7Z2K9B4C1D8E5F"), letter("8", B=0.4))
    found = found_in(letters)
    assert found.text == "A7Z2K9B4C1D8E5F8"
    assert found.doubt == pytest.approx(0.4 / 0.58)


def test_a_rival_no_serial_can_hold_is_no_doubt():
    letters = (*line("SN:A7Z2K9B4C1D8E5F"), letter("1", I=0.4))
    assert found_in(letters).doubt == 0


def test_without_a_campaign_any_serial_will_do_after_its_prefix():
    assert found_in(line("S/N: JP-07Y356"), ANY).text == "JP-07Y356"
    assert not is_announced(line("JP-07Y356"))
    assert after_prefix(line("SN:")) == ()


def test_a_prefix_without_its_mark_is_one_where_a_serial_is_left():
    assert found_in(line("SN" + SERIAL)).text == SERIAL


def test_a_serial_that_begins_like_a_prefix_keeps_it():
    assert not is_announced(line("SN24A0001"))
