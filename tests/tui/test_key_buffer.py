"""The key buffer gathers a keyboard gun's keys into codes and loses nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.key_buffer import LONGEST, SLOWEST_GUN, KeyBuffer, Typed

CODES = st.lists(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1), max_size=8)


def typed(buffer: KeyBuffer, text: str) -> list[str]:
    """Press a key for each character; CR arrives as `enter`, LF as `ctrl+j` (Textual 8)."""
    return [code.text for code in paced(buffer, text, 0.001)]


def paced(buffer: KeyBuffer, text: str, gap: float) -> list[Typed]:
    """Press a key every `gap` seconds."""
    keys = {"\r": "enter", "\n": "ctrl+j"}
    pressed = [
        buffer.press(keys.get(character, character), character, place * gap)
        for place, character in enumerate(text)
    ]
    return [code for code in pressed if code is not None]


@given(CODES, st.sampled_from(["\r", "\n", "\r\n"]))
def test_codes_come_out_as_they_were_typed(codes: list[str], end: str) -> None:
    """Back to back, with any terminator: none lost, none merged, CRLF makes no empty code."""
    assert typed(KeyBuffer(), "".join(code + end for code in codes)) == codes


@given(CODES)
def test_a_paste_is_the_same_as_typing(codes: list[str]) -> None:
    """A bracketed paste arrives as one event with all its line ends."""
    assert [code.text for code in KeyBuffer().paste("".join(f"{code}\r\n" for code in codes))] == codes


def test_keys_without_a_character_add_nothing() -> None:
    """Arrows and function keys of a wedge are no part of a code."""
    buffer = KeyBuffer()
    assert [buffer.press(key, None, 0.0) for key in ("up", "f12", "shift")] == [None, None, None]
    assert buffer.text == ""


def test_control_characters_stay_in_the_code_to_be_refused() -> None:
    """0x11 is Ctrl+Q elsewhere; here it is data and makes the code unreadable."""
    buffer = KeyBuffer()
    buffer.press("ctrl+q", "\x11", 0.0)
    buffer.press("a", "a", 0.0)
    assert buffer.press("enter", "\r", 0.0) == Typed("\x11a", by_hand=False)


def test_backspace_takes_the_last_character_back() -> None:
    """For a person who types."""
    buffer = KeyBuffer()
    assert typed(buffer, "AB") == []
    buffer.press("backspace", "\x08", 0.0)
    assert buffer.press("enter", "\r", 0.0) == Typed("A", by_hand=False)


def test_an_endless_code_keeps_memory_bounded() -> None:
    """What comes after the longest code is dropped until its end."""
    buffer = KeyBuffer()
    for _ in range(LONGEST + 10):
        buffer.press("x", "x", 0.0)
    assert len(buffer.text) == LONGEST
    assert buffer.paste("y" * LONGEST) == []
    assert len(buffer.text) == LONGEST


def test_a_person_types_slower_than_any_gun() -> None:
    """The pace from the first to the last key tells; the pause before Enter does not count."""
    assert paced(KeyBuffer(), "K0FVU8\r", SLOWEST_GUN + 0.01) == [Typed("K0FVU8", by_hand=True)]
    assert paced(KeyBuffer(), "K0FVU8\r", SLOWEST_GUN - 0.01) == [Typed("K0FVU8", by_hand=False)]


def test_three_keys_say_nothing_about_pace() -> None:
    """A gun that hesitates once must not become a person."""
    assert paced(KeyBuffer(), "ABC\r", 1.0) == [Typed("ABC", by_hand=False)]


def test_pace_begins_anew_with_every_code() -> None:
    """A slow code before says nothing about this one."""
    buffer = KeyBuffer()
    paced(buffer, "ABCDEF\r", 1.0)
    assert paced(buffer, "ABCDEF\r", 0.001) == [Typed("ABCDEF", by_hand=False)]


def test_what_waits_can_be_taken_without_an_end() -> None:
    """Six characters that confirm a claim need no Enter."""
    buffer = KeyBuffer()
    paced(buffer, "K0FVU8", 0.1)
    assert buffer.by_hand
    assert buffer.take() == Typed("K0FVU8", by_hand=True)
    assert buffer.take() is None


def test_a_paste_is_no_typing() -> None:
    """It comes at once."""
    buffer = KeyBuffer()
    paced(buffer, "AB", 1.0)
    assert buffer.paste("CDEF\n") == [Typed("ABCDEF", by_hand=False)]
