"""The key buffer: a keyboard gun's keys, gathered into scans by their terminator alone.

A screen takes every key here before any widget; an `Input` would merge serials when the screen is slow,
for its Enter is a binding that runs after later keys were handled.

A person's typing is told from a gun's by its pace: what a person types is read back before it counts.
Time never ends a code, but a gun's code whose terminator is missing is refused when the next one begins:
two codes must not become one. A code in which a key arrived that no code holds is GARBLED: a terminal
tells an ESC inside a code only by what it does to the next characters, and some guns send a GS as a
cursor key.

All times are seconds of one monotonic clock, as Textual stamps its events.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from intake.scan import Fault
from scanners.frames import STX, Framing, Terminator

LONGEST = 16_384
"""Characters kept of one typed code; the rest of an endless one is dropped, and the cut one is refused."""

SLOWEST_GUN = 0.05
"""Seconds from key to key: wired guns type at 1 to 15 ms, a sleepy Bluetooth one at 30, people at 80."""

LONGEST_PAUSE = 1.0
"""Seconds a gun may hesitate inside a code; no radio link that works takes longer."""

ALONE = 0.15
"""Seconds around a function key in which no other key may come if a person pressed it."""

_FEWEST = 4
"""Keys whose pace says something: no serial is shorter."""

_SHORTEST_CODE = 6
"""Keys a gun sends at least: `RI-C-D`. Fewer fast ones in a row are within a person's reach."""

_FUNCTION = re.compile(r"f[0-9]+")


class Typed(NamedTuple):
    """A whole code."""

    text: str
    by_hand: bool
    """Whether it came at a person's pace."""

    fault: Fault | None = None
    """Why it cannot be a code, where it cannot."""


class KeyBuffer:
    """Characters typed since the last terminator."""

    def __init__(self, framing: Framing | None = None) -> None:
        """Begin empty. CR and LF always end a code; TAB and ETX where `framing` (auto) says so."""
        ends = (framing or Framing.parse("auto")).terminators
        tab, etx = Terminator.TAB in ends, Terminator.ETX in ends
        self._ends = {"enter", "ctrl+j", "ctrl+m", *["tab"] * tab, *["ctrl+c"] * etx}
        self._lines = re.compile("\r\n|[\r\n" + "\t" * tab + "\x03" * etx + "]")
        self._prefix = STX.decode() if etx else None
        self.pressed_at = -LONGEST_PAUSE
        """When the last key of any kind was pressed."""
        self._lost_at = -LONGEST_PAUSE
        self._clear()

    def _clear(self) -> None:
        self.text = ""
        self._fault: Fault | None = None
        self._first = self._last = 0.0
        self._run, self._run_at = 0, 0.0  # where in the text, and when, the keys since the last pause began
        self._is_broken = False

    @property
    def by_hand(self) -> bool:
        """Whether what waits was typed at a person's pace."""
        gaps = len(self.text) - 1
        return gaps >= _FEWEST - 1 and (self._last - self._first) / gaps > SLOWEST_GUN

    def is_stale(self, at: float) -> bool:
        """Tell whether what waits is a gun's and has waited so long that its terminator is missing."""
        return len(self.text) >= _FEWEST and not self.by_hand and at - self._last > LONGEST_PAUSE

    def is_alone(self, at: float) -> bool:
        """Tell whether a function key pressed at `at` follows no other key: a gun's comes with a code."""
        return at - self.pressed_at > ALONE

    def press(self, key: str, character: str | None, at: float) -> Typed | None:
        """Take a key pressed at `at`; give the code when the key ends one. An empty code is none.

        A key that begins a code while another waits without its end gives that one, UNTERMINATED.
        """
        self.pressed_at = at
        if key in self._ends:
            return self.take()
        if key == "backspace":
            self._erase(at)
        elif key == "escape":
            self._escape()
        elif character is None:
            self._note(key, at)
        elif self.text or character != self._prefix:
            return self._add(character, at, altered=key.startswith("alt+"))
        return None

    def _note(self, key: str, at: float) -> None:
        """Remember a key without a character: inside a code something was lost, beside one F12 may stand."""
        self._is_broken |= bool(self.text)
        if not _FUNCTION.fullmatch(key):
            self._lost_at = at
            self._garble(when=bool(self.text) and not self.by_hand)

    def _add(self, character: str, at: float, *, altered: bool) -> Typed | None:
        cut = self._give(Fault.UNTERMINATED) if self.is_stale(at) else None
        if not self.text:
            self._first = self._run_at = at
            self._garble(when=at - self._lost_at <= SLOWEST_GUN)
        elif at - self._last > (SLOWEST_GUN if self.by_hand else LONGEST_PAUSE):
            self._run, self._run_at = len(self.text), at
        self._last = at
        self._garble(when=altered or (self._is_broken and not self.by_hand))
        if len(self.text) < LONGEST:
            self.text += character
        else:
            self._fault = Fault.OVER_LONG
        return cut

    def _garble(self, *, when: bool) -> None:
        if when:
            self._fault = self._fault or Fault.GARBLED

    def _erase(self, at: float) -> None:
        """Take back a person's last character; at a gun's pace it is a 0x08 inside the code."""
        if self.text and not self.by_hand and at - self._last <= SLOWEST_GUN:
            self._garble(when=True)
        elif len(self.text) > 1:
            self.text = self.text[:-1]
        else:
            self._clear()

    def _escape(self) -> None:
        """Drop what a person has typed; a gun's code is no longer whole."""
        if self.by_hand or len(self.text) < _FEWEST:
            self._clear()
        else:
            self._garble(when=True)

    def take(self) -> Typed | None:
        """Give what waits as a whole code, and begin anew."""
        return self._give(Fault.GARBLED if self._is_mixed else None)

    def _give(self, fault: Fault | None) -> Typed | None:
        done = Typed(self.text, self.by_hand, self._fault or fault)
        self._clear()
        return done if done.text else None

    @property
    def _is_mixed(self) -> bool:
        """Whether a gun's code follows what a person had begun to type."""
        gaps = len(self.text) - self._run - 1
        is_long = self._run > 0 and gaps >= _SHORTEST_CODE - 1
        return is_long and (self._last - self._run_at) / gaps <= SLOWEST_GUN

    def paste(self, text: str) -> list[Typed]:
        """Take a pasted text: each of its lines is a code, the rest waits for its end."""
        *lines, rest = self._lines.split(self.text + text)
        codes = [Typed(line[:LONGEST], by_hand=False, fault=_too_long(line)) for line in lines]
        if codes:
            codes[0] = codes[0]._replace(fault=self._fault or codes[0].fault)
            self._fault = None
        fault = self._fault or _too_long(rest)
        self._clear()
        self.text, self._fault = rest[:LONGEST], fault
        return [code for code in codes if code.text]


def _too_long(text: str) -> Fault | None:
    return Fault.OVER_LONG if len(text) > LONGEST else None
