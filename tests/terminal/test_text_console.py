"""The text console, whose TERM is linux: the real programs speak English there, whatever the setting says."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.founded import Founded
from tests.terminal.conftest import Terminal

WHY = "This console cannot show Japanese."


@pytest.mark.parametrize("program", ["station", "review", "setup"])
def test_what_is_set_to_japanese_says_why_it_is_not(founded: Founded, tmp_path: Path, program: str) -> None:
    """And no character stands there that its font may not have."""
    environment = {
        "INTAKE_STATE": str(founded.copy(tmp_path / "state")),
        "INTAKE_LANGUAGE": "ja",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "PATH": os.environ["PATH"],
    }
    # tmux has a TERM of its own for what it starts.
    command = f"env TERM=linux {sys.executable} -m intake {program}"
    terminal = Terminal(tmp_path, command, environment, (80, 24))
    try:
        shown = terminal.until(lambda screen: WHY in screen)
    finally:
        terminal.close()
    assert not [each for each in shown if "\u3040" <= each <= "\u9fff"]
