"""Keeps one scanner: opens its port, reads it, notices its loss and opens it again.

SEARCHING ─► READY ◄─► UNTERMINATED      any of them ─► STOPPED
    ▲          │ ▲
    │          ▼ │
HELD, FORBIDDEN, LOST, FAILED: tried again after 0.1 s, then ever later, at most 1 s apart.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from intake.scan import Method
from scanners.frames import Framer, Framing
from scanners.light import Light, LightState
from scanners.outbox import Outbox
from scanners.port import (
    READ_TIMEOUT,
    Line,
    Port,
    PortError,
    PortForbidden,
    PortHeld,
    PortLost,
    PortMissing,
)
from scanners.symbology import scan_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.scan import Moment, Scan
    from scanners.frames import Frame

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 1.0
"""Seconds between two tries to open. A USB gun is back 0.5 s or more after it is plugged in, and
udev may need 2 s more to set its permissions (hardware.md 1.1)."""

UNTERMINATED_AFTER: Final = 1.0
"""Seconds of silence after which bytes without a terminator are worth a word."""

STOP_WITHIN: Final = 0.28
"""Seconds `stop` may take in all."""

_STATES: Final[dict[type[PortError], LightState]] = {
    PortHeld: LightState.HELD,
    PortForbidden: LightState.FORBIDDEN,
    PortLost: LightState.LOST,
}


class Keeper:
    """One scanner at a serial port, kept open by a thread of its own.

    `on_scan` and `on_light` are called from another thread, one at a time, in the order things
    happened; they may block. An item whose receiver raises is handed over again.
    """

    def __init__(
        self,
        path: str,
        *,
        on_scan: Callable[[Scan], object],
        on_light: Callable[[Light], object],
        now: Callable[[], Moment],
        framing: Framing | None = None,
        line: Line | None = None,
    ) -> None:
        """Prepare; `start` begins. Without `framing` it is "auto", without `line` 9600 8N1."""
        self.source = f"port:{path}"
        """As in `Scan.source`."""
        self.received = 0
        """Bytes read since the start: whether a gun sends anything at all."""
        self._path = path
        self._framing = framing or Framing.parse("auto")
        self._framer = Framer(self._framing)
        self._timeout = min(READ_TIMEOUT, self._framing.idle_gap)
        self._line = line
        self._now = now
        self._outbox = Outbox(self.source, on_scan, on_light, now)
        self._port: Port | None = None
        self._shown: Light | None = None
        self._seen = False
        self._pause = FIRST_PAUSE
        self._last_byte = 0.0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.source, daemon=True)

    def start(self) -> None:
        """Begin to keep the scanner."""
        self._outbox.start()
        self._thread.start()

    def stop(self) -> int:
        """Let go of the scanner, within 0.3 s whatever the receivers do.

        Returns:
            How many scans that were read a blocked or failing receiver did not take; usually 0.

        """
        end = time.monotonic() + STOP_WITHIN
        self._stopping.set()
        if (port := self._port) is not None:
            port.cancel()
        if self._thread.is_alive():
            self._thread.join(STOP_WITHIN - 0.08)
        self._outbox.close()
        return self._outbox.join(max(0.0, end - time.monotonic()))

    def _run(self) -> None:
        self._show(LightState.SEARCHING)
        while not self._stopping.is_set():
            try:
                self._keep()
            except PortError as error:
                self._show(self._state_of(error), error.reason)
            except Exception as error:  # noqa: BLE001 - a thread that ends in silence is a scanner that is dead
                self._show(LightState.FAILED, repr(error))
            self._stopping.wait(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self._show(LightState.STOPPED)

    def _keep(self) -> None:
        """Open the port and listen until it is lost or the keeper stops; raises as `Port` does."""
        with Port(self._path, self._line, self._timeout) as port:
            self._port = port
            self._show(LightState.READY)
            self._seen = True
            self._pause = FIRST_PAUSE
            try:
                while not self._stopping.is_set():
                    self._listen(port)
            finally:
                self._post(self._framer.lost())

    def _listen(self, port: Port) -> None:
        data = port.read()
        if data:
            self._last_byte = time.monotonic()
            self.received += len(data)
            self._take(self._framer.feed(data))
        else:
            self._wait_on(time.monotonic() - self._last_byte)

    def _wait_on(self, silence: float) -> None:
        """No byte came for `silence` seconds: the end of a code by gap, or worth a word."""
        if self._framing.by_gap:
            if silence >= self._framing.idle_gap:
                self._take(self._framer.idle())
        elif self._framer.pending and silence >= UNTERMINATED_AFTER:
            self._show(LightState.UNTERMINATED, str(self._framer.pending))

    def _take(self, frames: list[Frame]) -> None:
        """Post whole frames; a gun that gave one sends terminators."""
        if frames:
            self._post(frames)
            self._show(LightState.READY)

    def _post(self, frames: list[Frame]) -> None:
        """Put frames in the outbox as scans of this moment."""
        moment = self._now()
        for frame in frames:
            self._outbox.put(scan_of(frame.raw, self.source, Method.PORT, moment, frame.fault))

    def _state_of(self, error: PortError) -> LightState:
        if isinstance(error, PortMissing):
            return LightState.LOST if self._seen else LightState.SEARCHING
        return _STATES.get(type(error), LightState.FAILED)

    def _show(self, state: LightState, detail: str = "") -> None:
        """Show a light where it is another than the one shown; it dates from when its state began."""
        before = self._shown
        if before and (before.state, before.detail) == (state, detail):
            return
        since = before.since if before and before.state is state else self._now()
        self._shown = Light(self.source, state, detail, since)
        self._outbox.put(self._shown)
