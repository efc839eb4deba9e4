"""Alphabets: the keys a campaign can have at all between two that only mark the ends of a stretch.

Segments end just before the next one begins, in the order of every character a serial may hold; of a
campaign's own characters few or none may lie there.
"""

from __future__ import annotations


class Alphabet:
    """The characters of a campaign's serials, in the order of ASCII."""

    def __init__(self, characters: str) -> None:
        self._characters = sorted(set(characters))
        self._place = {character: place for place, character in enumerate(self._characters)}

    def first_from(self, key: str) -> str | None:
        """Give the first key over the alphabet that is `key` or after it, of its length; None without any."""
        return self._nearest(key, self._characters)

    def last_to(self, key: str) -> str | None:
        """Give the last key over the alphabet that is `key` or before it, of its length; None without any."""
        return self._nearest(key, self._characters[::-1])

    def _nearest(self, key: str, ordered: list[str]) -> str | None:
        """Give the next key in a direction; `ordered` begins with the character that is first in it."""
        known = next((place for place, character in enumerate(key) if character not in self._place), len(key))
        if known == len(key):
            return key
        is_upward = ordered is self._characters
        for place in range(known, -1, -1):
            beyond = [each for each in ordered if (each > key[place] if is_upward else each < key[place])]
            if beyond:
                return key[:place] + beyond[0] + ordered[0] * (len(key) - place - 1)
        return None

    def count(self, first: str, last: str) -> int:
        """Count the keys from `first` to `last`, both included and over the alphabet."""
        return self._rank(last) - self._rank(first) + 1

    def _rank(self, key: str) -> int:
        number = 0
        for character in key:
            number = number * len(self._characters) + self._place[character]
        return number
