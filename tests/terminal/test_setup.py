"""The set-up start to end in a real terminal; then a station with what it wrote reads and answers the gun."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from intake.equipment import Scanner
from intake.founding import found
from intake.settings import load
from intake.state_folder import Lock
from scanners.test_card import BAD, CARD, GOOD, GS1
from tests.scanners.doubles import Honeywell, Sound
from tests.scanners.rigs import wait
from tests.scanners.typist import Typist
from tests.scanners.virtual.bus import Bus, Gadget
from tests.scanners.virtual.edge import Edge
from tests.scanners.virtual.keyboard import VirtualKeyboard
from tests.terminal.conftest import Terminal

BADGE = "RI-O-0001-T"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    folder = tmp_path / "state"
    found(folder, training=True, station="dock-1")
    return folder


@pytest.fixture
def gun(tmp_path: Path) -> Iterator[Honeywell]:
    made = Honeywell(tmp_path / "gun")
    made.plug()
    yield made
    made.unplug()


@contextmanager
def terminal(folder: Path, command: str, size: tuple[int, int], **more: str) -> Iterator[Terminal]:
    """A program in a terminal of its own."""
    environment = {
        "INTAKE_STATE": str(folder / "state"),
        "INTAKE_LANGUAGE": "en",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PATH": os.environ["PATH"],
    }
    opened = Terminal(folder, f"{sys.executable} -m {command}", environment | more, size)
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def station(folder: Path, environment: dict[str, str]) -> Iterator[Any]:
    """`intake station --headless` with the settings of the folder."""
    running = subprocess.Popen(
        [sys.executable, "-m", "intake", "station", "--headless"],
        env=environment | {"INTAKE_STATE": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert running.stdout is not None
        lines = running.stdout
        yield lambda: json.loads(lines.readline())
    finally:
        running.communicate(timeout=20)


def shows(wizard: Terminal, *words: str) -> None:
    """Wait until all of it stands on the screen."""
    wizard.until(lambda screen: all(word in screen for word in words))


def pull(gun: Honeywell, code: str) -> None:
    """Pull the trigger."""
    assert gun.pull(code.encode())


def sounds(gun: Honeywell, sound: Sound) -> None:
    """Wait until this is what the gun has sounded last."""
    gun.wait(lambda: gun.tones[-1:] == [sound])


def changes(wizard: Terminal, before: str) -> None:
    """Wait until something else stands on the screen."""
    wizard.until(lambda screen: screen != before)


def choose(wizard: Terminal, line: str) -> None:
    """Put the bar on a line and take it; each press is seen before the next."""
    while f"> {line}" not in (before := wizard.screen):
        wizard.keys("Down")
        changes(wizard, before)
    wizard.keys("Enter")


def type_until(wizard: Terminal, gun: VirtualKeyboard, keys: bytes, word: str) -> None:
    """Pull as a person does: where the machine stood still within a code, which made two of it, once more."""
    while word not in (before := wizard.screen):
        gun.type(keys)
        changes(wizard, before)


def hear_all(wizard: Terminal, gun: Honeywell) -> None:
    """Hear each tone as the answer to a pull, and say yes."""
    for tone, sound in (("GOOD: a", Sound.GOOD), ("BAD: a", Sound.BAD), ("HAZARD: a", Sound.HAZARD)):
        shows(wizard, f"> {tone}", "Pull the trigger at any code")
        pull(gun, BAD.text)
        shows(wizard, "Did the scanner sound it?")
        sounds(gun, sound)
        wizard.keys("Enter")


def finish(wizard: Terminal, *words: str) -> None:
    """Go from the last code through the checks, see what is to be written, and have it written."""
    shows(wizard, "Every code came whole")
    wizard.keys("Enter")
    shows(wizard, "Set-up 5/6", "Enter goes on")
    assert "Scanner:" not in wizard.screen, "what is being set up is not assigned yet, and no fault"
    wizard.keys("Enter")
    shows(wizard, *words)
    wizard.keys("Enter")
    shows(wizard, "Written.")
    wizard.keys("Escape")
    wizard.until(lambda _: wizard.is_over)


def test_a_serial_gun_is_set_up_and_then_read_and_answered(
    tmp_path: Path, state: Path, gun: Honeywell
) -> None:
    with terminal(tmp_path, f"intake setup --port {gun.link}", (80, 24)) as wizard:
        shows(wizard, "Set-up 1/6", "gun: ready")
        pull(gun, GOOD.text)
        shows(wizard, "Set-up 2/6")
        choose(wizard, "Honeywell: it beeps by itself")
        hear_all(wizard, gun)
        for code in CARD[1:]:
            pull(gun, code.text)
            shows(wizard, f"Came: {code.text[:8]}")
        finish(wizard, 'feedback = "honeywell"')
    assigned = Scanner(device=str(gun.link), framing="cr", feedback="honeywell")
    assert load(state, {}).scanners == (assigned,)
    with station(state, dict(os.environ)) as outcome:
        before = len(gun.tones)
        pull(gun, BADGE)
        assert outcome()["severity"] == "ok"
        gun.wait(lambda: gun.tones[before:] == [Sound.GOOD])
        pull(gun, BAD.text)
        assert outcome()["severity"] == "refused"
        gun.wait(lambda: gun.tones[before:] == [Sound.GOOD, Sound.BAD])
    assert gun.complaints == []


def test_a_gun_that_types_is_set_up_and_then_read(tmp_path: Path, state: Path, edge: Edge) -> None:
    bus = Bus(tmp_path / "bus")
    node = bus.plug("event3", Gadget())
    node.unlink()
    typist = Typist("jis", "ctrl")
    command = f"tests.terminal.setup_at_bus {bus.roots.dev} {bus.roots.sys}"
    with VirtualKeyboard(node) as gun:
        with terminal(tmp_path, command, (120, 40), LD_PRELOAD=edge.environ["LD_PRELOAD"]) as wizard:
            shows(wizard, "Set-up 1/6", "Honeywell Xenon 1900: ready")
            for code in CARD:
                type_until(wizard, gun, typist.types(code.text), f"Came: {code.text[:8]}")
            finish(wizard, 'layout = "jis"', "Tones: not possible")
        (assigned,) = load(state, {}).scanners
        assert (assigned.kind, assigned.usb, assigned.framing) == ("keyboard", "0c2e:0b61", "cr")
        with station(state, edge.environ) as outcome:
            wait(lambda: gun.is_grabbed)
            gun.type(typist.types(BADGE))
            assert outcome()["severity"] == "ok"
            gun.type(typist.types(GS1.text))
            assert outcome()["scan"].count("\x1d") == 1


def refused(folder: Path, *options: str, **more: str) -> str:
    """What `intake setup` says at a terminal where it opens no screen."""
    ours, its = os.openpty()
    command = [sys.executable, "-m", "intake", "setup", *options]
    environment = os.environ | {"INTAKE_STATE": str(folder)} | more
    try:
        done = subprocess.run(
            command, env=environment, stdin=its, stdout=its, stderr=its, check=False, timeout=60
        )
        assert done.returncode > 0
        return os.read(ours, 10_000).decode()
    finally:
        os.close(ours)
        os.close(its)


def test_a_station_that_runs_keeps_its_scanners(state: Path) -> None:
    with Lock(state, "station"):
        assert "held by process" in refused(state)


def test_what_cannot_be_a_scanner_is_refused(state: Path) -> None:
    assert "a scanner plugged in by USB" in refused(state, "--hid", "/dev/input/by-id/none")
    assert "expected --port to give a path" in refused(state, "--port", "ttyS0")


def test_what_would_go_before_the_settings_written_is_told(state: Path) -> None:
    assert "expected INTAKE_SCANNERS to be unset" in refused(state, INTAKE_SCANNERS="[]")


def test_without_a_terminal_it_says_what_to_do(state: Path) -> None:
    command = [sys.executable, "-m", "intake", "setup"]
    done = subprocess.run(
        command, env=os.environ | {"INTAKE_STATE": str(state)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "settings.toml can be written by hand" in done.stderr
