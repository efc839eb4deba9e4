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

    replaced: bool = False
    """The claims system has sent a replacement for it already."""


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is expected in one parcel."""

    number: str
    """As the claims system gives it; several claims announced for one parcel are joined by `+`."""

    units: tuple[ClaimedUnit, ...]

    @property
    def count(self) -> int:
        """How many devices it announces."""
        return sum(unit.count for unit in self.units)

    @property
    def serials(self) -> tuple[str, ...]:
        """The serials it names."""
        return tuple(unit.serial for unit in self.units if unit.serial is not None)

    @property
    def owed(self) -> int:
        """How many replacements it still expects."""
        return sum(unit.count for unit in self.units if not unit.replaced)

    def is_replaced(self, serial: str | None) -> bool:
        """Tell whether the replacement for a unit was sent: its own line says so, or every line does."""
        own = self._lines_of(serial)
        return any(unit.replaced for unit in own) if own else self.owed == 0

    def models_of(self, serial: str | None) -> tuple[str, ...]:
        """Give the models a unit may be of: its own line's, else any; none where a line leaves it open."""
        models = [unit.model for unit in self._lines_of(serial) or self.units]
        known = dict.fromkeys(model for model in models if model is not None)
        return () if None in models else tuple(known)

    def _lines_of(self, serial: str | None) -> list[ClaimedUnit]:
        return [unit for unit in self.units if serial is not None and unit.serial == serial]

    def ending(self, tail: str, taken: Iterable[str | None]) -> tuple[str, ...]:
        """Give its serials that end in `tail` and are not among those taken in already."""
        seen = set(taken)
        return tuple(each for each in self.serials if each.endswith(tail) and each not in seen)


def is_one_slip(one: str, other: str) -> bool:
    """Tell whether two texts differ by one slip of eye or finger.

    One character exchanged, left out or added, or two neighbours in each other's place (Damerau, 1964).
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((place for place, pair in enumerate(zip(one, other, strict=False)) if len({*pair}) > 1), -1)
    if start < 0:  # the longer one goes on by one character
        return True
    left, right = one[start:], other[start:]
    is_swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return is_swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


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
