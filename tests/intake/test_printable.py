"""Scanned text made harmless: what it shows, everybody sees."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import get_character_cell_size

from intake.printable import cell_count, printable

HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
ANY_TEXT = st.text(st.characters(), max_size=90)


@given(ANY_TEXT, st.integers(1, 80))
def test_nothing_that_commands_hides_or_means_nothing_comes_out(text, limit):
    shown = printable(text, limit)
    assert not {unicodedata.category(character) for character in shown} & HARMFUL
    assert len(shown) <= limit


@given(ANY_TEXT)
def test_a_short_text_keeps_its_length(text):
    assert len(printable(text, 90)) == len(text)


@given(ANY_TEXT, st.integers(1, 80))
def test_what_was_made_printable_stays_as_it_is(text, limit):
    shown = printable(text, limit)
    assert printable(shown, limit) == shown


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=60))
def test_plain_ascii_is_unchanged(text):
    assert printable(text) == text


@pytest.mark.parametrize("text", ["アンカー", "山田 太郎", "電池、回収。", "é", "Ä", "①", "€", "한글"])
def test_text_people_read_is_unchanged(text):
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("01\x1d21", "01␝21"),
        ("a\r\n\tb", "a␍␊␉b"),
        ("\x00\x7f", "␀␡"),
        ("\x9b2J", "⍰2J"),
        ("A\u202eB", "A⍰B"),
        ("A\u200bB\ufeff", "A⍰B⍰"),
        ("\u2028\u2029", "⍰⍰"),
        ("\ud800", "⍰"),
        ("\ue000", "⍰"),
        ("\U0010ffff", "⍰"),
        ("e\u0301", "e⍰"),
    ],
)
def test_what_moves_the_cursor_or_is_not_seen_has_a_picture(text, shown):
    assert printable(text) == shown


@pytest.mark.parametrize(
    "code",
    ["\u034f", "\ufe0f", "\u180b", "\u20dd", "\U000e0100", "\u0300", "\u3099"],
    ids=unicodedata.name,
)
def test_characters_of_no_width_are_shown(code):
    """Marks lie upon the character before them, or show nothing at all: two texts that differ look alike."""
    assert printable(f"A{code}1") == "A⍰1"


def test_every_character_comes_out_as_one_that_is_seen_in_the_cells_it_is_painted_in():
    for shown in {printable(chr(code)) for code in range(sys.maxunicode + 1)}:
        assert len(shown) == 1
        assert unicodedata.category(shown) not in HARMFUL
        assert cell_count(shown) == get_character_cell_size(shown), hex(ord(shown))


@pytest.mark.parametrize(("limit", "shown"), [(1, "…"), (2, "A…"), (4, "ABC…"), (5, "ABCDE"), (9, "ABCDE")])
def test_what_is_cut_ends_in_an_ellipsis(limit, shown):
    assert printable("ABCDE", limit) == shown


def test_markup_is_text():
    assert printable("[@click=app.quit]SN1[/]{serial}") == "[@click=app.quit]SN1[/]{serial}"


def test_wide_characters_take_two_cells():
    assert [cell_count(text) for text in ("", "SN-1", "容器", "Ａ1ｱ")] == [0, 4, 4, 4]
