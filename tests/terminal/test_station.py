"""The station as a person at the dock meets it: a terminal, a scanner at a serial port, a day's trouble."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scanners.pseudo_gun import PseudoGun
from tests.crash.record import compile_shim
from tests.terminal.conftest import Terminal

Opener = Callable[..., Terminal]
ORDINARY = [
    "RI-O-0001-T",
    "A312000079193B",
    "ATEST1263K00FVU8",
    "RI-C-INTACT",
    "RI-U-000001-K",
    "RI-Q-0001-2",
]
HOSTILE = [
    *(bytes([byte]) + b"abc" for byte in (*range(0x20), 0x7F) if byte not in b"\r\n\t\x03\x02"),
    b"\x1b[2J\x1b[H",
    b"\x1b]0;title\x07",
    b"\x11",
    b"[/foo]",
    b"[@click=app.quit]x",
    b"=cmd()",
    b"\xff\xfe\x80",
    "\u202eABC\u202c".encode(),
    "ＡＢＣ１２３".encode(),
    "ｱｲｳｴｵ".encode(),
    b"x" * 10_000,
]


def shows(*words: str) -> Callable[[str], bool]:
    """Tell whether all words stand on a screen."""
    return lambda screen: all(word in screen for word in words)


@pytest.mark.parametrize(("size", "language"), [((80, 24), "en"), ((120, 40), "ja")])
def test_an_ordinary_parcel_through_the_port(
    open_terminal: Opener, gun: PseudoGun, size: tuple[int, int], language: str
) -> None:
    """Five scans and no key after the badge; each answer appears before the next scan."""
    terminal = open_terminal(gun, size, language)
    terminal.until(shows("F10", "ready" if language == "en" else "準備完了"))
    for code in ORDINARY:
        gun.send(f"{code}\r".encode())
        terminal.until(shows(code.strip("AB") if code.startswith("A3") else code))
    terminal.until(shows("RI-Q-0001-2", "Anker Power Bank"))


def test_hostile_scans_through_the_port_are_answered_and_harmless(
    open_terminal: Opener, gun: PseudoGun, tmp_path: Path
) -> None:
    """Each is answered once and kept as bytes; nothing quits, moves or clears the screen."""
    terminal = open_terminal(gun)
    terminal.until(shows("ready"))
    gun.send(b"RI-O-0001-T\r")
    for code in HOSTILE:
        gun.send(code + b"\r")
    gun.send(b"A312000079193B\r")
    shown = terminal.until(shows("312000079193"))
    assert "TRAINING" in shown.splitlines()[1]
    done = subprocess.run(
        [sys.executable, "-m", "intake", "log", "--json", "--kind", "ScanRefused"],
        capture_output=True,
        check=True,
        env={"INTAKE_STATE": str(tmp_path / "state"), "LANG": "C.UTF-8"},
    )
    refused = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(refused) == len(HOSTILE)


def test_unplugging_and_replugging_goes_on(open_terminal: Opener, gun: PseudoGun) -> None:
    """The light says it in words; half a code is refused, the next one is taken."""
    terminal = open_terminal(gun)
    terminal.until(shows("ready"))
    gun.send(b"RI-O-00")
    gun.unplug()
    terminal.until(shows("plug it in again"))
    gun.plug()
    terminal.until(shows("ready"))
    gun.send(b"RI-O-0001-T\r")
    terminal.until(shows("Signed in"))


def test_a_command_reaches_the_running_desk(open_terminal: Opener, gun: PseudoGun, tmp_path: Path) -> None:
    """The same command as without a desk; what the operator has in front of him stays."""
    terminal = open_terminal(gun)
    terminal.until(shows("ready"))
    gun.send(b"RI-O-0001-T\r")
    terminal.until(shows("Signed in"))
    words = ["containers", "open", "RI-Q-0040-L", "--class", "R", "--un", "UN3480"]
    done = subprocess.run(
        [sys.executable, "-m", "intake", *words],
        capture_output=True,
        text=True,
        check=True,
        env={"INTAKE_STATE": str(tmp_path / "state"), "INTAKE_LANGUAGE": "en", "LANG": "C.UTF-8"},
    )
    assert "RI-Q-0040-L is open" in done.stdout
    gun.send(b"A312000079193B\r")
    terminal.until(shows("312000079193 is open"))
    assert "RI-Q-0040-L is open" not in terminal.screen


def test_quitting_with_a_scanner_attached(open_terminal: Opener, gun: PseudoGun) -> None:
    """F10, a moment, F10: the program ends and lets the scanner go."""
    terminal = open_terminal(gun)
    terminal.until(shows("ready"))
    terminal.keys("F10")
    terminal.until(shows("F10 once more"))
    time.sleep(0.6)
    terminal.keys("F10")
    terminal.until(lambda _screen: terminal.is_over)


def test_quitting_while_the_disk_stands_still_says_what_it_waits_for(
    open_terminal: Opener, gun: PseudoGun, tmp_path: Path
) -> None:
    """Not a screen gone blank, which looks as if it might be switched off."""
    stalled = tmp_path / "stalled"
    terminal = open_terminal(
        gun,
        LD_PRELOAD=str(compile_shim(tmp_path)),
        CRASH_WATCH=str(tmp_path / "state"),
        CRASH_LOG=str(tmp_path / "log"),
        STALL_WHILE=str(stalled),
    )
    terminal.until(shows("ready"))
    stalled.touch()
    gun.send(b"RI-O-0001-T\r")
    terminal.until(shows("NOT RECORDED YET"))
    terminal.keys("F10")
    terminal.until(shows("F10 once more"))
    time.sleep(0.6)
    terminal.keys("F10")
    terminal.until(shows("Still recording", "do not switch off"))
    assert not terminal.is_over
    stalled.unlink()
    terminal.until(lambda _screen: terminal.is_over)
    done = subprocess.run(
        [sys.executable, "-m", "intake", "log", "--json", "--kind", "OperatorSignedIn"],
        capture_output=True,
        check=True,
        env={"INTAKE_STATE": str(tmp_path / "state"), "LANG": "C.UTF-8"},
    )
    assert len(done.stdout.splitlines()) == 1
