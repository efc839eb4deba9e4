"""The likeliest symbols of a Code 128 whose modules are in place, and how far behind any others are.

Blur carries ink over a symbol's borders, so the cost of each depends on how the one before it ends and the
one after it begins. There are four ends and four beginnings, which keeps the search exact (Viterbi, both
ways).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from scanners.decode.blur import (
    HEADS,
    NARROWEST,
    SEEN,
    SPREADS_A_MODULE,
    TAILS,
    WIDEST,
    Floats,
    Samples,
    templates,
)
from scanners.decode.code128_table import FIRST_START, PATTERNS, STOP, Bits
from scanners.decode.fitting import Likeliest

_NEVER: Final = np.float32(1e9)


def _places(shown: Bits, among: Bits) -> list[int]:
    return [next(place for place, each in enumerate(among) if (each == row).all()) for row in shown]


_HEAD: Final = np.array(_places(PATTERNS[:, :SEEN], HEADS))
_TAIL: Final = np.array(_places(PATTERNS[:, -SEEN:], TAILS))
_STOP: Final = _places(STOP[None, :SEEN], HEADS)[0]
_QUIET: Final = 0
"""The tail of nothing."""


def likeliest(seen: Samples, spreads: Floats) -> Likeliest:
    """Find the sequence that explains best what was seen of each symbol, shape (symbols, 44), ink being 1."""
    costs = _costs(seen, spreads)
    before, chosen = _forward(costs)
    through = (before + _backward(costs)).min(axis=2)
    second, first = np.partition(through, 1, axis=1)[:, 1], through.min()
    return Likeliest(_traced(before[-1], chosen), float(first) / seen.size, float(second.min() - first))


def _costs(seen: Samples, spreads: Floats) -> Samples:
    """Shape (symbols, 4 tails, 106, 4 heads); what the standard forbids costs too much."""
    costs = np.empty((len(seen), len(TAILS), len(PATTERNS), len(HEADS)), np.float32)
    steps = np.rint(np.clip(spreads, NARROWEST, WIDEST) * SPREADS_A_MODULE).astype(int)
    for place, (row, step) in enumerate(zip(seen, steps, strict=True)):
        like = templates(int(step))
        costs[place] = row @ row - 2 * (like @ row) + np.einsum("...i,...i", like, like)
    costs[1:, :, FIRST_START:] = _NEVER
    costs[0, :, :FIRST_START] = _NEVER
    costs[0, [tail for tail in range(len(TAILS)) if tail != _QUIET]] = _NEVER
    return costs


def _forward(costs: Samples) -> tuple[Samples, list[tuple[Samples, Samples]]]:
    """Least cost up to each symbol and the head after it; and the way back.

    That is, by place: the best symbol before for each tail and head, the best tail for each symbol and head.
    """
    best = np.full(costs[:, 0].shape, _NEVER, np.float32)
    best[0] = costs[0, _QUIET]
    chosen = []
    for place in range(1, len(costs)):
        by_tail = np.stack(
            [np.where(np.equal(_TAIL, tail)[:, None], best[place - 1], _NEVER) for tail in range(len(TAILS))]
        )
        total = costs[place] + by_tail.min(axis=1)[:, _HEAD, None]
        best[place] = total.min(axis=0)
        chosen.append((by_tail.argmin(axis=1), total.argmin(axis=0)))
    return best, chosen


def _backward(costs: Samples) -> Samples:
    """Least cost of what follows each symbol when it is followed by each head, shape (symbols, 106, 4)."""
    rest = np.full(costs[:, 0].shape, _NEVER, np.float32)
    rest[-1, :, _STOP] = 0
    for place in range(len(costs) - 1, 0, -1):
        following = (costs[place] + rest[place]).min(axis=2)
        for head in range(len(HEADS)):
            rest[place - 1, :, head] = following[:, head == _HEAD].min(axis=1)[_TAIL]
    return rest


def _traced(last: Samples, chosen: list[tuple[Samples, Samples]]) -> tuple[int, ...]:
    """Walk back from the check character, which a stop follows."""
    value, head = int(last[:, _STOP].argmin()), _STOP
    values = [value]
    for by_tail, tails in reversed(chosen):
        tail = int(tails[value, head])
        value, head = int(by_tail[tail, _HEAD[value]]), int(_HEAD[value])
        values.append(value)
    return tuple(reversed(values))
