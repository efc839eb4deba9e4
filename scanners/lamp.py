"""One device's lamp: of all that can be said of it at once, the light that matters most.

The keeper has a say (found, open, lost), the receiver of scans (it fails), and the answers
(a scan waits for the disk; the gun takes none).
"""

from __future__ import annotations

import threading
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from scanners.device import (
    DeviceAmbiguous,
    DeviceError,
    DeviceForbidden,
    DeviceFrozen,
    DeviceHeld,
    DeviceLost,
    DeviceMissing,
    DeviceMistaken,
)
from scanners.light import Light, LightState

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.scan import Moment

UDEV_NEEDS: Final = 2_000_000_000
"""Nanoseconds after a device appears in which udev may not have set its permissions yet: until then a
device that may not be opened is still looked for (hardware.md 1.1)."""

_STATES: Final[dict[type[DeviceError], LightState]] = {
    DeviceHeld: LightState.HELD,
    DeviceForbidden: LightState.FORBIDDEN,
    DeviceMistaken: LightState.MISTAKEN,
    DeviceAmbiguous: LightState.AMBIGUOUS,
    DeviceLost: LightState.LOST,
    DeviceFrozen: LightState.FROZEN,
}


class _Voice(Enum):
    """Who has something to say."""

    KEEPER = auto()
    RECEIVER = auto()
    STORING = auto()
    EAR = auto()


class Lamp:
    """What is shown of one device. Called from any thread; lights come out one at a time, in order."""

    def __init__(
        self, source: str, name: str, put: Callable[[Light], object], now: Callable[[], Moment]
    ) -> None:
        """Begin dark; `put` takes each light that differs from the one before."""
        self._source = source
        self._name = name
        self._put = put
        self._now = now
        self._said: dict[_Voice, Light] = {}
        self._shown: Light | None = None
        self._seen = False
        self._forbidden_since: int | None = None
        self._lock = threading.Lock()

    def show(self, state: LightState, detail: str = "") -> None:
        """What the keeper says; READY also means that the device has been seen."""
        self._seen = self._seen or state is LightState.READY
        self._forbidden_since = None
        self._say(_Voice.KEEPER, state, detail)

    def show_error(self, error: DeviceError) -> None:
        """Why the keeper cannot use the device."""
        if not isinstance(error, DeviceForbidden):
            self._forbidden_since = None
        elif self._forbidden_since is None:
            self._forbidden_since = self._now().monotonic
        self._say(_Voice.KEEPER, self._state_of(error), error.reason)

    def show_receiver(self, trouble: str) -> None:
        """The receiver of scans fails, for this reason; empty: it works."""
        self._say(_Voice.RECEIVER, LightState.FAILED if trouble else None, trouble)

    def show_waiting(self, waits: bool) -> None:  # noqa: FBT001 - a callback, called with what is so
        """Whether a scan is not stored yet."""
        self._say(_Voice.STORING, LightState.WAITING if waits else None)

    def show_deaf(self, is_deaf: bool) -> None:  # noqa: FBT001 - a callback, called with what is so
        """Whether the device takes no answer; told where nothing else is wrong with it."""
        self._say(_Voice.EAR, LightState.DEAF if is_deaf else None)

    def _state_of(self, error: DeviceError) -> LightState:
        if isinstance(error, DeviceMissing):
            return LightState.LOST if self._seen else LightState.SEARCHING
        if self._forbidden_since is not None and self._now().monotonic - self._forbidden_since < UDEV_NEEDS:
            return LightState.SEARCHING
        return _STATES.get(type(error), LightState.FAILED)

    def _say(self, voice: _Voice, state: LightState | None, detail: str = "") -> None:
        """Keep what a voice says; a light dates from when its state began, whatever hid it meanwhile."""
        with self._lock:
            before = self._said.pop(voice, None)
            if state is not None:
                since = before.since if before and before.state is state else self._now()
                self._said[voice] = Light(self._source, state, detail, since, self._name)
            self._show_first()

    def _show_first(self) -> None:
        light = self._first()
        if light is not None and light != self._shown:
            self._shown = light
            self._put(light)

    def _first(self) -> Light | None:
        """The light that matters most: what hinders storing, then the device, then its ear."""
        keeper = self._said.get(_Voice.KEEPER)
        if keeper is None or keeper.state is LightState.STOPPED:
            return keeper
        ear = self._said.get(_Voice.EAR) if keeper.state is LightState.READY else None
        return self._said.get(_Voice.RECEIVER) or self._said.get(_Voice.STORING) or ear or keeper
