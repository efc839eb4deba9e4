"""The key buffer: a keyboard gun's keys, gathered into scans by their terminator alone.

A screen takes every key here before any widget; an `Input` would merge serials when the screen is slow,
for its Enter is a binding that runs after later keys were handled.

A person's typing is told from a gun's by its pace: what a person types is read back before it counts.
"""

from __future__ import annotations

from typing import NamedTuple

LONGEST = 16_384
"""Characters kept of one typed code; the rest of an endless one is dropped, and the cut one is refused."""

SLOWEST_GUN = 0.05
"""Seconds from key to key: wired guns type at 1 to 15 ms, a sleepy Bluetooth one at 30, people at 80."""

_ENDS = frozenset({"enter", "ctrl+j", "ctrl+m"})
_FEWEST = 4
"""Keys whose pace says something: no serial is shorter."""


class Typed(NamedTuple):
    """A whole code."""

    text: str
    by_hand: bool
    """Whether it came at a person's pace."""


class KeyBuffer:
    """Characters typed since the last terminator."""

    def __init__(self) -> None:
        """Begin empty."""
        self.text = ""
        self._first = 0.0
        self._last = 0.0

    @property
    def by_hand(self) -> bool:
        """Whether what waits was typed at a person's pace."""
        gaps = len(self.text) - 1
        return gaps >= _FEWEST - 1 and (self._last - self._first) / gaps > SLOWEST_GUN

    def press(self, key: str, character: str | None, at: float) -> Typed | None:
        """Take a key pressed at `at` seconds; give the code when the key ends one. An empty code is none."""
        if key in _ENDS:
            return self.take()
        if key == "backspace":
            self.text = self.text[:-1]
        elif character is not None and len(self.text) < LONGEST:
            self._first = at if not self.text else self._first
            self._last = at
            self.text += character
        return None

    def take(self) -> Typed | None:
        """Give what waits as a whole code, and begin anew."""
        done = Typed(self.text, self.by_hand)
        self.text = ""
        return done if done.text else None

    def paste(self, text: str) -> list[Typed]:
        """Take a pasted text: each of its lines is a code, the rest waits for its end."""
        *lines, rest = (self.text + text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
        self.text = rest[:LONGEST]
        self._first = self._last
        return [Typed(line, by_hand=False) for line in lines if line]
