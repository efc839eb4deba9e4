"""Ten tasks of a supervisor's day, by keys alone, in the real program; then the log is verified."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from intake import catalogue
from intake.expected import ReturnsDraft
from intake.expected.incoming import read_into
from intake.founding import found
from intake.importing.fault import Fault
from intake.importing.mapping import ColumnMapping
from intake.request import ActivateExpected, Request
from intake.scan import Method, Severity
from intake.settings import Settings
from intake.station import Station
from intake.surroundings import now
from intake.verify import verify
from scanners.symbology import scan_of
from tests.terminal.conftest import Terminal
from tui.leaving import SHORTEST_PAUSE

SCRIPT = tomllib.loads((Path(__file__).parent / "supervisor_tasks.toml").read_text("utf-8"))
TASKS: list[dict[str, Any]] = SCRIPT["tasks"]
MOST_KEYS = 6
_KEY = re.compile(r"<(\w+)>")


def work(folder: Path) -> None:
    """Work the day of the script at a desk."""
    found(folder, training=True, station="dock-1")
    claims = folder / "claims.csv"
    claims.write_text(SCRIPT["expected"].lstrip(), "utf-8")
    with ReturnsDraft(folder / "reference", "claims") as draft:
        faults: list[Fault] = []
        read_into(draft, claims, ColumnMapping(), catalogue.load(folder), faults.append)
        assert faults == []
        draft.publish()
    station = Station(folder, Settings(), holder="the test", synchronous="OFF")
    try:
        station.accept(Request("claims", "the test", ActivateExpected("claims")))
        for code in ("RI-O-0001-T", *" ".join(SCRIPT["parcels"]).split()):
            outcome = station.accept(scan_of(code.encode(), "port:test", Method.PORT, now()))
            assert outcome.answer.severity in {Severity.OK, Severity.NOTE}, (code, outcome.answer)
    finally:
        station.close()


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Terminal]:
    """`intake review` in a terminal, after the day, signed in."""
    work(tmp_path / "state")
    environment = {
        "INTAKE_STATE": str(tmp_path / "state"),
        "INTAKE_LANGUAGE": "en",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "PATH": os.environ["PATH"],
    }
    terminal = Terminal(tmp_path, f"{sys.executable} -m intake review", environment, (80, 24))
    try:
        terminal.until(lambda screen: "Sign in" in screen)
        press(terminal, "RI-O-0003-P <Enter> 0000 <Enter>")
        terminal.until(lambda screen: "F9 Export" in screen)
        yield terminal
    finally:
        terminal.close()


def press(terminal: Terminal, do: str) -> None:
    """Do what a task says, a moment after each screen has come."""
    for word in do.split():
        key = _KEY.fullmatch(word)
        if key:
            terminal.keys(key[1])
        else:
            terminal.keys("-l", word)


def shows(words: list[str], screen: str) -> bool:
    """Tell whether all words stand on a screen, also where a line is broken within them."""
    whole = "".join(screen.split())
    return all("".join(word.split()) in whole for word in words)


def back_to_log(terminal: Terminal) -> None:
    """Press Escape until the log is there; a moment between, for an Escape begins other keys as well."""

    def is_back(screen: str) -> bool:
        if " events" in screen and "F9 Export" in screen:
            return True
        terminal.keys("Escape")
        time.sleep(0.2)
        return False

    terminal.until(is_back)


def test_ten_tasks_each_in_six_keys_at_most(review: Terminal, tmp_path: Path) -> None:
    """Keys may be pressed as fast as they can: none is lost while something is looked up."""
    assert len(TASKS) == 10
    for task in TASKS:
        assert len(_KEY.findall(task["do"])) <= MOST_KEYS, task["name"]
        press(review, task["do"])
        review.until(partial(shows, task["shows"]))
        back_to_log(review)
    assert [path.suffix for path in tmp_path.glob("intake-units-*")] == [".csv"]
    assert not verify(tmp_path / "state").faults


def test_f10_ends_the_review(review: Terminal) -> None:
    """F10, a moment, F10."""
    review.keys("F10")
    review.until(lambda screen: "F10 once more" in screen)

    time.sleep(SHORTEST_PAUSE * 1.5)
    review.keys("F10")
    review.until(lambda _screen: review.is_over)


def test_a_decision_reaches_a_desk_that_is_running(review: Terminal, tmp_path: Path) -> None:
    """The review never holds the folder: the desk does, and answers through its door."""
    environment = {"INTAKE_STATE": str(tmp_path / "state"), "LANG": "C.UTF-8"}
    desk = subprocess.Popen(
        [sys.executable, "-m", "intake", "station", "--headless"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
    )
    try:
        assert desk.stdin is not None
        assert desk.stdout is not None
        desk.stdin.write(b"RI-O-0001-T\n")
        desk.stdin.flush()
        assert b"RI-O-0001-T" in desk.stdout.readline()
        press(review, "<F4> ORPHAN <Enter> <Enter> <Enter> 0000 <Enter>")
        review.until(partial(shows, ["Released: no claim"]))
        back_to_log(review)
        review.until(partial(shows, ["hold decided"]))
    finally:
        desk.communicate(timeout=20)
    assert desk.returncode == 0
