"""What keeps a screen from opening is one sentence on the terminal, not in a file."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from intake.founding import found
from intake.state_folder import Lock


def told(folder: Path, *words: str) -> tuple[int, str]:
    """Run a command at a terminal of its own; give its exit code and all it wrote there."""
    near, far = pty.openpty()
    environment = {"INTAKE_STATE": str(folder), "LANG": "C.UTF-8", "TERM": "xterm"}
    command = [sys.executable, "-m", "intake", *words]
    running = subprocess.Popen(command, stdin=far, stdout=far, stderr=far, env=environment)
    os.close(far)
    written = b""
    try:
        while chunk := os.read(near, 4096):
            written += chunk
    except OSError:  # EIO: the program has closed its side
        pass
    os.close(near)
    return running.wait(), written.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found(tmp_path / "state", training=True, station="dock-1")
    return tmp_path / "state"


def test_a_second_desk_is_told_who_holds_the_folder(folder: Path) -> None:
    lock = Lock(folder, "another desk")
    code, text = told(folder, "station")
    lock.release()
    assert code == 3
    assert "another desk" in text


@pytest.mark.parametrize("command", ["station", "review"])
def test_without_a_terminal_no_screen_is_opened(folder: Path, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "intake", command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env={"INTAKE_STATE": str(folder), "LANG": "C.UTF-8"},
    )
    assert done.returncode == 2
    assert "expected a terminal" in done.stderr


def test_a_bad_emergency_text_is_told(folder: Path) -> None:
    (folder / "emergency.toml").write_text("[en]\nemergency = 1\n", encoding="utf-8")
    code, text = told(folder, "station")
    assert code == 3
    assert "emergency.toml: expected [en] and [ja]" in "".join(text.split("\r\n"))
