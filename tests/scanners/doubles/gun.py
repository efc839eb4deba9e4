"""What all doubles share: a trigger, an ear, a buzzer, and a clock that can run faster."""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from scanners.pseudo_gun import PseudoGun

PATIENCE = 5.0
"""Seconds a test waits for what must happen; only a failing test waits that long."""


class Sound(StrEnum):
    """What a person who holds the gun takes its sounds for."""

    GOOD = "good"
    BAD = "bad"
    HAZARD = "hazard"
    ERROR = "error"
    """The gun's own: nobody answered it."""

    NONSENSE = "nonsense"


class Gun(PseudoGun):
    """A gun at `link`. `speed` is how many times faster than the maker's its time-outs pass."""

    MEANINGS: ClassVar[Mapping[tuple[str, ...], Sound]] = {}
    """What the sounds after one pull of the trigger mean."""

    def __init__(self, link: Path, speed: float = 1.0) -> None:
        """Prepare; `plug` makes the device."""
        super().__init__(link)
        self.heard: list[tuple[float, bytes]] = []
        """What the host sent, and when by the monotonic clock."""
        self.complaints: list[str] = []
        """What the host did that the manual does not allow."""
        self.is_suspended = False
        self.is_disabled = False
        self._speed = speed
        self._sounds: list[list[str]] = []
        self._alarm: float | None = None
        self._changed = threading.Condition()
        self._wake = os.pipe()
        self._thread: threading.Thread | None = None

    @property
    def tones(self) -> list[Sound]:
        """What it sounded, a tone a pull. The beginning of one may look like another: wait for it."""
        with self._changed:
            return [self.MEANINGS.get(tuple(each), Sound.NONSENSE) for each in self._sounds if each]

    @property
    def sounds(self) -> list[list[str]]:
        """Each single sound, those of one pull together."""
        with self._changed:
            return [[*each] for each in self._sounds]

    @property
    def bytes_heard(self) -> bytes:
        """All the host sent, in one piece."""
        with self._changed:
            return b"".join(data for _, data in self.heard)

    def plug(self) -> None:
        """Make the device, and begin to listen."""
        if self.plugged:
            return
        super().plug()
        self._alarm = None
        self.is_suspended = self.is_disabled = False
        self._thread = threading.Thread(target=self._listen, args=(self._both()[0],), daemon=True)
        self._thread.start()

    def unplug(self) -> None:
        """Take the device away."""
        if self._thread is not None:
            os.write(self._wake[1], b"x")
            self._thread.join()
            self._thread = None
        super().unplug()

    def pull(self, code: bytes) -> bool:
        """Read a code and send it; false where the gun reads nothing now."""
        with self._changed:
            if not self.plugged or self.is_suspended or self.is_disabled:
                return False
            self._sounds.append([])
            self._read(code)
            os.write(self._wake[1], b"t")
        return True

    def wait(self, condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
        """Wait until a condition on this gun holds."""
        end = time.monotonic() + seconds
        with self._changed:
            while not condition():
                left = end - time.monotonic()
                assert left > 0, (self.tones, self.heard, self.complaints)
                self._changed.wait(min(left, 0.05))

    def _read(self, code: bytes) -> None:
        """A code was read. Locked."""
        self.send(code + b"\r")

    def _hear(self, data: bytes) -> None:
        """The host sent something. Locked."""

    def _rings(self) -> None:
        """The time set by `_ring_in` has come. Locked."""

    def _ring_in(self, seconds: float) -> None:
        self._alarm = time.monotonic() + seconds / self._speed

    def _sound(self, sound: str) -> None:
        """Sound something; before any pull it belongs to none."""
        if self._sounds:
            self._sounds[-1].append(sound)
        else:
            self._sounds.append([sound])

    def _listen(self, master: int) -> None:
        while True:
            wait = None if self._alarm is None else max(0.0, self._alarm - time.monotonic())
            ready, _, _ = select.select([master, self._wake[0]], [], [], wait)
            if self._wake[0] in ready and b"x" in os.read(self._wake[0], 64):
                return
            with self._changed:
                if master in ready:
                    self._take(os.read(master, 4096))
                if self._alarm is not None and time.monotonic() >= self._alarm:
                    self._alarm = None
                    self._rings()
                self._changed.notify_all()

    def _take(self, data: bytes) -> None:
        self.heard.append((time.monotonic(), data))
        self._hear(data)
