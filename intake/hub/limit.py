"""Limits: how many more replacements the claims under a parcel's label expect. Pure.

A parcel of several claims bears their numbers joined by `+` (`claim.Claim`), and any of them may stand for
its units. So each replacement takes a place of one of its claims, of whichever leaves the others most:
another is given as long as that can be arranged, and no longer. The claims never give more than they expect
together, and none loses a place to a replacement that another can bear. What was given beyond them (an older
version of the expected returns expected more) takes nobody's place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

Claims = frozenset[str]


def claims_of(joined: str) -> Claims:
    """Give the claims that a parcel's number names."""
    return frozenset(joined.split("+"))


class _Step(NamedTuple):
    """Replacements of the same claims come to bear on one of them, and leave another."""

    of: Claims
    to: str
    before: str | None
    """None: the new ones, which have no place yet."""


class Places:
    """What the claims under a label expect, and which parcels' replacements have taken it.

    A flow from parcels to claims: what one more needs is found by a shortest augmenting path (Edmonds and
    Karp, 1972), without recursion, for a pallet may bear a thousand claims.
    """

    def __init__(self, expected: Mapping[str, int], served: Mapping[str, int]) -> None:
        """`expected`: of how many devices, by claim. `served`: how many were given, by claims joined."""
        self._claims = dict[str, Claims]()
        self._free = dict(expected)
        self._borne = {claim: Counter[Claims]() for claim in expected}
        for joined, count in served.items():
            self.take(joined, count)

    def limit(self, joined: str) -> bool:
        """Tell whether a parcel of these claims may have no more than they expect."""
        return not self._of(joined).isdisjoint(self._free)

    def take(self, joined: str, count: int = 1) -> int:
        """Take up to so many places for replacements of these claims, and give how many there were."""
        claims, taken = self._of(joined), 0
        while taken < count and (path := self._path(claims)):
            taken += self._shift(path, count - taken)
        return taken

    def _of(self, joined: str) -> Claims:
        """Give one and the same object each time: sets that are not are compared claim by claim."""
        if joined not in self._claims:
            self._claims[joined] = claims_of(joined)
        return self._claims[joined]

    def _path(self, claims: Claims) -> list[_Step]:
        """Find the way to a place that is free, or that others give up for another of their claims."""
        steps = {claim: _Step(claims, claim, None) for claim in claims & self._free.keys()}
        looked, seen = [*steps], {claims}
        for claim in looked:
            if self._free[claim]:
                return _back(steps, claim)
            for other in [other for other, has in self._borne[claim].items() if has and other not in seen]:
                seen.add(other)
                found = [to for to in other if to in self._free and to not in steps]
                steps |= {to: _Step(other, to, claim) for to in found}
                looked += found
        return []

    def _shift(self, path: list[_Step], most: int) -> int:
        """Move as many as can go the whole way."""
        moved = min(most, self._free[path[0].to])
        moved = min([moved, *(self._borne[step.before][step.of] for step in path if step.before is not None)])
        self._free[path[0].to] -= moved
        for step in path:
            self._borne[step.to][step.of] += moved
            if step.before is not None:
                self._borne[step.before][step.of] -= moved
        return moved


def _back(steps: Mapping[str, _Step], end: str) -> list[_Step]:
    path = [steps[end]]
    while (before := path[-1].before) is not None:
        path.append(steps[before])
    return path
