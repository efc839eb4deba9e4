"""A first guess of where the symbols of a Code 128 stand: the cheapest chain of slots from start to stop.

Each place and width a symbol may have is compared with all symbols at once; then a chain is sought in which
each slot begins where the last one ends and has about its width. So the width of a module may drift along
the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scanners.decode.blur import SEEN, Samples, weights
from scanners.decode.code128_table import FIRST_START, PATTERNS, STOP, WIDE

_SPREAD: Final = 0.8
"""Standard deviation of the blur in modules: about what hides edges; other codes fit well enough."""

_GROWTH: Final = 1.08
"""Ratio of two neighbouring widths."""

_NARROWER: Final = 0.42
_WIDER: Final = 1.15
"""Shares of the module that edges suggest between which its width is sought: blur hides edges."""

_SAMPLES: Final = 2
"""Samples a module."""

_FINER: Final = 4
"""Steps of a pixel at which the profile is looked up."""

_INSIDE: Final = 20.0
_OUTSIDE: Final = 1.0
"""Modules the code may begin or end within and beyond what looks like bars: a frame may stand by it."""

_WORTH: Final = 0.16
"""Share of its energy that may stay unexplained in a slot of a code: each that is better belongs to it."""

_FAINTEST: Final = 0.6
"""Share of the mean contrast from which a slot holds bars; else any shape would explain paper."""

_A_SYMBOL: Final = 0.035
"""What each slot costs besides, as a share of the mean energy: narrow slots explain even noise."""

_NEVER: Final = np.float32(1e9)
_MOVES: Final = tuple((wider, later) for wider in (-1, 0, 1) for later in (-1, 0, 1))
_PENALTIES: Final = np.array([0.06 * abs(wider) + 0.012 * abs(later) for wider, later in _MOVES], np.float32)
"""For a change of width, and of place, by one step; as shares of the mean energy."""

Costs = NDArray[np.float32]
"""By place and width, shape (places, widths)."""


@dataclass(frozen=True, eq=False)
class Segments:
    """Symbols and where they stand."""

    cost: float
    """Unexplained share of what is seen."""

    borders: NDArray[np.float64]
    """Where each symbol begins, in samples of the profile, then where the stop begins and ends."""

    values: tuple[int, ...]
    """From start to check character."""


@dataclass(frozen=True, eq=False)
class _Slots:
    """Every slot a symbol may have."""

    places: NDArray[np.float64]
    widths: NDArray[np.float64]
    """Samples a module."""

    lengths: NDArray[np.intp]
    """Places from a symbol's begin to its end, by width."""

    seen: Samples
    """What is seen in each, without its mean, shape (places, widths, samples)."""

    stops: Samples
    """The same over the width of a stop."""


@dataclass(frozen=True, eq=False)
class _Priced:
    """What each slot costs as a start, a symbol or a stop, and which start or symbol it is."""

    start: Costs
    symbol: Costs
    stop: Costs
    starts: NDArray[np.intp]
    symbols: NDArray[np.intp]


def segments(ink: Samples, ends: tuple[float, float], module: float) -> Segments | None:
    """Find the cheapest chain, if there is one.

    `ink` is 0 for paper and 1 for a bar, `ends` are samples between which there are bars. `module` is the
    width in samples that the number of edges suggests.
    """
    slots = _slots(ink, ends, (module * _NARROWER, module * _WIDER))
    energy = max(float(np.square(slots.seen).sum(axis=2).mean()), 1e-6)
    priced = _within(_priced(slots, energy), slots, ends)
    best, moves = _chained(priced, slots.lengths, energy)
    return _traced(priced, slots, best, moves, energy)


def _slots(ink: Samples, ends: tuple[float, float], widths: tuple[float, float]) -> _Slots:
    least, most = widths
    count = int(np.ceil(np.log(most / least) / np.log(_GROWTH))) + 1
    all_widths = np.asarray(least * _GROWTH ** np.arange(count), np.float64)
    step = most / _WIDER / 3
    first, last = max(0.0, ends[0] - 1.5 * most), min(ink.size - 1.0, ends[1] + 1.5 * most)
    places = np.asarray(first + step * np.arange(int((last - first) / step) + 1), np.float64)
    fine = np.interp(np.arange(0, ink.size - 1, 1 / _FINER), np.arange(ink.size), ink).astype(np.float32)
    lengths = np.rint(WIDE * all_widths / step).astype(int)
    cut = [_cut(fine, places, all_widths, modules) for modules in (WIDE, STOP.size)]
    return _Slots(places, all_widths, lengths, *cut)


def _cut(fine: Samples, places: NDArray[np.float64], widths: NDArray[np.float64], modules: int) -> Samples:
    offsets = (np.arange(modules * _SAMPLES) + 0.5) / _SAMPLES
    at = (places * _FINER).astype(np.int32)[:, None, None] + (widths[:, None] * offsets * _FINER).astype(
        np.int32
    )
    seen = fine.take(at, mode="clip")
    seen -= seen.mean(axis=-1, keepdims=True)
    return seen


def _priced(slots: _Slots, energy: float) -> _Priced:
    symbols, stop = _shapes()
    shape = slots.seen.shape[:2]
    fits = slots.seen.reshape(-1, symbols.shape[1]) @ symbols.T
    parts = fits[:, :FIRST_START], fits[:, FIRST_START:]
    chosen = [part.argmax(axis=1).reshape(shape) for part in parts]
    of_all = np.einsum("pws,pws->pw", slots.seen, slots.seen)
    of_stops = np.einsum("pws,pws->pw", slots.stops, slots.stops)
    share = (slots.widths / np.median(slots.widths)).astype(np.float32)
    symbol, start = (_left(of_all, part.max(axis=1).reshape(shape), energy) for part in parts)
    stop_worth = _WORTH * STOP.size / WIDE
    return _Priced(
        (start - np.float32(_WORTH * energy)) * share,
        (symbol - np.float32(_WORTH * energy)) * share + np.float32(_A_SYMBOL * energy),
        (_left(of_stops, slots.stops @ stop, energy) - np.float32(stop_worth * energy)) * share,
        chosen[1] + FIRST_START,
        chosen[0],
    )


def _left(whole: Costs, fit: Costs, energy: float) -> Costs:
    """What a shape leaves unexplained of `whole`, given their product; more where that is too faint."""
    faint = np.maximum(np.float32(_FAINTEST * energy**0.5) - fit, 0)
    return np.asarray(whole - np.maximum(fit, 0) ** 2 + faint**2, np.float32)


@cache
def _shapes() -> tuple[Samples, Samples]:
    """The symbols, shape (106, 22), and the stop, shape (26,), blurred, without their mean, of length 1."""
    heads, tails = PATTERNS[:, :SEEN].mean(axis=0), PATTERNS[:, -SEEN:].mean(axis=0)
    before = np.tile(tails, (len(PATTERNS), 1))
    before[FIRST_START:] = 0
    rows = np.concatenate([before, PATTERNS, np.tile(heads, (len(PATTERNS), 1))], axis=1)
    symbols = rows @ weights(WIDE, WIDE * _SAMPLES, _SPREAD).T
    stop = weights(STOP.size, STOP.size * _SAMPLES, _SPREAD) @ np.concatenate([tails, STOP, np.zeros(SEEN)])
    return _standard(symbols), _standard(stop[None])[0]


def _standard(rows: NDArray[np.floating]) -> Samples:
    centred = rows - rows.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.linalg.norm(centred, axis=1, keepdims=True), np.float32)


def _within(priced: _Priced, slots: _Slots, ends: tuple[float, float]) -> _Priced:
    """The same, but starts only where the bars begin and stops only where they end."""
    begins = slots.places[:, None] - ends[0]
    over = slots.places[:, None] + STOP.size * slots.widths - ends[1]
    at_left = (begins >= -_OUTSIDE * slots.widths) & (begins <= _INSIDE * slots.widths)
    at_right = (over >= -_INSIDE * slots.widths) & (over <= _OUTSIDE * slots.widths)
    start = np.where(at_left, priced.start, _NEVER).astype(np.float32)
    stop = np.where(at_right, priced.stop, _NEVER).astype(np.float32)
    return _Priced(start, priced.symbol, stop, priced.starts, priced.symbols)


def _chained(priced: _Priced, lengths: NDArray[np.intp], energy: float) -> tuple[Costs, NDArray[np.int8]]:
    """Least cost of what ends where a slot begins, and which of `_MOVES` leads there from the slot before."""
    places, widths = priced.symbol.shape
    ended = np.full((places + 2, widths + 2), _NEVER, np.float32)
    best, moves = np.full((places, widths), _NEVER, np.float32), np.zeros((places, widths), np.int8)
    penalties = _PENALTIES * np.float32(energy)
    # No slot is shorter than a block, so all that a block builds on is known when its turn comes.
    block = int(lengths.min()) - 1
    for first in range(0, places, block):
        last = min(places, first + block)
        rows = np.arange(first, min(places, last + 1))
        begun = rows[:, None] - lengths
        known = np.maximum(begun, 0), np.arange(widths)
        cheapest = np.minimum(best[known] + priced.symbol[known], priced.start[known])
        ended[rows[0] + 1 : rows[-1] + 2, 1:-1] = np.where(begun >= 0, cheapest, _NEVER)
        ways = np.stack(
            [
                ended[first + 1 + later : last + 1 + later, 1 + wider : 1 + wider + widths] + penalty
                for (wider, later), penalty in zip(_MOVES, penalties, strict=True)
            ]
        )
        best[first:last], moves[first:last] = ways.min(axis=0), ways.argmin(axis=0)
    return best, moves


def _traced(
    priced: _Priced, slots: _Slots, best: Costs, moves: NDArray[np.int8], energy: float
) -> Segments | None:
    """Walk the cheapest chain back from its stop; None where there is none."""
    whole = best + priced.stop
    place, width = (int(index) for index in np.unravel_index(whole.argmin(), whole.shape))
    cost = float(whole[place, width])
    if cost >= _NEVER:
        return None
    borders = [slots.places[place] + STOP.size * slots.widths[width]]
    values: list[int] = []
    started = False
    while not started:
        borders.append(slots.places[place])
        wider, later = _MOVES[moves[place, width]]
        width += wider
        place += later - int(slots.lengths[width])
        started = bool(priced.start[place, width] <= best[place, width] + priced.symbol[place, width])
        values.append(int((priced.starts if started else priced.symbols)[place, width]))
    borders.append(slots.places[place])
    return Segments(_WORTH + cost / (energy * len(values)), np.array(borders[::-1]), tuple(values[::-1]))
