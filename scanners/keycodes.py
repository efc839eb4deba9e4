"""Key codes: which characters the keys of a gun's keyboard give, by our own tables.

A key code names a place on the keyboard, whatever is printed there, and is the same on every Linux. What
stands there is the gun's own setting (`GunLayout`): with these tables neither the host's layout nor its
input method has any say.

Source: linux/input-event-codes.h for the codes; the US keyboard of IBM's PC and the OADG 109A keyboard
for what stands there, as in the console keymaps us.kmap and jp106.kmap of Debian 12. Two keys of jp106 are
left out, for no gun types them: Shift+0 gives nothing on OADG 109A, and key 86 does not exist there.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from scanners.assignment import GunLayout

if TYPE_CHECKING:
    from collections.abc import Mapping

ESC: Final = 1
BACKSPACE: Final = 14
TAB: Final = 15
ENTER: Final = 28
LEFT_CTRL: Final = 29
LEFT_SHIFT: Final = 42
RIGHT_SHIFT: Final = 54
LEFT_ALT: Final = 56
CAPS_LOCK: Final = 58
F1: Final = 59
NUM_LOCK: Final = 69
F11: Final = 87
F12: Final = 88
KEYPAD_ENTER: Final = 96
RIGHT_CTRL: Final = 97
PRINT_SCREEN: Final = 99
RIGHT_ALT: Final = 100
LINE_FEED: Final = 101
HOME: Final = 102
UP: Final = 103
PAGE_UP: Final = 104
LEFT: Final = 105
RIGHT: Final = 106
END: Final = 107
DOWN: Final = 108
PAGE_DOWN: Final = 109
INSERT: Final = 110
DELETE: Final = 111
LEFT_META: Final = 125
RIGHT_META: Final = 126

SHIFT: Final = frozenset({LEFT_SHIFT, RIGHT_SHIFT})
CTRL: Final = frozenset({LEFT_CTRL, RIGHT_CTRL})
ALT: Final = frozenset({LEFT_ALT, RIGHT_ALT})
META: Final = frozenset({LEFT_META, RIGHT_META})
MODIFIERS: Final = SHIFT | CTRL | ALT | META
FUNCTION_ROW: Final = frozenset({*range(F1, F1 + 10), F11, F12, *range(183, 195)})
"""F1 to F24."""

_NOTHING: Final = "\0"


def _row(first: int, plain: str, shifted: str) -> dict[int, str]:
    """Keys side by side: the plain and the shifted character of each."""
    return {code: a + b for code, (a, b) in enumerate(zip(plain, shifted, strict=True), first)}


_LETTERS: Final = (
    _row(16, "qwertyuiop", "QWERTYUIOP")
    | _row(30, "asdfghjkl", "ASDFGHJKL")
    | _row(44, "zxcvbnm,./", "ZXCVBNM<>?")
    | {57: "  "}
)
"""Alike on both keyboards."""

_US: Final = _LETTERS | (
    _row(2, "1234567890-=", "!@#$%^&*()_+") | _row(26, "[]", "{}") | _row(39, ";'`", ':"~') | {43: "\\|"}
)
"""39 KEY_SEMICOLON, 40 KEY_APOSTROPHE, 41 KEY_GRAVE, 43 KEY_BACKSLASH."""

_JIS: Final = _LETTERS | (
    _row(2, "1234567890-^", "!\"#$%&'()" + _NOTHING + "=~")
    | _row(26, "@[", "`{")
    | _row(39, ";:", "+*")
    | {43: "]}", 89: "\\_", 124: "\\|"}
)
"""41 is Hankaku/Zenkaku and gives none; 89 KEY_RO; 124 KEY_YEN, whose sign is a backslash in ASCII."""

_MARKS: Final = {GunLayout.US: _US, GunLayout.JIS: _JIS}

KEYPAD: Final[Mapping[int, str]] = MappingProxyType(
    dict(zip((82, 79, 80, 81, 75, 76, 77, 71, 72, 73), "0123456789", strict=True))
)
"""The digits of the number pad. Num Lock says nothing: a gun that sends these keys means digits."""

_KEYPAD_MARKS: Final = {55: "*", 74: "-", 78: "+", 83: ".", 98: "/", 117: "=", 121: ",", 95: ","}

WRITING: Final = frozenset(_US) | frozenset(_JIS) | frozenset(KEYPAD) | frozenset(_KEYPAD_MARKS) | {86}
"""Keys that give a character on some keyboard; 86 is beside the left Shift of European ones."""


def character(layout: GunLayout, code: int, *, shifted: bool = False) -> str | None:
    """The character a key gives on a gun's keyboard; None where it gives none."""
    if code in KEYPAD:
        return KEYPAD[code]
    if code in _KEYPAD_MARKS:
        return _KEYPAD_MARKS[code]
    pair = _MARKS[layout].get(code)
    return pair[shifted] if pair and pair[shifted] != _NOTHING else None


_HONEYWELL: Final = {
    CAPS_LOCK: 0x02,
    DELETE: 0x0C,
    INSERT: 0x0E,
    ESC: 0x0F,
    F11: 0x10,
    HOME: 0x11,
    PRINT_SCREEN: 0x12,
    BACKSPACE: 0x13,
    F12: 0x15,
} | {F1 + number: 0x16 + number for number in range(10)}

_HAND_HELD: Final = {
    CAPS_LOCK: 0x04,
    NUM_LOCK: 0x05,
    ESC: 0x06,
    F1: 0x07,
    F1 + 1: 0x0A,
    F1 + 2: 0x0B,
    F1 + 3: 0x0C,
    F1 + 4: 0x0E,
    F1 + 5: 0x0F,
    F1 + 6: 0x10,
    F1 + 7: 0x11,
    F1 + 8: 0x12,
    F1 + 9: 0x13,
    INSERT: 0x16,
    DELETE: 0x17,
    HOME: 0x18,
    END: 0x19,
    PAGE_UP: 0x1A,
    PAGE_DOWN: 0x1B,
    UP: 0x1C,
    DOWN: 0x1D,
    LEFT: 0x1E,
    RIGHT: 0x1F,
}

FUNCTION_KEYS: Final[Mapping[int, int]] = MappingProxyType(_HONEYWELL)
"""Control characters as Honeywell's guns send them as delivered (KBDCAS0), so GS is F8.

Left out are those sent as Enter and Tab, which end a code, and as the press of a modifier alone, which says
nothing by itself. Source: Honeywell EZConfig-Scanning, ASCII conversion chart, Control + X mode off.
"""

ARROW_KEYS: Final[Mapping[int, int]] = MappingProxyType(_HAND_HELD)
"""Control characters as Hand Held Products' guns send them, so GS is Down; left out as above.

Source: Hand Held Products ValueTeam 3060, keyboard function code table, page A-5.
"""
