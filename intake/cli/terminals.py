"""Terminals: what a screen needs before it is worth opening."""

from __future__ import annotations

import os

from intake.errors import WrongUsageError


def expect_terminal(instead: str) -> None:
    """Raise WrongUsageError where nobody sits at a terminal; `instead` says what helps."""
    if not (os.isatty(0) and os.isatty(2)):
        raise WrongUsageError(f"expected a terminal for the screen, got none; {instead}")
