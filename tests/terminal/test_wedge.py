"""A keyboard gun types into a real terminal and the real program takes every code: the journal is counted."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from intake.own_label import LabelKind, OwnLabel
from tests.terminal.conftest import Terminal

BADGE = "RI-O-0001-T"
PARCEL = "A312000079193B"
KEY = 0.0011
"""Seconds from key to key of the fastest guns."""

ESCAPE = 0.12
"""Seconds after which a program no longer waits for the rest of an escape sequence."""

HOSTILE = [
    *(bytes([code]) + b"abc" for code in range(1, 0x20) if code not in b"\x03\t\n\r"),
    b"A\x7f\x7f\x7fB",
    b"\x1b[24~X",
    b"A\x1b[AB",
    b"\x1b[2J\x1b[H",
    b"\x1b]0;title\x07",
    b"[/foo]",
    b"[@click=app.quit]x",
    "\u202eABC\u202c".encode(),
    "ｱｲｳ".encode(),
    b"x" * 300,
]


class Keyboard:
    """A terminal of our own attached to the tmux session: what is typed into it reaches the program."""

    def __init__(self, socket: Path) -> None:
        tmux = ["tmux", "-S", str(socket)]
        # Every key and every line of the screen is the program's, none tmux's.
        for name, value in (("prefix", "None"), ("status", "off")):
            subprocess.run([*tmux, "set-option", "-g", name, value], check=True)
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        environment = os.environ | {"TERM": "xterm-256color"}
        self._client = subprocess.Popen(
            [*tmux, "attach"], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
        )
        os.close(theirs)
        os.read(self._ours, 1)  # once it paints, it takes keys
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        """Read what is painted, so that the painter never waits."""
        try:
            while os.read(self._ours, 65_536):
                pass
        except OSError:  # the terminal was closed
            return

    def types(self, *codes: bytes) -> None:
        """Type codes as they are, key by key at a gun's pace."""
        due = time.monotonic()
        for byte in b"".join(codes):
            os.write(self._ours, bytes([byte]))
            due += KEY
            time.sleep(max(0.0, due - time.monotonic()))

    def close(self) -> None:
        """Pull the plug."""
        self._client.kill()
        self._client.wait()
        os.close(self._ours)


@pytest.fixture
def attach(tmp_path: Path) -> Iterator[Callable[[], Keyboard]]:
    """Attach a keyboard to the terminal of this test."""
    attached: list[Keyboard] = []

    def attach_() -> Keyboard:
        attached.append(Keyboard(tmp_path / "tmux"))
        return attached[-1]

    yield attach_
    for keyboard in attached:
        keyboard.close()


def recorded(state: Path) -> list[dict[str, object]]:
    """What the journal holds of the keyboard, a line for each scan."""
    done = subprocess.run(
        [sys.executable, "-m", "intake", "log", "--json"],
        capture_output=True,
        check=True,
        env={"INTAKE_STATE": str(state), "LANG": "C.UTF-8"},
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [line for line in lines if str(line["source"]).startswith("keyboard")]


@pytest.fixture
def desk(open_terminal: Callable[..., Terminal]) -> Terminal:
    """The desk in a terminal."""
    terminal = open_terminal(None)
    terminal.until(lambda screen: "F10" in screen)
    return terminal


def test_three_hundred_typed_scans_are_three_hundred_facts(
    desk: Terminal, attach: Callable[[], Keyboard], tmp_path: Path
) -> None:
    """At 1.1 ms a key, one on the heels of the other: all of them, in order, none joined."""
    codes = [BADGE, *(OwnLabel(LabelKind.BAG, number).code for number in range(1, 301)), PARCEL]
    attach().types(*(f"{code}\r".encode() for code in codes))
    desk.until(lambda screen: "312000079193" in screen)
    assert [line["scan"] for line in recorded(tmp_path / "state")] == codes


def test_a_window_that_comes_and_goes_types_nothing_into_a_code(
    desk: Terminal, attach: Callable[[], Keyboard], tmp_path: Path
) -> None:
    """A terminal that reports its focus to whoever asks for it does so amid a code: it is taken as it is."""
    subprocess.run(
        ["tmux", "-S", str(tmp_path / "tmux"), "set-option", "-g", "focus-events", "on"], check=True
    )
    keyboard = attach()
    keyboard.types(BADGE[:4].encode(), b"\x1b[O", b"\x1b[I", f"{BADGE[4:]}\r{PARCEL}\r".encode())
    desk.until(lambda screen: "312000079193" in screen)
    assert [line["scan"] for line in recorded(tmp_path / "state")] == [BADGE, PARCEL]


def test_hostile_typed_scans_press_nothing(
    desk: Terminal, attach: Callable[[], Keyboard], tmp_path: Path
) -> None:
    """Control characters, escape sequences, a function key: each refused, and the desk runs on."""
    keyboard = attach()
    keyboard.types(f"{BADGE}\r".encode())
    for code in HOSTILE:
        keyboard.types(code + b"\r")
        time.sleep(ESCAPE)
    keyboard.types(f"{PARCEL}\r".encode())
    shown = desk.until(lambda screen: "312000079193" in screen)
    assert "TRAINING" in shown.splitlines()[1]
    lines = recorded(tmp_path / "state")
    assert [lines[0]["scan"], lines[-1]["scan"]] == [BADGE, PARCEL]
    assert {line["severity"] for line in lines[1:-1]} == {"refused"}
    assert len(lines) == len(HOSTILE) + 2


class BareTerminal:
    """A terminal with nothing between its keys and the program; it shows what has been painted so far."""

    def __init__(self, state: Path) -> None:
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        names = {"INTAKE_STATE": str(state), "INTAKE_LANGUAGE": "en", "LANG": "C.UTF-8", "TERM": "xterm"}
        self._program = subprocess.Popen(
            [sys.executable, "-m", "intake", "station", "--port", str(state.parent / "gun")],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=names | {"PATH": os.environ["PATH"]},
            start_new_session=True,
        )
        os.close(theirs)
        self.painted = b""
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        try:
            while data := os.read(self._ours, 65_536):
                self.painted += data
        except OSError:  # the program has ended
            return

    def until(self, word: bytes) -> None:
        """Wait until something has been painted."""
        end = time.monotonic() + 20
        while word not in self.painted:
            assert time.monotonic() < end, f"not in time: {self.painted[-2000:]!r}"
            time.sleep(0.01)

    def types(self, code: bytes) -> None:
        """Type byte by byte, as a gun does."""
        for byte in code:
            os.write(self._ours, bytes([byte]))
            time.sleep(KEY)

    def close(self) -> None:
        """Switch it off."""
        self._program.kill()
        self._program.wait()
        os.close(self._ours)


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[BareTerminal]:
    """The desk in a bare terminal, signed in by the keyboard."""
    terminal = BareTerminal(tmp_path / "state")
    terminal.until(b"F10")
    terminal.types(f"{BADGE}\r".encode())
    terminal.until(b"Signed in")
    yield terminal
    terminal.close()


MODES = {
    "begins a paste": b"\x1b[200~",
    "begins a paste inside": b"AB\x1b[200~CD",
    "resizes the window": b"\x1b[48;2;2;2;2t",
    "clicks": b"AB\x1b[<0;5;5MCD\x1b[<0;5;5m",
    "takes the focus away": b"\x1b[O",
    "claims that resizing is reported": b"\x1b[?2048;1$y",
    "is no UTF-8": b"AB\xffCD",
    "interrupts": b"\x03\x1a\x1c\x13",
    "quits elsewhere": b"\x11\x11",
}


def test_no_typed_code_changes_the_terminal(bare: BareTerminal, tmp_path: Path) -> None:
    """Each code is typed, then one that is taken: the desk is neither deaf nor gone nor of another size."""
    codes = [OwnLabel(LabelKind.BAG, number).code for number in range(1, len(MODES) + 1)]
    for code, hostile in zip(codes, MODES.values(), strict=True):
        bare.types(hostile + b"\r")
        time.sleep(ESCAPE)
        bare.types(f"{code}\r".encode())
        bare.until(code.encode())
    bare.types(f"{PARCEL}\r".encode())
    bare.until(b"312000079193")
    scans = [line["scan"] for line in recorded(tmp_path / "state")]
    assert [scan for scan in scans if scan is not None] == [BADGE, *codes, PARCEL]


def test_the_terminal_is_asked_for_plain_keys(bare: BareTerminal) -> None:
    """No marked pastes, no reports and no keys as sequences (Kitty): a gun's bytes arrive as they are."""
    assert b"\x1b[?1004l" in bare.painted
    assert not [asked for asked in (b"\x1b[?2004h", b"\x1b[?1004h", b"\x1b[?2048$p") if asked in bare.painted]
    assert not re.search(rb"\x1b\[>[0-9]+u", bare.painted)
