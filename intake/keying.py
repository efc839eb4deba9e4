"""Keying: keys of a person, gathered into one entry that is then taken as a keyed scan."""

from __future__ import annotations

import re

import msgspec

from intake.outcome import Entries

ENTER, BACKSPACE, ESCAPE = "enter", "backspace", "escape"
_FUNCTION_KEY = re.compile(r"f[0-9]{1,2}")
LONGEST = 64
"""Characters of an entry: more than any serial has."""


class Key(msgspec.Struct, frozen=True):
    """One key by its name, or one or more characters as typed."""

    text: str

    @property
    def is_usable(self) -> bool:
        """Whether an entry can do anything with it."""
        return self.text in {ENTER, BACKSPACE, ESCAPE} or (0 < len(self.text) <= LONGEST and self.is_typed)

    @property
    def is_typed(self) -> bool:
        """Whether it stands for characters: letters, digits and what serials are grouped by."""
        if _FUNCTION_KEY.fullmatch(self.text):
            return False
        return all(character.isalnum() or character in "-:/ " for character in self.text)


class Entry(msgspec.Struct, frozen=True):
    """What has been keyed so far."""

    text: str = ""

    def press(self, key: Key, entries: Entries) -> tuple[Entry, str | None]:
        """Take a key; give the entry after it, and its text when that is complete, by Enter or by itself."""
        if key.text == ENTER:
            return Entry(), self.text or None
        if key.text == ESCAPE:
            return Entry(), None
        if key.text == BACKSPACE:
            return Entry(self.text[:-1]), None
        text = (self.text + key.text)[:LONGEST]
        return (Entry(), text) if entries.complete(text.upper()) else (Entry(text), None)
