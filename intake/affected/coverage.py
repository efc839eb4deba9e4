"""Coverage: how many serials a list names, to be compared with the units a maker announced."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = b"0123456789abcdefghijklmnopqrstuvwxyz"


class Coverage:
    """Counts serials of each model over an alphabet; a pattern, which may forbid some of them, is not asked.

    Ranges of one length come sorted by their first serial. What names units by a part of the serial, or by
    nothing of it, cannot be counted.
    """

    def __init__(self, alphabet: str) -> None:
        self._rank = _ranking(alphabet)
        self._reach: dict[str, tuple[str, str]] = {}
        """The stretch of each model that the next range may prolong."""

        self._counts: dict[str, int] = {}
        self._uncountable: set[str] = set()

    def add(self, model: str, first: str, last: str) -> None:
        """Count the serials from `first` to `last`, none twice."""
        reach = self._reach.get(model)
        if reach is None or first > reach[1] or len(first) != len(reach[1]):
            self._reach[model] = first, last
            if reach is not None:
                self._count(model, *reach)
        elif last > reach[1]:
            self._reach[model] = reach[0], last

    def add_uncountable(self, model: str, *_keys: str) -> None:
        """Take note of keys that are less than the whole serial."""
        self._uncountable.add(model)

    def counts(self) -> dict[str, int | None]:
        """Give the number of serials of each model, or None where it cannot be counted."""
        for model, reach in self._reach.items():
            self._count(model, *reach)
        self._reach.clear()
        return self._counts | dict.fromkeys(self._uncountable)

    def _count(self, model: str, first: str, last: str) -> None:
        between = self._rank(last) - self._rank(first) if first < last else 0
        self._counts[model] = self._counts.get(model, 0) + between + 1


def _ranking(alphabet: str) -> Callable[[str], int]:
    """Give the function that numbers texts over an alphabet in the order of ASCII."""
    characters = sorted(set(alphabet))
    base = len(characters)
    if 1 < base <= len(_DIGITS):  # what int() can read is ten times as fast
        digits = bytes.maketrans("".join(characters).encode(), _DIGITS[:base])
        return lambda text: int(text.encode().translate(digits), base)
    places = {character: place for place, character in enumerate(characters)}

    def rank(text: str) -> int:
        number = 0
        for character in text:
            number = number * base + places[character]
        return number

    return rank
