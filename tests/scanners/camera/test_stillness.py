"""Stillness: noise is no change, a code put down is one."""

from itertools import cycle, pairwise

import numpy as np
import pytest

from scanners.camera.stillness import LOOKS, LOOKS_EACH, Stillness
from tests.scanners.camera.table import table


def noisy(frame, chance):
    return np.clip(frame + chance.normal(0, 5, frame.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("rate", [5, 15, 30])
def test_a_table_at_rest_is_looked_at_a_while_and_then_three_times_a_second(rate):
    """Of Code 39 three pictures must agree within one."""
    stillness, chance = Stillness(), np.random.default_rng(7)
    frames = cycle([noisy(table(), chance) for _ in range(5)])
    times = [number / rate for number in range(LOOKS + 3 * rate)]
    looked = [at for at in times if stillness.is_worth(next(frames), at)]
    assert looked[:LOOKS] == times[:LOOKS]
    rests = [after - before for before, after in pairwise(looked[LOOKS - 1 :])]
    assert min(rests) >= LOOKS_EACH
    assert max(rests) < 0.5


def test_what_is_put_down_and_what_is_newly_asked_for_is_looked_at():
    stillness = Stillness()
    for _ in range(LOOKS + 1):
        stillness.is_worth(table(), 0)
    assert not stillness.is_worth(table(), 0)
    assert stillness.is_worth(table("A1263-000123"), 0)
    for _ in range(LOOKS):
        stillness.is_worth(table("A1263-000123"), 0)
    assert not stillness.is_worth(table("A1263-000123"), 0)
    stillness.stir()
    assert stillness.is_worth(table("A1263-000123"), 0)
