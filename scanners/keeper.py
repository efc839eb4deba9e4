"""Keeps one scanner: opens its device, reads it, answers it, notices its loss and opens it again.

SEARCHING ─► READY ◄─► UNTERMINATED      any of them ─► STOPPED
    ▲          │ ▲
    │          ▼ │
HELD, TWICE, FORBIDDEN, MISTAKEN, LOST, FAILED: tried again after 0.1 s, then ever later, at most 1 s apart.
A gun that types and is not calibrated is UNCALIBRATED and left alone.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scanners.answerer import Answerer
from scanners.device import DeviceDeaf, DeviceError, DeviceHeld
from scanners.identity import ROOTS
from scanners.lamp import Lamp
from scanners.light import LightState
from scanners.opening import decoder_of, open_device
from scanners.outbox import Outbox, end
from scanners.symbology import scan_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.scan import Moment, Scan
    from scanners.assignment import Assignment
    from scanners.decoder import Decoder
    from scanners.device import Device
    from scanners.feedback import Tone
    from scanners.frames import Frame
    from scanners.identity import Roots
    from scanners.light import Light

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 1.0
"""Seconds between two tries to open. A USB gun is back 0.5 s or more after it is plugged in, and
udev may need 2 s more to set its permissions (hardware.md 1.1)."""

UNTERMINATED_AFTER: Final = 1.0
"""Seconds of silence after which bytes without a terminator are worth a word."""

IDLE_WAIT: Final = 5.0
"""Seconds a read waits between two codes. Bytes, a loss and `stop` end it at once; this is for a driver
that tells of no loss."""


class Keeper:
    """One scanner of any kind, kept open by a thread of its own.

    `on_scan` and `on_light` are called from a thread each, one call at a time, in the order things
    happened; they may block. An item whose receiver raises is handed over again.
    """

    def __init__(
        self,
        assignment: Assignment,
        *,
        on_scan: Callable[[Scan], object],
        on_light: Callable[[Light], object],
        now: Callable[[], Moment],
        decoder: Decoder | None = None,
        roots: Roots = ROOTS,
        is_ours: Callable[[str], bool] = lambda _node: False,
    ) -> None:
        """Prepare; `start` begins.

        A `decoder` takes the place of the assignment's own; `is_ours` tells whether another scanner of the
        lane has a node open.
        """
        self.source = assignment.source
        """As in `Scan.source`."""
        self.received = 0
        """Bytes read since the start: whether a gun sends anything at all."""
        self.turns = 0
        """How often it woke to open or to read: an idle scanner costs next to none."""
        self.node = ""
        """What it has open, such as /dev/ttyACM0; empty while it has nothing. Its name may lead elsewhere
        by now: udev gives the by-id name of two that are alike to the later one."""
        self._assignment = assignment
        self._decoder = decoder
        self._roots = roots
        self._now = now
        self._is_ours = is_ours
        self._lights: Outbox[Light] = Outbox(f"lights {self.source}", on_light)
        self._lamp = Lamp(self.source, assignment.name, self._lights.put, now)
        self._scans: Outbox[Scan] = Outbox(f"scans {self.source}", on_scan, self._lamp.show_receiver)
        self._answerer = Answerer(
            assignment.driver, on_waiting=self._lamp.show_waiting, on_deaf=self._lamp.show_deaf
        )
        self._device: Device | None = None
        self._pause = FIRST_PAUSE
        self._last_byte = 0.0
        self._is_idle = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.source, daemon=True)

    def start(self) -> None:
        """Begin to keep the scanner."""
        self._lights.start()
        self._scans.start()
        self._answerer.start()
        self._thread.start()

    def answer(self, scan: Scan, tone: Tone) -> None:
        """Tell the gun what became of one of its scans; never waits for it. From any thread."""
        self._answerer.answer(scan, tone)

    def stop(self) -> int:
        """Let go of the scanner, within 0.3 s whatever the receivers do.

        Returns:
            How many scans that were read a blocked or failing receiver did not take; usually 0.

        """
        self._stopping.set()
        if (device := self._device) is not None:
            device.cancel()
        return end(self._thread, self._scans, self._lights)

    def _run(self) -> None:
        if self._assignment.is_calibrated:
            self._lamp.show(LightState.SEARCHING)
        else:
            self._lamp.show(LightState.UNCALIBRATED)
            self._stopping.wait()
        while not self._stopping.is_set():
            self._try()
            self._stopping.wait(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self._answerer.stop()
        self._lamp.show(LightState.STOPPED)

    def _try(self) -> None:
        """Keep the device as long as it goes; what hinders is shown."""
        self.turns += 1
        try:
            self._keep()
        except DeviceError as error:
            if isinstance(error, DeviceHeld) and self._is_ours(str(Path(error.path).resolve())):
                self._lamp.show(LightState.TWICE)
            else:
                self._lamp.show_error(error)
        except Exception as error:  # noqa: BLE001 - a thread that ends in silence is a scanner that is dead
            self._lamp.show(LightState.FAILED, repr(error))

    def _keep(self) -> None:
        """Open the device and listen until it is lost or the keeper stops; raises as the device does."""
        with open_device(self._assignment, self._roots) as device:
            decoder = self._decoder or decoder_of(self._assignment, device, self._answerer.settled)
            self._device = device
            self.node = str(Path(device.path).resolve())
            self._answerer.attach(device)
            self._lamp.show_deaf(is_deaf=False)
            self._lamp.show(LightState.READY)
            self._pause = FIRST_PAUSE
            try:
                while not self._stopping.is_set():
                    self._listen(device, decoder)
            finally:
                self._part(decoder)

    def _part(self, decoder: Decoder) -> None:
        """End with a device that is still open: a gun held back by its answers is let go first."""
        if self._stopping.is_set():
            self._answerer.stop()
        else:
            self._answerer.detach()
        self._device = None
        self.node = ""
        self._post(decoder.lost())

    def _listen(self, device: Device, decoder: Decoder) -> None:
        self.turns += 1
        device.timeout = IDLE_WAIT if self._is_idle else _gap_of(decoder)
        if data := device.read():
            self._last_byte = time.monotonic()
            self._is_idle = False
            self.received += len(data)
            self._take(decoder.feed(data))
        else:
            self._wait_on(decoder, time.monotonic() - self._last_byte)
        self._reply(device, decoder.replies())

    def _wait_on(self, decoder: Decoder, silence: float) -> None:
        """No byte came for `silence` seconds: the end of a code by gap, or worth a word, or idleness."""
        is_long = silence >= _gap_of(decoder)
        if is_long and decoder.idle_gap is not None:
            self._take(decoder.idle())
        if decoder.pending and silence >= UNTERMINATED_AFTER:
            self._lamp.show(LightState.UNTERMINATED, str(decoder.pending))
        self._is_idle = is_long and not decoder.pending

    def _reply(self, device: Device, owed: bytes) -> None:
        """Send what the line's protocol owes; a gun that does not take it repeats its packet anyway."""
        if owed:
            try:
                device.write(owed)
            except DeviceDeaf:
                self._lamp.show_deaf(is_deaf=True)
            else:
                self._lamp.show_deaf(is_deaf=False)

    def _take(self, frames: list[Frame]) -> None:
        """Post whole frames; a gun that gave one sends terminators."""
        if frames:
            self._post(frames)
            self._lamp.show(LightState.READY)

    def _post(self, frames: list[Frame]) -> None:
        """Hand frames on as scans of this moment; each waits for its answer.

        Those of one read may be of one pull: all are told of before the first of them can be answered.
        """
        moment, method = self._now(), self._assignment.method
        scans = [scan_of(frame.raw, self.source, method, moment, frame.fault) for frame in frames]
        for scan in scans:
            self._answerer.taken(scan)
        for scan in scans:
            self._scans.put(scan)


def _gap_of(decoder: Decoder) -> float:
    """Seconds of silence that tell something of what has just come."""
    return decoder.idle_gap or UNTERMINATED_AFTER
