"""The key buffer gathers a keyboard gun's keys into codes and loses nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.key_buffer import LONGEST, KeyBuffer

CODES = st.lists(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1), max_size=8)


def typed(buffer: KeyBuffer, text: str) -> list[str]:
    """Press a key for each character; CR arrives as `enter`, LF as `ctrl+j` (Textual 8)."""
    keys = {"\r": "enter", "\n": "ctrl+j"}
    pressed = [buffer.press(keys.get(character, character), character) for character in text]
    return [code for code in pressed if code is not None]


@given(CODES, st.sampled_from(["\r", "\n", "\r\n"]))
def test_codes_come_out_as_they_were_typed(codes: list[str], end: str) -> None:
    """Back to back, with any terminator: none lost, none merged, CRLF makes no empty code."""
    assert typed(KeyBuffer(), "".join(code + end for code in codes)) == codes


@given(CODES)
def test_a_paste_is_the_same_as_typing(codes: list[str]) -> None:
    """A bracketed paste arrives as one event with all its line ends."""
    assert KeyBuffer().paste("".join(f"{code}\r\n" for code in codes)) == codes


def test_keys_without_a_character_add_nothing() -> None:
    """Arrows and function keys of a wedge are no part of a code."""
    buffer = KeyBuffer()
    assert [buffer.press(key, None) for key in ("up", "f12", "shift")] == [None, None, None]
    assert buffer.text == ""


def test_control_characters_stay_in_the_code_to_be_refused() -> None:
    """0x11 is Ctrl+Q elsewhere; here it is data and makes the code unreadable."""
    buffer = KeyBuffer()
    buffer.press("ctrl+q", "\x11")
    buffer.press("a", "a")
    assert buffer.press("enter", "\r") == "\x11a"


def test_backspace_takes_the_last_character_back() -> None:
    """For a person who types."""
    buffer = KeyBuffer()
    assert typed(buffer, "AB") == []
    buffer.press("backspace", "\x08")
    assert buffer.press("enter", "\r") == "A"


def test_an_endless_code_keeps_memory_bounded() -> None:
    """What comes after the longest code is dropped until its end."""
    buffer = KeyBuffer()
    for _ in range(LONGEST + 10):
        buffer.press("x", "x")
    assert len(buffer.text) == LONGEST
    assert buffer.paste("y" * LONGEST) == []
    assert len(buffer.text) == LONGEST
