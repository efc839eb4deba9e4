"""A typist: the keys a gun presses for a text, by tables of its own, as records of the kernel.

A second copy of both keyboards, typed key by key from the xkb symbols us and jp (OADG 109A) of Debian 12 and
the names of linux/input-event-codes.h; nothing of it comes from `scanners.keycodes`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

SYN, KEY, MSC = 0, 1, 4
SHIFTS = {"left": 42, "right": 54}
CTRL, ALT, CAPS, ENTER, KEYPAD_ENTER, TAB = 29, 56, 58, 28, 96, 15
ESC, F8, F12, DOWN = 1, 66, 88, 108

# Name of the key in input-event-codes.h, its number, then plain and shifted character on it.
LETTER_KEYS = """
A 30 a A|B 48 b B|C 46 c C|D 32 d D|E 18 e E|F 33 f F|G 34 g G|H 35 h H|I 23 i I|J 36 j J|K 37 k K
L 38 l L|M 50 m M|N 49 n N|O 24 o O|P 25 p P|Q 16 q Q|R 19 r R|S 31 s S|T 20 t T|U 22 u U|V 47 v V|W 17 w W
X 45 x X|Y 21 y Y|Z 44 z Z|COMMA 51 , <|DOT 52 . >|SLASH 53 / ?|1 2 1 !
"""
US_KEYS = """
2 3 2 @|3 4 3 #|4 5 4 $|5 6 5 %|6 7 6 ^|7 8 7 &|8 9 8 *|9 10 9 (|0 11 0 )|MINUS 12 - _|EQUAL 13 = +
LEFTBRACE 26 [ {|RIGHTBRACE 27 ] }|SEMICOLON 39 ; :|APOSTROPHE 40 ' "|GRAVE 41 ` ~|BACKSLASH 43 \\ ¦
"""
JIS_KEYS = """
2 3 2 "|3 4 3 #|4 5 4 $|5 6 5 %|6 7 6 &|7 8 7 '|8 9 8 (|9 10 9 )|0 11 0|MINUS 12 - =|EQUAL 13 ^ ~
LEFTBRACE 26 @ `|RIGHTBRACE 27 [ {|SEMICOLON 39 ; +|APOSTROPHE 40 : *|BACKSLASH 43 ] }|YEN 124 \\ ¦|RO 89 \\ _
"""
"""`¦` stands for the bar, which parts the entries here."""

KEYPAD = dict(zip("7894561230", (71, 72, 73, 75, 76, 77, 79, 80, 81, 82), strict=True))

HONEYWELL = {
    0x02: 58, 0x0C: 111, 0x0E: 110, 0x0F: 1, 0x10: 87, 0x11: 102, 0x12: 99, 0x13: 14, 0x15: 88, 0x16: 59,
    0x17: 60, 0x18: 61, 0x19: 62, 0x1A: 63, 0x1B: 64, 0x1C: 65, 0x1D: 66, 0x1E: 67, 0x1F: 68,
}  # fmt: skip
HAND_HELD = {
    0x04: 58, 0x05: 69, 0x06: 1, 0x07: 59, 0x0A: 60, 0x0B: 61, 0x0C: 62, 0x0E: 63, 0x0F: 64, 0x10: 65,
    0x11: 66, 0x12: 67, 0x13: 68, 0x16: 110, 0x17: 111, 0x18: 102, 0x19: 107, 0x1A: 104, 0x1B: 109,
    0x1C: 103, 0x1D: 108, 0x1E: 105, 0x1F: 106,
}  # fmt: skip
KEYS = {"function": HONEYWELL, "arrows": HAND_HELD}
"""Makers' tables of the keys that stand for control characters, by the character's number."""


def _typed(table: str) -> dict[str, tuple[int, bool]]:
    """The key for each character, and whether with Shift; the first that has it."""
    keys: dict[str, tuple[int, bool]] = {" ": (57, False)}
    for entry in filter(None, table.replace("\n", "|").split("|")):
        _, number, *characters = entry.split(" ")
        for shifted, character in enumerate(characters):
            keys.setdefault(character.replace("¦", "|"), (int(number), bool(shifted)))
    return keys


TABLES = {"us": _typed(LETTER_KEYS + US_KEYS), "jis": _typed(LETTER_KEYS + JIS_KEYS)}


def record(kind: int, code: int, value: int) -> bytes:
    """One `struct input_event`: time as two longs, then type, code and value."""
    return struct.pack("@llHHi", 1_763_900_000, 250_000, kind, code, value)


REPORT = record(SYN, 0, 0)
DROPPED = record(SYN, 3, 0)


def change(code: int, value: int) -> bytes:
    """A key that goes down (1), up (0) or repeats (2), as a packet of a USB keyboard, its scan code first."""
    return record(MSC, 4, 0x70000 + code) + record(KEY, code, value) + REPORT


def tap(code: int, *held: int) -> bytes:
    """A key pressed and let go of while others are held."""
    down = b"".join(change(each, 1) for each in held)
    up = b"".join(change(each, 0) for each in reversed(held))
    return down + change(code, 1) + change(code, 0) + up


class Typist:
    """A gun that types: set to a layout, to a convention for control characters, and to a Shift."""

    def __init__(self, layout: str, control: str = "ctrl", shift: str = "left") -> None:
        self._keys = TABLES[layout]
        self._control = control
        self._shift = SHIFTS[shift]

    def types(self, text: str, end: bytes | None = None) -> bytes:
        """The records of a code. It ends with Enter unless other records are given for its end."""
        return b"".join(self.strokes(text)) + (tap(ENTER) if end is None else end)

    def strokes(self, text: Iterable[str]) -> Iterator[bytes]:
        """The records of each character of a text."""
        for character in text:
            yield self._control_character(ord(character)) if character < " " else self.presses(character)

    def presses(self, character: str, *held: int) -> bytes:
        key, shifted = self._keys[character]
        return tap(key, *held, self._shift) if shifted else tap(key, *held)

    def _control_character(self, number: int) -> bytes:
        if self._control == "ctrl":
            return self.presses(chr(number + 0x60 if 0 < number < 0x1B else number + 0x40), CTRL)
        if self._control == "alt":
            return numbered(f"{number:03d}")
        key = KEYS.get(self._control, {}).get(number)
        return tap(key) if key else b""


def numbered(digits: str) -> bytes:
    """A character typed by its number with Alt held."""
    return change(ALT, 1) + b"".join(tap(KEYPAD[digit]) for digit in digits) + change(ALT, 0)
