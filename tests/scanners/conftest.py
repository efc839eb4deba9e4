"""A simulated gun, a receiver that remembers, and a keeper that is always let go of."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from typing import Any

import pytest

from intake.scan import Moment, Scan
from scanners.assignment import Assignment
from scanners.keeper import Keeper
from scanners.light import Light
from scanners.pseudo_gun import PseudoGun

PATIENCE = 5.0
"""Seconds a test waits for what must happen; only a failing test waits that long."""

NOBODY = 65534


def now() -> Moment:
    return Moment(time.time_ns() // 1_000_000, time.monotonic_ns())


class Receiver:
    """Takes scans and lights, and can be waited on, blocked or made to fail."""

    def __init__(self) -> None:
        self.scans: list[Scan] = []
        self.lights: list[Light] = []
        self.failures: list[Exception] = []
        self.open = threading.Event()
        self.open.set()
        self._changed = threading.Condition()

    def on_scan(self, scan) -> None:
        self.open.wait(PATIENCE)
        if self.failures:
            raise self.failures.pop()
        with self._changed:
            self.scans.append(scan)
            self._changed.notify_all()

    def on_light(self, light) -> None:
        with self._changed:
            self.lights.append(light)
            self._changed.notify_all()

    @property
    def states(self):
        return [light.state for light in self.lights]

    def wait_scans(self, count):
        self.until(lambda: len(self.scans) >= count)
        return self.scans

    def wait_light(self, state, times=1):
        self.until(lambda: self.states.count(state) >= times)
        return next(light for light in reversed(self.lights) if light.state is state)

    def until(self, condition):
        with self._changed:
            assert self._changed.wait_for(condition, PATIENCE), (self.scans[-3:], self.lights)


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
def gun(tmp_path):
    with PseudoGun(tmp_path / "usb-Maker_Gun_0001-if00") as gun:
        yield gun


@pytest.fixture
def keepers(receiver):
    """The keepers of a test; every one is stopped when the test ends."""
    started: list[Any] = []
    yield started
    receiver.failures.clear()
    receiver.open.set()
    for keeper in started:
        keeper.stop()


@pytest.fixture
def keep(receiver, keepers):
    """Starts a keeper of a device."""

    def start(path, decoder=None, clock=now, **keys):
        keeper = Keeper(
            Assignment.parse(str(path), **keys),
            on_scan=receiver.on_scan,
            on_light=receiver.on_light,
            now=clock,
            decoder=decoder,
        )
        keepers.append(keeper)
        keeper.start()
        return keeper

    return start


@pytest.fixture
def received():
    """Waits until a keeper has read so many bytes."""

    def wait(keeper, count) -> None:
        end = time.monotonic() + PATIENCE
        while keeper.received < count:
            assert time.monotonic() < end, f"{keeper.received} of {count} bytes"
            time.sleep(0.0002)

    return wait


@pytest.fixture
def unprivileged():
    """A stretch of the test without root's power to open anything."""

    @contextmanager
    def stretch():
        if os.geteuid() != 0:
            yield
            return
        os.seteuid(NOBODY)
        try:
            yield
        finally:
            os.seteuid(0)

    return stretch


@pytest.fixture
def clock():
    return now
