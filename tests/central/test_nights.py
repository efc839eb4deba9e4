"""Whatever happens on the way, in the end the hub holds what the logs hold, and its queue is the model's.

CI plays 2,000 nights, `PROOF=1` 200,000. A failure names its seed, and `SEED=n` plays that night alone.
"""

from __future__ import annotations

import os

import pytest

from tests.central.contents import sweep
from tests.central.night import Night

AT_ONCE = 100
NIGHTS = 200_000 if os.environ.get("PROOF") == "1" else 2_000
FIRST = int(os.environ.get("SEED", "0"))
COUNT = 1 if "SEED" in os.environ else NIGHTS


@pytest.mark.timeout(600)
@pytest.mark.parametrize("first", range(FIRST, FIRST + COUNT, AT_ONCE))
def test_the_hub_holds_what_the_logs_hold(stage, first):
    sweep(stage.hub.look)
    for seed in range(first, min(first + AT_ONCE, FIRST + COUNT)):
        with Night(seed, stage) as night:
            try:
                night.play()
            except Exception as error:
                raise AssertionError(f"SEED={seed}, after {night.network.met}") from error
