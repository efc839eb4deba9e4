"""Letters are drawn in half blocks, as large as fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.letters import ROWS, drawn

WORDS = st.text(st.sampled_from("AB09-? 対象外製造番号〇\U0001f600"), min_size=1, max_size=12)


@given(WORDS, st.integers(1, 200), st.integers(1, 3))
def test_a_word_fits_or_is_not_drawn(word: str, width: int, scale: int) -> None:
    """Six rows for each step of the scale, all equally wide, in blocks alone."""
    rows = drawn(word, width, scale)
    assert len(rows) in {0, *(ROWS * size for size in range(1, scale + 1))}
    assert len({cell_len(row) for row in rows}) <= 1
    assert all(cell_len(row) <= width for row in rows)
    assert set("".join(rows)) <= set(" ▄▀█")


@given(WORDS, st.integers(1, 200), st.integers(1, 2))
def test_more_room_never_draws_it_smaller(word: str, width: int, scale: int) -> None:
    """Neither a wider screen nor a higher one."""
    assert len(drawn(word, width, scale)) <= len(drawn(word, width + 7, scale))
    assert len(drawn(word, width, scale)) <= len(drawn(word, width, scale + 1))


def test_a_narrow_character_is_six_cells_and_a_wide_one_twelve() -> None:
    """With one cell between characters, where there is room for it."""
    assert cell_len(drawn("A", 99, 1)[0]) == 6
    assert cell_len(drawn("AB", 99, 1)[0]) == 13
    assert cell_len(drawn("対", 99, 1)[0]) == 12
    assert cell_len(drawn("AB", 12, 1)[0]) == 12
    assert drawn("AB", 11, 1) == ()


def test_twice_as_large_is_twice_as_wide_and_high() -> None:
    """Each dot becomes four."""
    small, large = drawn("A", 99, 1), drawn("A", 99, 2)
    assert (len(large), cell_len(large[0])) == (2 * len(small), 2 * cell_len(small[0]))


def test_a_letter_looks_like_itself() -> None:
    """A minus has one bar in the middle, and a space nothing."""
    rows = drawn("-", 99, 1)
    assert [bool(row.strip()) for row in rows].count(True) == 1
    assert not "".join(drawn(" ", 99, 1)).strip()


@pytest.mark.parametrize("missing", ["\U0001f600", "\ue000", "\x1b", "ế"])
def test_a_character_the_font_does_not_have_is_a_question_mark(missing: str) -> None:
    """Nothing is left out unseen."""
    assert drawn(missing, 99, 1) == drawn("?", 99, 1)


def test_a_word_without_characters_is_not_drawn() -> None:
    """An empty word has no rows that could be beside something."""
    assert not "".join(drawn("", 99, 1)).strip()
