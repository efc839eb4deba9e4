"""The camera's process, `python -m scanners.camera.child FD`: frames become scans, previews and photos.

Native code may break or hang it: that costs one light. It ends with its station, by the end of the line and
by the kernel's word.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING, Final, NoReturn

import cv2

from intake.scan import Awaited
from scanners.camera.capture import Capture
from scanners.camera.hindrance import HUNG, Hindrance, hindrance_of
from scanners.camera.looking import Looking
from scanners.camera.messages import Beat, Read, Trouble
from scanners.camera.opening import open_source
from scanners.camera.preview import Previews
from scanners.camera.print_watch import PrintWatch
from scanners.camera.station_end import StationEnd
from scanners.camera.still import Still
from scanners.camera.watchdog import Watchdog
from scanners.device import DeviceError, DeviceFrozen

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.scan import Scan
    from scanners.camera.assignment import CameraAssignment
    from scanners.camera.capture import Captured
    from scanners.camera.source import Frame, FrameSource

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 1.0
"""Seconds between two tries to open, as for guns."""

BEAT_EACH: Final = 0.5
"""Seconds between two signs of life."""

CARD_GOES_WITHIN: Final = 2.5
"""Seconds in which the card that asked for a still picture is taken away and the unit put in its place."""

CARD_WAS_READ: Final = 1.0
"""Seconds before the wish in which a code read here was that card."""

_NICE: Final = 10
"""The desk goes first."""

_PR_SET_PDEATHSIG: Final = 1
"""Linux, prctl(2)."""

_EVERY: Final = 16
"""Of how many pixels one, each way, stands for a frame: the noise of any of them tells two frames apart."""

_SECOND: Final = 1_000_000_000

_log: Final = logging.getLogger(__name__)


class Camera:
    """One camera, kept open and looked through."""

    def __init__(
        self, station: StationEnd, open_source: Callable[[CameraAssignment], FrameSource] = open_source
    ) -> None:
        """Prepare; `keep` never ends."""
        self._station = station
        self._open_source = open_source
        self._assignment = station.assignment()
        self._awaited = Awaited()
        self._looking = Looking(self._assignment)
        self._print = PrintWatch(self._assignment.source, self._read)
        self._previews = Previews()
        self._watchdog = Watchdog()
        self._still: Still | None = None
        self._read_at = -CARD_WAS_READ
        self._frames = 0
        self._beats_at = 0.0
        self._pause = FIRST_PAUSE
        self._logged = ""

    def keep(self) -> NoReturn:
        """Keep it open as long as the process lives."""
        self._print.start()
        while True:
            self._open()
            self._beat(time.monotonic())
            time.sleep(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _open(self) -> None:
        """Open it and look until it fails; what hinders is told before the reading thread is waited for."""
        self._watchdog.opened(time.monotonic())
        with Capture(self._assignment, self._open_source) as capture:
            try:
                while True:
                    self._turn(capture)
            except DeviceError as error:
                self._station.tell(Trouble(hindrance_of(error), error.reason))
            except Exception as error:  # noqa: BLE001 - it is told, and the next opening is another chance
                self._log(error)
                self._station.tell(Trouble(Hindrance.FAILED, type(error).__name__))
        if capture.hangs:
            os._exit(HUNG)

    def _log(self, error: Exception) -> None:
        """Write down what nobody foresaw, once where it comes again and again."""
        if repr(error) != self._logged:
            self._logged = repr(error)
            _log.error("a frame could not be looked at", exc_info=error)

    def _turn(self, capture: Capture) -> None:
        captured = capture.next(BEAT_EACH / 2)
        self._heed()
        if captured is not None:
            self._look(captured)
            self._watch(capture, captured)
        now = time.monotonic()
        if self._watchdog.gives_up(now, is_open=capture.began is not None):
            raise DeviceFrozen(self._assignment.device, "")
        self._beat(now)

    def _watch(self, capture: Capture, captured: Captured) -> None:
        """Tell the station that it is open, once a new picture has come and was looked at."""
        was_awake = self._watchdog.is_awake
        digest = captured.frame[::_EVERY, ::_EVERY].tobytes()
        self._watchdog.saw(digest, time.monotonic(), is_live=self._assignment.is_live)
        if self._watchdog.is_awake and not was_awake and capture.began is not None:
            self._pause = FIRST_PAUSE
            self._station.tell(capture.began)

    def _heed(self) -> None:
        """Take over what the station asks for now."""
        awaited = self._station.awaited
        self._previews.ask(self._station.shown)
        if awaited == self._awaited:
            return
        if awaited.photo != self._awaited.photo:
            self._still = self._still_for(awaited.photo)
        self._awaited = awaited
        self._looking.await_(awaited)
        self._print.await_(awaited)

    def _still_for(self, wish: str) -> Still | None:
        """A wish that came by a card held before this camera waits until the unit is there instead."""
        now = time.monotonic()
        came_by_card = now - self._read_at < CARD_WAS_READ
        return Still(wish, now + CARD_GOES_WITHIN if came_by_card else now) if wish else None

    def _look(self, captured: Captured) -> None:
        frame, at = captured.frame, captured.moment.monotonic / _SECOND
        self._frames += 1
        if (scan := self._looking.feed(captured)) is not None:
            self._read(scan)
        self._print.offer(captured)
        self._take_still(frame, at)
        self._send_preview(frame, at)

    def _read(self, scan: Scan) -> None:
        self._read_at = time.monotonic()
        self._station.tell(Read(scan))

    def _take_still(self, frame: Frame, at: float) -> None:
        if self._still is not None and (photo := self._still.offer(frame, at)) is not None:
            self._still = None
            self._station.tell(photo)

    def _send_preview(self, frame: Frame, at: float) -> None:
        if (preview := self._previews.of(frame, at)) is not None:
            self._station.tell(self._looking.marked(preview))

    def _beat(self, now: float) -> None:
        if now >= self._beats_at:
            self._beats_at = now + BEAT_EACH
            self._station.tell(Beat(self._frames))
            self._frames = 0


def main(open_source: Callable[[CameraAssignment], FrameSource] = open_source) -> NoReturn:
    """Keep the camera the station names on the line that is inherited."""
    os.nice(_NICE)
    # The line's end tells the same, but not to a process whose every thread hangs in native code.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    logging.basicConfig(level=logging.WARNING, format="camera: %(message)s")
    cv2.setNumThreads(1)
    Camera(StationEnd(socket.socket(fileno=int(sys.argv[1]))), open_source).keep()


if __name__ == "__main__":
    main()
