"""Terminals: a screen that a fault ends is not taken for one a person has left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from intake.cli.terminals import show
from intake.errors import ScreenFailedError

LOG = Path("native.log")


class Unseen(App[None]):
    """Runs without a terminal."""

    def run(self, **how: Any) -> None:
        super().run(headless=True, **how)


class Left(Unseen):
    def on_mount(self) -> None:
        self.exit()


class Faulty(Unseen):
    def on_mount(self) -> None:
        raise LookupError("a word nobody wrote")


def test_a_screen_that_is_left_is_done() -> None:
    show(Left(), LOG)


def test_a_fault_is_told_with_where_to_look() -> None:
    with pytest.raises(ScreenFailedError, match=r"native\.log"):
        show(Faulty(), LOG)
