"""Text is fitted into cells, wide characters counted as two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.cells import fit, wrap

TEXT = st.text(st.sampled_from("aZ 0-対象荷物ｱﾞ、。…"), max_size=80)


@given(TEXT, st.integers(2, 40))
def test_a_fitted_text_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    """Filled or cut, never off by a wide character."""
    assert cell_len(fit(text, width)) == width


@given(TEXT, st.integers(4, 40), st.integers(1, 4))
def test_wrapped_lines_are_no_wider_than_asked(text: str, width: int, most: int) -> None:
    """And no more than asked."""
    lines = wrap(text, width, most)
    assert len(lines) <= most
    assert all(cell_len(line) <= width for line in lines)


@given(TEXT, st.integers(4, 40))
def test_nothing_is_lost_when_there_are_lines_enough(text: str, width: int) -> None:
    """Only spaces at the breaks go."""
    assert "".join(wrap(text, width, 100)).replace(" ", "") == text.replace(" ", "")


def test_english_breaks_at_spaces_and_japanese_anywhere() -> None:
    """Words stay whole; Japanese has no spaces to break at."""
    assert wrap("scan the parcel label", 10, 3) == ["scan the", "parcel", "label"]
    assert wrap("荷物ラベルをスキャン", 8, 3) == ["荷物ラベ", "ルをスキ", "ャン"]


def test_no_line_begins_with_a_mark_that_ends_something() -> None:
    """It takes the last character before it along (JIS X 4051)."""
    assert wrap("交換・返金.", 10, 2) == ["交換・返", "金."]
    assert wrap("リコール、対象。", 8, 3) == ["リコー", "ル、対", "象。"]


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    """The operator sees that there is more."""
    assert wrap("one two three four", 9, 1) == ["one two …"]
    assert fit("abcdef", 4) == "abc…"
