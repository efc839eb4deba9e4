"""The desk in a terminal: port to verdict, start, memory, leaving."""

from __future__ import annotations

import os
import random
import sys
import time
import tty
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Self

from intake import sqlite
from intake.door import submit
from intake.state_folder import journal_path
from tests.bench.figures import Figure, Report, median, percentile
from tests.bench.fill import cache
from tests.bench.floor import HELLO, REPAINT, BareCommit, real_rows
from tests.bench.folders import HOUSE, STATION, Place, close_parcel
from tests.bench.parcels import Supply
from tests.bench.terminal import Terminal

PROMPT = b"Scan the next parcel label"
QUIT = b"\x1b[21~"
"""F10."""

PERSON = 0.7
"""Seconds between two presses of a person."""

_SHOWN = 0.02
"""Seconds until an answer stands on the screen, twice: as the verdict, and in the list of the last scans."""

_CALM = 2.0
"""On a calm machine nine of ten bare commits take less than so many times the median."""

_TOKENS = ("label", "serial", "Intact:", "bag", "Unit is in")


class Port:
    """A pseudo-terminal that stands for a gun."""

    def __init__(self) -> None:
        """Make it; the program's side is raw and stays open."""
        self._near, self._far = os.openpty()
        tty.setraw(self._far)
        self.name = os.ttyname(self._far)

    def send(self, data: bytes) -> float:
        """Send bytes and give the time just before."""
        start = time.perf_counter()
        os.write(self._near, data)
        return start

    def close(self) -> None:
        """Pull it out."""
        os.close(self._near)
        os.close(self._far)


class Desk:
    """The real program at a folder, with a gun."""

    def __init__(self, place: Place, *options: str) -> None:
        """Start it with options beside the gun, and wait until it takes scans."""
        self.place = place
        self.port = Port()
        self.supply = Supply(place.folder)
        self.terminal = Terminal([*STATION, "--port", self.port.name, *options], place.environment)
        self.terminal.seen(b": ready")
        self.terminal.settle(0.5)
        self._journal = sqlite.connect(journal_path(place.folder), readonly=True)

    def __enter__(self) -> Self:
        """Give the desk."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it, politely where it still listens."""
        try:
            self.leave()
        except (OSError, EOFError, TimeoutError):
            self.terminal.kill()
        self._journal.close()
        self.port.close()

    def leave(self) -> float:
        """Quit as a person does and give the seconds from the second press to the end of the process."""
        self.terminal.press(QUIT)
        self.terminal.settle(PERSON)
        start = time.perf_counter()
        self.terminal.press(QUIT)
        return self.terminal.end() - start

    def quick_parcel(self) -> None:
        """Scan one ordinary parcel as fast as it is shown; answers to a screen that lags behind pile up."""
        for request in self.supply.requests():
            submit(self.place.folder, request)
        for text in self.supply.parcel().scans:
            before = self._head()
            self.port.send(text.encode() + b"\r")
            while self._head() == before:
                self.terminal.settle(0.002)
            self.terminal.settle(_SHOWN)

    def parcel(self, gaps: Iterator[float]) -> list[float]:
        """Scan one ordinary parcel; give the seconds from each scan to its verdict on the screen."""
        for request in self.supply.requests():
            submit(self.place.folder, request)
            self.terminal.settle(0.2)
        parcel = self.supply.parcel()
        tokens = (parcel.label, parcel.serial, "Intact:", parcel.bag, "Unit is in")
        return [self._scan(text, token, next(gaps)) for text, token in zip(parcel.scans, tokens, strict=True)]

    def _scan(self, text: str, token: str, gap: float) -> float:
        """Scan and wait for the verdict. Raises ValueError when it is painted and not yet recorded."""
        self.terminal.settle(gap)
        before = self._head()
        start = self.port.send(text.encode() + b"\r")
        seconds = self.terminal.seen(token.encode()) - start
        if self._head() == before:
            raise ValueError(f"expected {text} to be recorded before its verdict is painted")
        return seconds

    def _head(self) -> int:
        (seq,) = self._journal.execute("SELECT max(seq) FROM event").fetchone()
        return int(seq)


class Repaint:
    """The bare Textual app behind a port."""

    def __init__(self) -> None:
        """Start it."""
        self._port = Port()
        self._terminal = Terminal([sys.executable, str(REPAINT), self._port.name], {})
        self._terminal.seen(b"ready-to-scan")
        self._number = 0

    def once(self, gap: float) -> float:
        """Give the seconds from a byte to what it changes on the screen."""
        self._terminal.settle(gap)
        start = self._port.send(b".")
        moment = self._terminal.seen(f"token-{self._number:06}".encode())
        self._number += 1
        return moment - start

    def __enter__(self) -> Self:
        """Give the app."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._terminal.kill()
        self._port.close()


def rhythm() -> Iterator[float]:
    """Give 40 to 120 ms, the same ones in every run."""
    chance = random.Random("gaps")
    while True:
        yield chance.uniform(0.040, 0.120)


@contextmanager
def _bare_commit(place: Place) -> Iterator[BareCommit]:
    commit = BareCommit(cache() / f"floor-{os.getpid()}.db", real_rows(place.folder))
    try:
        yield commit
    finally:
        commit.close()


def latency(report: Report, places: list[Place], parcels: int) -> None:
    """Measure port to verdict at every folder, a parcel at each in turn, the floor in between."""
    seconds: dict[str, list[float]] = {place.name: [] for place in places}
    before = {place.name: place.head for place in places}
    commits: list[float] = []
    repaints: list[float] = []
    gaps = rhythm()
    with ExitStack() as stack:
        desks = [stack.enter_context(Desk(place)) for place in places]
        repaint = stack.enter_context(Repaint())
        commit = stack.enter_context(_bare_commit(places[0]))
        for _ in range(parcels):
            for desk in desks:
                seconds[desk.place.name] += desk.parcel(gaps)
            for _ in _TOKENS:
                time.sleep(next(gaps))
                commits.append(commit.once())
                repaints.append(repaint.once(next(gaps)))
    _report_latency(report, seconds, commits, repaints)
    for place in places:
        recorded = place.head - before[place.name]
        report.note(f"{place.name}: {parcels * 5} scans, {recorded} events recorded")


def _report_latency(
    report: Report, seconds: dict[str, list[float]], commits: list[float], repaints: list[float]
) -> None:
    floor = [commit + repaint for commit, repaint in zip(commits, repaints, strict=True)]
    for share, name, goal in ((0.5, "p50", 1.5), (0.9, "p90", None), (0.99, "p99", 2.5)):
        for place, values in seconds.items():
            least, value = percentile(floor, share) * 1000, percentile(values, share) * 1000
            what = f"port -> verdict painted, {place}, {name}"
            report.add(Figure("latency", what, value, "ms", least, goal))
        for what, values in (("commit", commits), ("repaint", repaints)):
            value = percentile(values, share) * 1000
            report.add(Figure("latency", f"  floor: bare {what}, {name}", value, "ms"))
    if percentile(commits, 0.9) > _CALM * median(commits):
        report.note("the floor itself is disturbed (commit p90 far above p50): measure again when it is calm")
    if len(seconds) > 1:
        big, small = (median(values) * 1000 for values in list(seconds.values())[:2])
        report.add(Figure("latency", "filled against empty log, p50", big, "ms", small, 1.5))
    for place, values in seconds.items():
        kinds = (f"{token} {median(values[n :: len(_TOKENS)]) * 1000:.1f}" for n, token in enumerate(_TOKENS))
        report.note(f"{place}, median ms by scan: {', '.join(kinds)}")


def start(report: Report, places: list[Place], runs: int) -> None:
    """Measure exec to prompt, each folder and the bare hello in turn."""
    hello: list[float] = []
    desks: dict[str, list[float]] = {place.name: [] for place in places}
    for place in places:
        close_parcel(place)
    for _ in range(runs):
        hello.append(_hello())
        for place in places:
            desks[place.name].append(_start(place))
    for place in places:
        values, name = desks[place.name], place.name
        least = median(hello) * 1000
        report.add(Figure("start", f"exec -> prompt, {name}", median(values) * 1000, "ms", least, 2.0))
        slowest, least = max(values) * 1000, max(hello) * 1000
        report.add(Figure("start", f"  slowest of {runs}, {name}", slowest, "ms", least))


def _hello() -> float:
    terminal = Terminal([sys.executable, str(HELLO)], {"PYTHONPATH": str(HOUSE)})
    try:
        return terminal.seen(b"ready-to-scan") - terminal.started
    finally:
        terminal.kill()


def _start(place: Place) -> float:
    terminal = Terminal(STATION, place.environment)
    try:
        seconds = terminal.seen(PROMPT) - terminal.started
        terminal.settle(0.3)
        terminal.press(QUIT)
        terminal.settle(PERSON)
        terminal.press(QUIT)
        terminal.end()
    finally:
        terminal.kill()
    return seconds


def memory(report: Report, place: Place, scans: int, idle: float) -> None:
    """Measure what the program holds after many scans, and what it does when nothing comes."""
    with Desk(place) as desk:
        held = desk.terminal.status("VmRSS") / 1024
        report.add(Figure("memory", f"VmRSS at the start, {place.name}", held, "MB"))
        for _ in range(scans // 5):
            desk.quick_parcel()
        held = desk.terminal.status("VmRSS") / 1024
        report.add(Figure("memory", f"VmRSS after {scans} scans, {place.name}", held, "MB", goal=80))
        desk.terminal.settle(2.0)
        before = desk.terminal.cpu_seconds()
        desk.terminal.settle(idle)
        share = (desk.terminal.cpu_seconds() - before) / idle * 100
        report.add(Figure("memory", f"idle processor, over {idle:g} s", share, "%"))


def leave(report: Report, place: Place, runs: int) -> None:
    """Measure the second press to the end of the process, a gun attached and a parcel just scanned."""
    seconds = []
    for _ in range(runs):
        with Desk(place) as desk:
            desk.parcel(rhythm())
            seconds.append(desk.leave())
    report.add(Figure("exit", f"quit -> process ended, median of {runs}", median(seconds), "s", goal=0.5))
    report.add(Figure("exit", "  slowest", max(seconds), "s"))
