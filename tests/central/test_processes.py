"""Station, sync, link and hub as processes, killed at random moments, with a network that does its worst.

CI plays 10 days, `PROOF=1` 50; they overlap, and one hub that is killed again and again serves them all. A
failure names its seed, and `SEED=n` plays that day alone.
"""

from __future__ import annotations

import os
import random
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest

from tests.central.contents import expect_log, expect_settled
from tests.central.docks import Works, connect, found_docks
from tests.central.proxy import Fault, Proxy
from tests.hubs import free_port, hub_process, station_token
from tests.intake import lists
from tests.intake.conftest import PATIENCE, Running, Site, command, environment

DAYS = 50 if os.environ.get("PROOF") == "1" else 10
FIRST = int(os.environ.get("SEED", "1"))
SEEDS = range(FIRST, FIRST + (1 if "SEED" in os.environ else DAYS))
TOGETHER = 4
"""Days at a time: while one waits, another works."""


class Hubs(threading.Thread):
    """One address at which a hub is killed and begins again, until it is told to stay."""

    def __init__(self, url: str) -> None:
        super().__init__(name="hubs")
        self.port = free_port()
        self._url = url
        self._chance = random.Random(FIRST)
        self._stays = threading.Event()
        self._is_over = threading.Event()
        self.up = threading.Event()
        self._stands = threading.Event()

    def run(self) -> None:
        while not self._is_over.is_set():
            with hub_process(self._url, port=self.port):
                self.up.set()
                if not self._stays.wait(self._chance.uniform(1.0, 4.0)):
                    continue  # leaving kills it
                self._stands.set()
                self._is_over.wait()

    def stay(self) -> None:
        """Kill it no more, and wait for the one that stays: the last may be dying just now."""
        self._stays.set()
        assert self._stands.wait(PATIENCE)

    def stop(self) -> None:
        """End."""
        self._stays.set()
        self._is_over.set()
        self.join()


def bad_network(chance: random.Random) -> Iterator[Fault]:
    """Give one connection in two a fault, without end."""
    while True:
        yield chance.choice(
            (
                Fault(refuse=True),
                Fault(up=chance.randrange(2000)),
                Fault(down=chance.randrange(2000)),
                Fault(down=chance.randrange(2000), half=True),
                Fault(delay=chance.random() / 5),
                Fault(trickle=chance.randrange(1, 200)),
                Fault(replays=chance.randrange(1, 3)),
                Fault(hold=True),
                *[Fault()] * 8,
            )
        )


class Day:
    """One station's day, in processes."""

    def __init__(self, seed: int, site: Site, name: str) -> None:
        self.chance = random.Random(seed)
        self.site = site
        self.name = name
        self._beside: list[subprocess.Popen[bytes]] = []

    def play(self, units: list[tuple[str, str]]) -> None:
        """Take in parcels; station, sync and link are killed now and then, and begun again."""
        self._start("link")
        station = Running(self.site.folder)
        try:
            for serial, container in units:
                self._maybe_beside()
                if self.chance.random() < 0.3:
                    station.write(self.site.badge.encode())  # it may be recorded, or not
                    station.process.kill()
                    station.process.communicate()
                    station = Running(self.site.folder)
                self._receive(station, serial, container)
            code, _, said = station.close()
            assert code == 0, said
        finally:
            if station.process.poll() is None:
                station.process.kill()
                station.process.communicate()
            self._kill_beside()

    def settle(self) -> None:
        """Send what is left, over a network that is calm."""
        for what in (["link", "--once"], ["sync"]):
            done = subprocess.run(
                command(*what),
                env=environment(self.site.folder),
                capture_output=True,
                timeout=60,
                check=False,
            )
            assert done.returncode == 0, (what, done.stderr)

    def _receive(self, station: Running, serial: str, container: str) -> None:
        """Scan whatever the desk waits for, until the parcel is closed."""
        outcome, received = station.scan("nobody knows this"), False
        for _ in range(20):
            match outcome["step"]:
                case "SIGNED_OUT":
                    outcome = station.scan(self.site.badge)
                case "IDLE" if received:
                    return
                case "IDLE":
                    outcome = station.scan(self.site.parcel())
                case "PARCEL_OPEN" if received:
                    outcome = station.scan("RI-C-CLOSE")
                case "PARCEL_OPEN":
                    outcome = station.scan(serial)
                case "CONDITION":
                    outcome = station.scan("RI-C-INTACT")
                case "CONTAINER":
                    received = True
                    outcome = station.scan(container)
        raise AssertionError(outcome)

    def _maybe_beside(self) -> None:
        if self.chance.random() < 0.5:
            self._kill_beside()
        if self.chance.random() < 0.6:
            self._start("sync")
        if self.chance.random() < 0.4:
            self._start("link")

    def _start(self, what: str) -> None:
        started = subprocess.Popen(
            command(what),
            env=environment(self.site.folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._beside.append(started)

    def _kill_beside(self) -> None:
        """At whatever they are doing."""
        for each in self._beside:
            each.kill()
            each.wait(PATIENCE)
        self._beside.clear()


@pytest.fixture(scope="module")
def works(memory):
    return found_docks(memory / "days", [f"DAY-{seed}" for seed in SEEDS], claims=())


@pytest.fixture
def hubs(database):
    """The hub under test, from here on killed again and again."""
    running = Hubs(database)
    running.start()
    assert running.up.wait(PATIENCE)
    yield running
    running.stop()


@pytest.mark.timeout(1800 if DAYS > 10 else 120)
def test_the_hub_holds_what_the_logs_hold(works, memory, database, hubs):
    with ExitStack() as stack, ThreadPoolExecutor(TOGETHER) as pool:
        proxies = {seed: stack.enter_context(Proxy(("127.0.0.1", hubs.port))) for seed in SEEDS}
        days = {seed: Day(seed, *_dock(seed, works, memory, database, proxies[seed].url)) for seed in SEEDS}
        for seed, proxy in proxies.items():
            proxy.schedule(bad_network(random.Random(seed)))
        _all(pool, {seed: partial(day.play, _units(works, day)) for seed, day in days.items()})
        hubs.stay()
        for proxy in proxies.values():
            proxy.schedule(())
            proxy.settle()
        _all(pool, {seed: day.settle for seed, day in days.items()})
    with psycopg.connect(database) as look:
        for seed, day in days.items():
            with told_seed(seed):
                expect_log(look, day.name, day.site.folder)
                expect_settled(look, day.name, day.site.folder)


def _dock(seed: int, works: Works, place: Path, database: str, url: str) -> tuple[Site, str]:
    name = f"DAY-{seed}"
    site = works.copy(name, place / f"played-{seed}")
    connect(site, url, station_token(database, name), link=True)
    return site, name


def _units(works: Works, day: Day) -> list[tuple[str, str]]:
    """Draw units of models in one colour: they are asked nothing but how they look. And their containers."""
    plain = {model.name: model for model in works.campaign.models if model.remedy.colour is None}
    rows = [row for row in works.listing.rows if row.model in plain]
    return [
        (lists.bounds(row)[0], works.container(plain[row.model].un_number))
        for row in day.chance.sample(rows, 3)
    ]


def _all(pool: ThreadPoolExecutor, acts: dict[int, Callable[[], None]]) -> None:
    """Do them beside each other, and fail for the first seed that fails."""
    begun = {seed: pool.submit(act) for seed, act in acts.items()}
    for seed, act in begun.items():
        with told_seed(seed):
            act.result()


@contextmanager
def told_seed(seed: int) -> Iterator[None]:
    """Name the seed of what fails."""
    try:
        yield
    except Exception as error:
        raise AssertionError(f"SEED={seed}") from error
