"""Keystrokes become bytes: what a gun means by the keys it presses and lets go of, by its own settings.

What nothing explains becomes a trace: SUB (ISO/IEC 6429, for a character found to be wrong) and the key's
number. SUB is in no code, so a code with a trace in it is GARBLED, and says what came.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from scanners import keycodes
from scanners.assignment import Control, GunLayout

_TRACE: Final = re.compile(rb"\x1a<key ([0-9]+)(\+shift)?>")

_ENDS: Final = {
    keycodes.ENTER: b"\r",
    keycodes.KEYPAD_ENTER: b"\r",
    keycodes.TAB: b"\t",
    keycodes.LINE_FEED: b"\n",
}
"""Keys that may end a code, whatever is held: a modifier that stays down must not join two codes."""

_FRAMING: Final = b"\x02\x03\t\n\r"
"""What a gun set to another convention still sends by Ctrl: a prefix or a terminator."""

_BY_KEY: Final = {Control.FUNCTION: keycodes.FUNCTION_KEYS, Control.ARROWS: keycodes.ARROW_KEYS}

_LONGEST_NUMBER: Final = len("0001114111")
_OEM: Final = range(0x80, 0x100)


class Stroke(NamedTuple):
    """A key as it was pressed."""

    code: int
    is_shifted: bool


def trace_of(code: int, *, shifted: bool = False) -> bytes:
    """What a key that nothing explains leaves in its code."""
    return b"\x1a<key %d%s>" % (code, b"+shift" if shifted else b"")


def traces(raw: bytes) -> list[Stroke]:
    """The keys that left a trace in a code."""
    return [Stroke(int(code), shift != b"") for code, shift in _TRACE.findall(raw)]


class Keystrokes:
    """The keys of one gun: which are held, and what each press means."""

    def __init__(self, layout: GunLayout, control: Control) -> None:
        """Begin with no key held."""
        self._layout = layout
        self._control = control
        self._table = _BY_KEY.get(control, {})
        self._held: set[int] = set()
        self._is_alone = False
        self.digits = ""
        """Of a character whose number is being typed while Alt is held."""
        self.is_turned = False
        """Whether the case of letters is turned: by Caps Lock, or by the gun itself."""

    def let_go(self) -> None:
        """Forget what is held: nobody knows any more."""
        self._held.clear()
        self.digits = ""

    def end_code(self) -> None:
        """Forget what only a control character of the last code held down (Honeywell's ETX holds Alt)."""
        self._held &= keycodes.SHIFT

    def unfinished(self) -> bytes:
        """The trace of a number whose Alt was not let go of, given once; usually nothing."""
        digits, self.digits = self.digits, ""
        return trace_of(keycodes.LEFT_ALT) if digits else b""

    def press(self, code: int) -> bytes:
        """What a key means that goes down; nothing for a modifier."""
        self._is_alone = code in keycodes.MODIFIERS
        if self._is_alone:
            self._held.add(code)
            return b""
        if code in _ENDS and not (code == keycodes.TAB and self._holds(keycodes.SHIFT)):
            return self.unfinished() + _ENDS[code]
        if code in self._table:
            return trace_of(code) if self._held else bytes([self._table[code]])
        if code in {keycodes.CAPS_LOCK, keycodes.NUM_LOCK}:
            self.is_turned ^= code == keycodes.CAPS_LOCK
            return b""
        return self._with_modifiers(code)

    def release(self, code: int) -> bytes:
        """What a key means that goes up: Alt ends a number, others mean nothing."""
        was_held = code in self._held
        self._held.discard(code)
        if code in keycodes.ALT and not self._holds(keycodes.ALT) and self.digits:
            digits, self.digits = self.digits, ""
            return _numbered(digits) or trace_of(code)
        # Guns that send control characters by keys send some by a modifier alone (Shift is an ETX).
        return trace_of(code) if was_held and self._is_alone and self._table else b""

    def _holds(self, keys: frozenset[int]) -> bool:
        return not self._held.isdisjoint(keys)

    def _with_modifiers(self, code: int) -> bytes:
        if self._holds(keycodes.META):
            return trace_of(code)
        if self._holds(keycodes.ALT):
            return self._with_alt(code)
        if self._holds(keycodes.CTRL):
            return self._with_ctrl(code)
        return self._alone(code)

    def _with_alt(self, code: int) -> bytes:
        digit = keycodes.KEYPAD.get(code)
        if self._control is not Control.ALT or digit is None or self._holds(keycodes.CTRL | keycodes.SHIFT):
            return trace_of(code)
        self.digits = (self.digits + digit)[: _LONGEST_NUMBER + 1]
        return b""

    def _with_ctrl(self, code: int) -> bytes:
        """A control character, by either character of the key: makers write RS as Ctrl+^ and as Ctrl+6."""
        shifted = self._holds(keycodes.SHIFT)
        for is_upper in (shifted, not shifted):
            character = keycodes.character(self._layout, code, shifted=is_upper)
            if character is not None and character >= "@":
                sent = bytes([ord(character) & 0x1F])
                is_ours = self._control is Control.CTRL or (not self._table and sent in _FRAMING)
                return sent if is_ours else trace_of(code)
        return trace_of(code)

    def _alone(self, code: int) -> bytes:
        shifted = self._holds(keycodes.SHIFT)
        character = keycodes.character(self._layout, code, shifted=shifted)
        # Where cursor keys are data, a key of the number pad may be one: Num Lock decides, unseen.
        if character is None or (self._control is Control.ARROWS and code in keycodes.KEYPAD):
            return trace_of(code, shifted=shifted)
        return (character.swapcase() if self.is_turned else character).encode()


def _numbered(digits: str) -> bytes:
    """The character of a number typed with Alt held, or nothing where it is not certain.

    Guns type three digits or four; a leading 0 chooses Windows code page 1252 above 127, none chooses a
    code page of the host's. Higher numbers are Unicode's. Source: Zebra, keypad emulation (with leading
    zero); Microsoft, Alt codes.
    """
    number = int(digits)
    if len(digits) > _LONGEST_NUMBER or (number in _OEM and digits[0] != "0"):
        return b""
    try:
        character = bytes([number]).decode("cp1252") if number in _OEM else chr(number)
        return character.encode()
    except ValueError:  # no such character, or a surrogate
        return b""
