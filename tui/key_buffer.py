"""The key buffer: a keyboard gun's keys, gathered into scans by their terminator alone.

A screen takes every key here before any widget; an `Input` would merge serials when the screen is slow,
for its Enter is a binding that runs after later keys were handled.
"""

from __future__ import annotations

LONGEST = 16_384
"""Characters kept of one typed code; the rest of an endless one is dropped, and the cut one is refused."""

_ENDS = frozenset({"enter", "ctrl+j", "ctrl+m"})


class KeyBuffer:
    """Characters typed since the last terminator."""

    def __init__(self) -> None:
        """Begin empty."""
        self.text = ""

    def press(self, key: str, character: str | None) -> str | None:
        """Take a key; give the whole code when the key ends one. An empty code is none."""
        if key in _ENDS:
            done, self.text = self.text, ""
            return done or None
        if key == "backspace":
            self.text = self.text[:-1]
        elif character is not None and len(self.text) < LONGEST:
            self.text += character
        return None

    def paste(self, text: str) -> list[str]:
        """Take a pasted text: each of its lines is a code, the rest waits for its end."""
        *lines, rest = (self.text + text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
        self.text = rest[:LONGEST]
        return [line for line in lines if line]
