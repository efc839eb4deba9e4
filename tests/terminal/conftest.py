"""The real program in a real terminal (tmux), with a pseudo-terminal as its scanner."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanners.pseudo_gun import PseudoGun


class Terminal:
    """One tmux session of its own server."""

    def __init__(
        self, folder: Path, command: str, environment: dict[str, str], size: tuple[int, int]
    ) -> None:
        self._socket = folder / "tmux"
        width, height = size
        settings = [f"-e{name}={value}" for name, value in environment.items()]
        self._tmux(
            "-u",
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            str(width),
            "-y",
            str(height),
            *settings,
            command,
        )
        self._tmux("set-option", "-g", "remain-on-exit", "on")

    def _tmux(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", str(self._socket), *words], capture_output=True, text=True, check=True
        )
        return done.stdout

    @property
    def screen(self) -> str:
        """What stands on the screen."""
        return self._tmux("capture-pane", "-p")

    @property
    def is_over(self) -> bool:
        """Whether the program has ended."""
        return self._tmux("display-message", "-p", "#{pane_dead}").strip() == "1"

    def keys(self, *names: str) -> None:
        """Press keys by tmux's names."""
        self._tmux("send-keys", *names)

    def take_keyboard_away(self) -> None:
        """From now on no key reaches the program, whoever presses it."""
        self._tmux("select-pane", "-d")

    def give_keyboard_back(self) -> None:
        """Keys reach the program again."""
        self._tmux("select-pane", "-e")

    @property
    def has_keyboard(self) -> bool:
        """Whether keys reach the program."""
        return self._tmux("display-message", "-p", "#{pane_input_off}").strip() == "0"

    def until(self, holds: Callable[[str], bool], seconds: float = 20) -> str:
        """Wait until the screen shows something; fails with what it shows instead."""
        end = time.monotonic() + seconds
        while not holds(shown := self.screen):
            assert time.monotonic() < end, f"not in time; the screen shows:\n{shown}"
            time.sleep(0.02)
        return shown

    def restart(self) -> None:
        """Kill the program as a power cut does, and begin it anew in the same terminal."""
        os.kill(int(self._tmux("display-message", "-p", "#{pane_pid}")), signal.SIGKILL)
        self.until(lambda _screen: self.is_over)
        self._tmux("respawn-pane")

    def close(self) -> None:
        """End the session."""
        subprocess.run(["tmux", "-S", str(self._socket), "kill-server"], check=False, capture_output=True)


@pytest.fixture
def gun(tmp_path: Path) -> Iterator[PseudoGun]:
    """A plugged scanner."""
    with PseudoGun(tmp_path / "gun") as made:
        if not made.plugged:
            made.plug()
        yield made


@pytest.fixture
def open_terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Open the station in a terminal."""
    opened: list[Terminal] = []

    def opener(
        gun: PseudoGun | None,
        size: tuple[int, int] = (80, 24),
        language: str = "en",
        program: str = "-m intake",
        **more: str,
    ) -> Terminal:
        """Scanners that `more` of the environment assigns take the place of the gun's port."""
        environment = more | {
            "INTAKE_STATE": str(tmp_path / "state"),
            "INTAKE_LANGUAGE": language,
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
        }
        port = "" if "INTAKE_SCANNERS" in more else f" --port {tmp_path / 'gun'}"
        command = f"{sys.executable} {program} station{port}"
        terminal = Terminal(tmp_path, command, environment, size)
        opened.append(terminal)
        return terminal

    yield opener
    for terminal in opened:
        terminal.close()
