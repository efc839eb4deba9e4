"""Parts of a serial: a maker names units by a stretch of it as often as by the whole.

Apple's packs of 2006 are named by five characters in front and four at the end, Toshiba's by two groups
between hyphens, Lenovo's by seven characters from the fourth on.
"""

from __future__ import annotations

from typing import Annotated

import msgspec


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of fixed length, in the whole serial or in one of its groups between hyphens."""

    start: Annotated[int, msgspec.Meta(ge=-40, le=39)]
    """Where it begins, counted from 0; a negative one counts from the end."""

    length: Annotated[int, msgspec.Meta(ge=1, le=40)]
    group: Annotated[int, msgspec.Meta(ge=0, le=20)] = 0
    """Which group between hyphens it lies in, counted from 1; 0: the whole serial."""

    def of(self, serial: str) -> str | None:
        """Give the part of a serial in normal form; None where it is too short or has no such group."""
        text = serial
        if self.group:
            groups = serial.split("-")
            if self.group > len(groups):
                return None
            text = groups[self.group - 1]
        start = self.start if self.start >= 0 else len(text) + self.start
        found = text[start : start + self.length] if start >= 0 else ""
        return found if len(found) == self.length else None
