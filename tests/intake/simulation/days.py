"""Playing days in tests: a founded folder of its own for each."""

from __future__ import annotations

from pathlib import Path

from intake.cli.simulate.playing import Played, play
from intake.founding import found
from intake.settings import load
from intake.simulation.day import Day


def played(day: Day, folder: Path) -> Played:
    """Found a training folder and play the day into its station."""
    found(folder, training=True, station="simulated")
    return play(day, folder, load(folder))
