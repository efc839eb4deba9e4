"""The likeliest symbols are exact: as good as trying every one."""

from __future__ import annotations

import numpy as np
import pytest

from scanners.decode.blur import FINE, rendered
from scanners.decode.code128_table import PATTERNS, STOP, WIDE
from scanners.decode.trellis import likeliest

VALUES = (104, 33, 34, 17, 99, 56, 100, 80, 3)


def ink(values, spread):
    modules = np.concatenate([PATTERNS[list(values)].ravel(), STOP])
    return rendered(modules, np.full(modules.size, spread))


def symbols(seen, count):
    return seen[: count * WIDE * FINE].reshape(count, -1).astype(np.float32)


def cost(seen, values, spread):
    return float(np.square(seen - symbols(ink(values, spread), len(values))).sum())


@pytest.mark.parametrize("spread", [0.3, 0.6, 0.9, 1.2])
def test_symbols_are_read_through_any_blur(spread):
    count = len(VALUES)
    best = likeliest(symbols(ink(VALUES, spread), count), np.full(count, spread))
    assert best.values == VALUES
    assert best.noise == pytest.approx(0, abs=1e-4)
    assert best.margin > 0


def test_the_margin_is_what_the_next_best_costs_more():
    count, spread = len(VALUES), 0.8
    noise = np.random.default_rng(4).normal(0, 0.02, count * WIDE * FINE).reshape(count, -1)
    seen = (symbols(ink(VALUES, spread), count) + noise).astype(np.float32)
    best = likeliest(seen, np.full(count, spread))
    assert best.values == VALUES
    assert best.noise == pytest.approx(cost(seen, VALUES, spread) / seen.size, rel=0.05)
    rivals = [
        cost(seen, (*VALUES[:place], value, *VALUES[place + 1 :]), spread)
        for place in range(1, count)
        for value in range(103)
        if value != VALUES[place]
    ]
    assert best.margin == pytest.approx(min(rivals) - cost(seen, VALUES, spread), rel=0.05)


def test_starts_stand_only_at_the_start():
    noise = np.random.default_rng(5).uniform(0, 1, (12, WIDE * FINE)).astype(np.float32)
    values = likeliest(noise, np.full(12, 0.7)).values
    assert values[0] >= 103
    assert max(values[1:]) < 103
