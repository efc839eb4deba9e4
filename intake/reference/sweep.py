"""The sweep: sorted keys become disjoint segments, and what can be told on the way is told."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations

import msgspec

from intake.affected import Shape, segments
from intake.affected.coverage import Coverage
from intake.reference.file import Named
from intake.reference.staging import StagedKey

_MOST_OVERLAPS = 1_000
"""Pairs of lines that are kept: a notice is read by a person."""

_NO_KEY: StagedKey = ("", "", "", "", 0)

StoredSegment = tuple[int, str, str, int]
"""Id of the shape, first and last key, and id of what is named."""

_lines = msgspec.json.Encoder().encode_lines


class Sweep:
    """One pass over all keys of a list, shape by shape."""

    def __init__(self, said: Mapping[str, Named], coverage: Coverage, head: bytes) -> None:
        """`said` is what rows say, by its text; the content begins with `head`."""
        self.named: dict[frozenset[str], int] = {}
        """What segments name, as texts of what rows say, and the id of each such set."""

        self.overlaps: dict[tuple[int, int], None] = {}
        """Lines of different models that share serials, earlier line first."""

        self._twins = array("q")
        self._models = {text: named.model for text, named in said.items()}
        self._alone = {text: frozenset({text}) for text in said}
        self._coverage = coverage
        self._digest = hashlib.sha256(head)
        self._disagreeing: set[int] = set()

    @property
    def content(self) -> str:
        """SHA-256 over what was swept, in hexadecimal."""
        return self._digest.hexdigest()

    def twins(self) -> Iterator[tuple[int, int]]:
        """Give lines that share a key and what they say, later line first."""
        return zip(self._twins[::2], self._twins[1::2], strict=True)

    def segments(
        self, number: int, shape: Shape, blocks: Iterable[list[StagedKey]]
    ) -> Iterator[StoredSegment]:
        """Sweep the keys of one shape."""
        self._digest.update(msgspec.json.encode(shape.order))
        count = self._coverage.add if shape.is_whole else self._coverage.add_uncountable
        for first, last, held in segments(self._told(blocks, count)):
            # Most rows of most lists stand alone.
            saying = self._alone[held[0][2]] if len(held) == 1 else frozenset([key[2] for key in held])
            named = self.named.get(saying)
            if named is None:
                named = self._name(saying)
            if named in self._disagreeing:
                self._note_overlaps(held)
            yield number, first, last, named

    def _told(
        self, blocks: Iterable[list[StagedKey]], count: Callable[[str, str, str], object]
    ) -> Iterator[tuple[str, str, StagedKey]]:
        """Add up the content, count, and find the twins: they follow each other."""
        models = self._models
        before, begun = _NO_KEY, ""
        for block in blocks:
            self._digest.update(_lines([key[:4] for key in block]))
            for key in block:
                first, last, saying, _, line = key
                if first == begun and key[:3] == before[:3]:
                    self._twins.extend((max(line, before[4]), min(line, before[4])))
                before, begun = key, first
                count(models[saying], first, last)
                yield first, last, key

    def _name(self, saying: frozenset[str]) -> int:
        """Give an id to what several rows say together, each thing once."""
        number = self.named[saying] = len(self.named)
        if len({self._models[text] for text in saying}) > 1:
            self._disagreeing.add(number)
        return number

    def _note_overlaps(self, held: tuple[StagedKey, ...]) -> None:
        for (_, _, one, _, line), (_, _, other, _, other_line) in combinations(held, 2):
            if len(self.overlaps) >= _MOST_OVERLAPS:
                return
            if self._models[one] != self._models[other]:
                self.overlaps[min(line, other_line), max(line, other_line)] = None
