"""Terminals: what a screen needs before it is worth opening."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from intake.errors import ScreenFailedError, WrongUsageError

if TYPE_CHECKING:
    from textual.app import App


def expect_terminal(instead: str) -> None:
    """Raise WrongUsageError where nobody sits at a terminal; `instead` says what helps."""
    if not (os.isatty(0) and os.isatty(1)):
        raise WrongUsageError(f"expected a terminal for the screen, got none; {instead}")


def show(app: App[None], log: Path) -> None:
    """Show an app until a person quits it; `log` is where descriptor 2 goes meanwhile.

    Raises ScreenFailedError where a fault of the program ended it: Textual returns as if a person had.
    """
    app.run(mouse=False)
    if app.return_code:
        raise ScreenFailedError(f"expected the screen to stand until it is left, got a fault: see {log}")
