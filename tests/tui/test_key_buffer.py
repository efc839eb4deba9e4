"""The key buffer gathers a keyboard gun's keys into codes and loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.scan import Fault
from scanners.frames import Framing
from tui.key_buffer import ALONE, LONGEST, LONGEST_PAUSE, SLOWEST_GUN, KeyBuffer, Typed

CODES = st.lists(st.text(st.characters(codec="ascii", categories=["L", "N", "P"]), min_size=1), max_size=8)


def typed(buffer: KeyBuffer, text: str) -> list[str]:
    """Press a key for each character at a gun's pace."""
    return [code.text for code in paced(buffer, text, 0.001)]


def paced(buffer: KeyBuffer, text: str, gap: float, start: float = 0.0) -> list[Typed]:
    """Press a key every `gap` seconds."""
    return [code for code in _pressed(buffer, text, gap, start) if code is not None]


def _pressed(buffer: KeyBuffer, text: str, gap: float, start: float) -> list[Typed | None]:
    return [
        buffer.press(NAMES.get(character, character), character, start + place * gap)
        for place, character in enumerate(text)
    ]


NAMES = {
    "\r": "enter",
    "\n": "ctrl+j",
    "\t": "tab",
    "\x02": "ctrl+b",
    "\x03": "ctrl+c",
    "\x08": "backspace",
    "\x1b": "escape",
}
"""Names Textual 8 gives to keys that are not their character."""

GUN = 0.0011
PERSON = 0.2
CODE = "ATEST1263K00FVU8"


@given(CODES, st.sampled_from(["\r", "\n", "\r\n", "\t", "\x03"]))
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
    assert [buffer.press(key, None, 0.0) for key in ("up", "f12", "insert")] == [None, None, None]
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
    assert paced(buffer, "AB\x08", PERSON) == []
    assert buffer.press("enter", "\r", 1.0) == Typed("A", by_hand=False)
    assert paced(buffer, "AB\x08\x08\x08\r", PERSON) == []


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


class TestEnds:
    """What ends a code, and what only looks as if."""

    def test_stx_and_etx_frame_a_code(self) -> None:
        """Neither is a part of it."""
        assert typed(KeyBuffer(), "\x02AB\x03\x02CD\x03") == ["AB", "CD"]

    @pytest.mark.parametrize("framing", ["cr", "crlf", "lf"])
    def test_tab_and_etx_are_data_where_the_setting_says_so(self, framing: str) -> None:
        """They make the code unreadable; Enter ends it whatever the setting says."""
        assert typed(KeyBuffer(Framing.parse(framing)), "\x02A\tB\x03\r") == ["\x02A\tB\x03"]

    def test_a_paste_ends_codes_as_typing_does(self) -> None:
        """TAB and ETX too."""
        buffer = KeyBuffer(Framing.parse("tab"))
        assert [code.text for code in buffer.paste("AB\tCD\rEF\x03")] == ["AB", "CD"]
        assert buffer.text == "EF\x03"

    @pytest.mark.parametrize("key", ["f12", "f10", "f1"])
    def test_keys_beside_a_code_are_no_part_of_it(self, key: str) -> None:
        """A function key as a gun's prefix or suffix."""
        buffer = KeyBuffer()
        buffer.press(key, None, 0.0)
        paced(buffer, CODE, GUN)
        buffer.press(key, None, 0.02)
        assert buffer.press("enter", "\r", 0.021) == Typed(CODE, by_hand=False)

    @pytest.mark.parametrize("character", "\x1c\x1d\x1e\x1f\x04")
    def test_separators_of_gs1_are_kept(self, character: str) -> None:
        """FS, GS, RS, US and EOT are data of GS1 and ISO/IEC 15434."""
        assert typed(KeyBuffer(), f"01{character}21\r") == [f"01{character}21"]


class TestGarbled:
    """A code in which something was lost is refused, never read without it."""

    @pytest.mark.parametrize(
        ("key", "character"),
        [("alt+shift+a", "A"), ("alt+1", "1"), ("down", None), ("f8", None), ("insert", None)],
    )
    def test_a_key_that_no_code_holds_inside_a_gun_code(self, key: str, character: str | None) -> None:
        """ESC alters the next character; guns send GS as a cursor key or DC1 as F8."""
        buffer = KeyBuffer()
        paced(buffer, CODE[:6], GUN)
        buffer.press(key, character, 6 * GUN)
        done = paced(buffer, f"{CODE[6:]}\r", GUN, 7 * GUN)
        assert [(code.fault, code.by_hand) for code in done] == [(Fault.GARBLED, False)]

    def test_a_cursor_key_before_a_code_garbles_only_a_code_that_follows_at_once(self) -> None:
        """`ESC [ C` of a code is the cursor key to the right; a person may press it at any time."""
        buffer = KeyBuffer()
        buffer.press("right", None, 0.0)
        assert paced(buffer, f"{CODE}\r", GUN, GUN)[0].fault is Fault.GARBLED
        buffer.press("right", None, 5.0)
        assert paced(buffer, f"{CODE}\r", GUN, 5.1)[0].fault is None

    def test_a_backspace_at_a_gun_pace(self) -> None:
        """It is an 0x08 of the code, and what it would take back is the code's."""
        done = paced(KeyBuffer(), f"{CODE}\x08X\r", GUN)
        assert done == [Typed(f"{CODE}X", by_hand=False, fault=Fault.GARBLED)]

    def test_an_escape_in_a_gun_code(self) -> None:
        """Alone it drops what a person typed, and nothing of a gun's."""
        assert paced(KeyBuffer(), f"{CODE}\x1b\r", GUN)[0].fault is Fault.GARBLED
        buffer = KeyBuffer()
        assert paced(buffer, f"{CODE}\x1bABCDEF\r", PERSON) == [Typed("ABCDEF", by_hand=True)]

    def test_a_person_may_press_what_there_is(self) -> None:
        """Arrows do nothing; what is typed is read back anyway."""
        buffer = KeyBuffer()
        paced(buffer, CODE, PERSON)
        buffer.press("left", None, 4.0)
        assert paced(buffer, "1\r", PERSON, 4.2) == [Typed(f"{CODE}1", by_hand=True)]

    def test_an_endless_code_is_over_long(self) -> None:
        """And the next one is whole."""
        done = paced(KeyBuffer(), "x" * (LONGEST + 5) + "\rAB\r", GUN)
        assert done == [
            Typed("x" * LONGEST, by_hand=False, fault=Fault.OVER_LONG),
            Typed("AB", by_hand=False),
        ]

    def test_an_endless_paste_is_over_long(self) -> None:
        """Also where its end comes with the next one."""
        buffer = KeyBuffer()
        assert buffer.paste("y" * (LONGEST + 1)) == []
        assert [(len(code.text), code.fault) for code in buffer.paste("y\nAB\n")] == [
            (LONGEST, Fault.OVER_LONG),
            (2, None),
        ]


class TestPauses:
    """Time ends no code; but a code without an end never becomes a part of the next."""

    def test_a_gun_code_without_an_end_is_refused_when_the_next_begins(self) -> None:
        """Both are answered, neither is merged."""
        buffer = KeyBuffer()
        assert paced(buffer, "RI-C-IN", GUN) == []
        assert buffer.is_stale(2.0)
        done = paced(buffer, f"{CODE}\r", GUN, 2.0)
        assert done == [
            Typed("RI-C-IN", by_hand=False, fault=Fault.UNTERMINATED),
            Typed(CODE, by_hand=False),
        ]

    @pytest.mark.parametrize("gap", [SLOWEST_GUN, LONGEST_PAUSE])
    def test_a_gun_may_hesitate(self, gap: float) -> None:
        """A Bluetooth gun on the edge of its reach."""
        buffer = KeyBuffer()
        paced(buffer, CODE[:8], GUN)
        assert paced(buffer, f"{CODE[8:]}\r", GUN, 7 * GUN + gap)[0].text == CODE

    def test_an_end_that_comes_late_ends_the_code(self) -> None:
        """The operator presses Enter for a gun that sends none."""
        buffer = KeyBuffer()
        paced(buffer, CODE, GUN)
        assert buffer.press("enter", "\r", 60.0) == Typed(CODE, by_hand=False)

    def test_a_person_may_think_as_long_as_it_takes(self) -> None:
        """Typing is never cut by time."""
        buffer = KeyBuffer()
        assert paced(buffer, CODE[:5], PERSON) == []
        assert not buffer.is_stale(99.0)
        assert paced(buffer, f"{CODE[5:]}\r", PERSON, 99.0) == [Typed(CODE, by_hand=True)]

    @pytest.mark.parametrize("begun", ["1", "123", "123456"])
    def test_a_scan_behind_what_a_person_began_to_type_is_refused(self, begun: str) -> None:
        """Two texts in one are none."""
        buffer = KeyBuffer()
        paced(buffer, begun, PERSON)
        done = paced(buffer, f"{CODE}\r", GUN, PERSON * len(begun) + LONGEST_PAUSE)
        assert [(code.text, code.fault) for code in done] == [(begun + CODE, Fault.GARBLED)]

    def test_a_function_key_of_a_person_stands_alone(self) -> None:
        """A gun's comes with a code."""
        buffer = KeyBuffer()
        assert buffer.is_alone(0.0)
        paced(buffer, f"{CODE}\r", GUN, 5.0)
        assert not buffer.is_alone(5.02)
        assert buffer.is_alone(5.02 + 2 * ALONE)


STREAMS = st.lists(
    st.tuples(
        st.sampled_from(["a", "A", "-", "\r", "\n", "\t", "\x02", "\x03", "\x08", "\x1b", "\x1d", "\x11"])
        | st.characters(),
        st.sampled_from([0.0, GUN, PERSON, LONGEST_PAUSE + 1]),
    ),
    max_size=60,
)


@given(STREAMS)
def test_whatever_is_pressed_no_code_is_empty_or_holds_an_end(stream: list[tuple[str, float]]) -> None:
    """And what waits can always be ended."""
    buffer, at, done = KeyBuffer(), 0.0, []
    for character, gap in stream:
        at += gap
        done.append(buffer.press(NAMES.get(character, character), character, at))
    done.append(buffer.press("enter", "\r", at))
    assert buffer.text == ""
    for code in filter(None, done):
        assert code.text
        assert not set(code.text) & set("\r\n\t\x03")
