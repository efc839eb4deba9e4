"""Writes a gun's answers to it in time, from a thread of its own: a gun that takes nothing blocks nobody."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Final

from scanners.answers import Answers
from scanners.device import DeviceDeaf, DeviceLost

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.scan import Scan
    from scanners.device import Device
    from scanners.feedback import Driver, Pulse, Tone

STOP_WITHIN: Final = 0.1
"""Seconds `stop` waits for the last bytes to be written."""

_log: Final = logging.getLogger(__name__)


class Answerer:
    """Answers one gun, which may be unplugged and plugged in again. All but `stop` return at once.

    `on_waiting` and `on_deaf` are called from the answerer's thread, each only when its word changes:
    a scan is not stored though it should be; the gun took an answer or did not.
    """

    def __init__(
        self,
        driver: Driver,
        *,
        on_waiting: Callable[[bool], None],
        on_deaf: Callable[[bool], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare; `start` begins."""
        self._answers = Answers(driver)
        self._on_waiting = on_waiting
        self._on_deaf = on_deaf
        self._clock = clock
        self._device: Device | None = None
        self._is_deaf = False
        self._said = (False, False)
        self._stopping = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=f"answerer {driver.name}", daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def attach(self, device: Device) -> None:
        """The gun is open. What it was owed before is forgotten."""
        with self._changed:
            self._device = device
            self._is_deaf = False
            self._answers.open(self._clock())
            self._changed.notify_all()

    def detach(self) -> None:
        """The gun is gone, or about to be closed."""
        with self._changed:
            self._device = None
            self._answers.forget()
            self._changed.notify_all()

    def taken(self, scan: Scan) -> None:
        """A scan came from the gun. To be said before it is handed on, so that no answer overtakes it."""
        with self._changed:
            if self._device is not None:
                self._answers.take(scan, self._clock())
                self._changed.notify_all()

    def answer(self, scan: Scan, tone: Tone) -> None:
        """A scan is answered for good. One that nobody knows, the gun being gone meanwhile, is nothing."""
        with self._changed:
            self._answers.answer(scan, tone)
            self._changed.notify_all()

    def settled(self) -> bool:
        """Whether no scan waits for an answer."""
        with self._changed:
            return self._answers.is_settled

    def stop(self) -> None:
        """Say what must not be left unsaid, and end. The device is still open, and closed after this."""
        with self._changed:
            self._answers.close()
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN)

    def _run(self) -> None:
        while True:
            with self._changed:
                pulse, device = self._next(), self._device
                is_late, is_deaf = self._answers.is_late(self._clock()), self._is_deaf
                is_over = pulse is None and self._stopping
            if is_over:
                return
            if pulse is not None and device is not None:
                self._write(device, pulse)
            self._say(is_late, is_deaf)

    def _next(self) -> Pulse | None:
        """Wait for something to write; None: there is another word to say, or it is over."""
        while True:
            now = self._clock()
            if (pulse := self._answers.due(now)) is not None:
                return pulse
            if self._stopping:
                return self._answers.owed()
            if (self._answers.is_late(now), self._is_deaf) != self._said:
                return None
            wakes_at = self._answers.wakes_at(now)
            self._changed.wait(None if wakes_at is None else max(0.0, wakes_at - now))

    def _write(self, device: Device, pulse: Pulse) -> None:
        """Write, and remember whether the gun took it."""
        is_deaf = False
        try:
            device.write(pulse.data)
        except DeviceLost as error:
            # Whoever reads it finds that out as well, and shows it.
            _log.info("%s", error)
        except Exception as error:  # noqa: BLE001 - a thread that ends in silence is a gun that is deaf
            is_deaf = True
            if not isinstance(error, DeviceDeaf):
                _log.exception("%s: an answer could not be written", device.path)
        with self._changed:
            if device is self._device:
                self._is_deaf = is_deaf
                if is_deaf:
                    self._answers.unheard(self._clock())

    def _say(self, is_late: bool, is_deaf: bool) -> None:  # noqa: FBT001 - two words, named where they are used
        was_late, was_deaf = self._said
        self._said = (is_late, is_deaf)
        if is_late is not was_late:
            self._on_waiting(is_late)
        if is_deaf is not was_deaf:
            self._on_deaf(is_deaf)
