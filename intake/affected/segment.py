"""Segments: overlapping ranges swept into disjoint stretches, so that one seek finds all that name a key.

Keys of one shape are of one length and compare as text, in the order of ASCII
(`intake.serial_number.SYMBOLS`), as SQLite compares them too.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Iterator
from typing import TypeVar

from intake.serial_number import SYMBOLS

Item = TypeVar("Item")

_AFTER = dict(itertools.pairwise(SYMBOLS))
_BEFORE = {after: symbol for symbol, after in _AFTER.items()}


def successor(key: str) -> str:
    """Give the next key of the same length, or `""` after the last."""
    return _neighbour(key, _AFTER, SYMBOLS[-1], SYMBOLS[0])


def predecessor(key: str) -> str:
    """Give the key of the same length before `key`, or `""` before the first."""
    return _neighbour(key, _BEFORE, SYMBOLS[0], SYMBOLS[-1])


def _neighbour(key: str, following: dict[str, str], end: str, turned: str) -> str:
    """Count on in the last place that is not at its end; those behind it turn over, as nines do."""
    head = key.rstrip(end)
    if not head:
        return ""
    return head[:-1] + following[head[-1]] + turned * (len(key) - len(head))


def segments(ranges: Iterable[tuple[str, str, Item]]) -> Iterator[tuple[str, str, tuple[Item, ...]]]:
    """Sweep ranges of one shape, sorted by first and last key, into disjoint ones in the same order.

    Each comes with the items of the ranges that hold it, in no order. Streams: only the ranges that
    cover the place of the sweep are held; N ranges make at most 2 N - 1 segments. Raises ValueError when
    the ranges are not sorted.
    """
    alive: list[tuple[str, int, Item]] = []
    at = before = ""
    for number, (first, last, item) in enumerate(ranges):
        if first <= at and (first, last) < (at, before):
            raise ValueError(f"expected ranges in their order, got {first} after {at}")
        if alive and at < first:
            if len(alive) == 1 and alive[0][0] < first:  # most rows of most lists stand alone
                end, _, held = alive.pop()
                yield at, end, (held,)
            else:
                yield from _closed(alive, at, first)
        heapq.heappush(alive, (last, number, item))
        at, before = first, last
    yield from _closed(alive, at, None)


def _closed(
    alive: list[tuple[str, int, Item]], at: str, stop: str | None
) -> list[tuple[str, str, tuple[Item, ...]]]:
    """Give the segments from `at` to before `stop` (None: to the end), dropping ranges that end there."""
    found = []
    while alive and (stop is None or at < stop):
        end = alive[0][0]
        last = end if stop is None or end < stop else predecessor(stop)
        found.append((at, last, tuple([item for _, _, item in alive])))
        if last != end:
            break
        while alive and alive[0][0] == end:
            heapq.heappop(alive)
        at = successor(end) if alive else end
    return found
