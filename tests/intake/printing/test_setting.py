"""Texts fit their place: smaller first, then on more lines, and cut only at the least size."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from intake.printing.setting import LEADING, fitted


def measure(text: str, size: float) -> float:
    """Every character as wide as it is high."""
    return len(text) * size


def test_what_fits_stays_as_large_as_asked():
    assert fitted("UNDO", measure, (100, 20), (12, 7)) == (12, ["UNDO"])


def test_words_go_on_the_next_line():
    assert fitted("no battery in it", measure, (110, 40), (10, 7)) == (10, ["no battery", "in it"])


def test_a_text_gets_smaller_before_it_is_cut():
    assert fitted("UNREADABLE", measure, (80, 20), (12, 7)) == (8, ["UNREADABLE"])


def test_what_fits_at_no_size_ends_in_an_ellipsis():
    assert fitted("ABCDEFGHIJ", measure, (35, 10), (12, 7)) == (7, ["ABCD…"])
    assert fitted("a b c d e f", measure, (21, 9), (7, 7)) == (7, ["a…"])


def test_japanese_breaks_between_characters_but_before_no_mark_and_in_no_katakana_word():
    assert fitted("液漏れ、異臭。", measure, (30, 40), (10, 10)) == (10, ["液漏", "れ、異", "臭。"])
    assert fitted("別のスキャナー", measure, (50, 40), (10, 10)) == (10, ["別の", "スキャナー"])


def test_nothing_takes_one_bare_line():
    assert fitted("", measure, (40, 40), (10, 7)) == (10, [""])


@given(st.text(max_size=60), st.floats(8, 200), st.floats(9, 60))
def test_no_line_is_wider_than_its_place_and_no_text_is_higher(text: str, width: float, height: float):
    size, lines = fitted(text, measure, (width, height), (12, 7))
    assert all(measure(line, size) <= width or len(line) == 1 for line in lines)
    assert len(lines) == 1 or len(lines) * size * LEADING <= height + 0.01
