"""Claims: what an owner announced for one parcel. A claim is a number and devices, never a person."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

TAIL = 6
"""Last characters of a serial that confirm a claim's: 32^6, a thousand million, endings a careless eye
would have to hit."""


class ClaimedUnit(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a claim."""

    serial: str | None = None
    """In normal form; None where the owner could not read it."""

    model: str | None = None
    colour: str | None = None
    count: int = 1
    """Devices the line stands for; more than one only without a serial."""


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is expected in one parcel."""

    number: str
    units: tuple[ClaimedUnit, ...]

    @property
    def count(self) -> int:
        """How many devices it announces."""
        return sum(unit.count for unit in self.units)

    @property
    def serials(self) -> tuple[str, ...]:
        """The serials it names."""
        return tuple(unit.serial for unit in self.units if unit.serial is not None)

    def ending(self, tail: str, taken: Iterable[str | None]) -> tuple[str, ...]:
        """Give its serials that end in `tail` and are not among those taken in already."""
        seen = set(taken)
        return tuple(each for each in self.serials if each.endswith(tail) and each not in seen)


def nearest(serial: str, serials: Iterable[str]) -> str | None:
    """Give the serial that differs in the fewest characters, the first of equals; None when there is none."""
    return min(serials, key=lambda each: distance(serial, each), default=None)


def distance(one: str, other: str) -> int:
    """Count the characters to insert, delete or exchange between two texts (Levenshtein, 1966)."""
    row = list(range(len(other) + 1))
    for place, character in enumerate(one, 1):
        above, row = row, [place]
        for column, against in enumerate(other, 1):
            changed = above[column - 1] + (character != against)
            row.append(min(changed, above[column] + 1, row[-1] + 1))
    return row[-1]
