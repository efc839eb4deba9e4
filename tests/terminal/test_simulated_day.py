"""A day through a pseudo-terminal and the keyboard into the real program, every answer as foretold."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from intake.cli.simulate import pulling
from intake.founding import found
from intake.simulation import day as days
from intake.simulation.mix import FULL
from intake.simulation.site import load
from tests.terminal.conftest import Terminal
from tui.key_buffer import SLOWEST_GUN

PROOF = bool(os.environ.get("PROOF"))
SEEDS, PARCELS = ((1, 2, 3), 300) if PROOF else ((2,), 12)


@pytest.mark.timeout(1200 if PROOF else 120)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_at_a_guns_speed(open_terminal: Callable[..., Terminal], tmp_path: Path, seed: int) -> None:
    """Everything there is, keyed serials at a person's pace; then `intake verify` and a count by hand."""
    found(tmp_path / "state", training=True, station="simulated")
    terminal = open_terminal(None)
    terminal.until(lambda screen: "F10" in screen)

    def press(text: str) -> None:
        for key in ["Enter"] if text == "enter" else text:
            time.sleep(SLOWEST_GUN * 2)
            terminal.keys(key)

    day = days.work(load(), seed, PARCELS, FULL)
    played = pulling.play(day, tmp_path / "state", tmp_path / "gun", is_shown=False, press=press)
    assert played.differences == ()
    assert played.faults == ()
    assert "RI-C-OUT" in terminal.until(lambda screen: "RI-C-OUT" in screen)
