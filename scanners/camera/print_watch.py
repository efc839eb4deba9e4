"""Watches for printed serials in a thread of its own: it takes many times as long as a bar code."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from intake.scan import Awaited

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.scan import Scan
    from scanners.camera.capture import Captured
    from scanners.ocr.print_reader import PrintReader

_log: Final = logging.getLogger(__name__)


class PrintWatch:
    """Reads print in the newest frame whenever it has done with one; each frame at most once."""

    def __init__(self, source: str, on_scan: Callable[[Scan], object]) -> None:
        """Prepare; `on_scan` is called from its thread."""
        self._source = source
        self._on_scan = on_scan
        self._awaited = Awaited()
        self._newest: Captured | None = None
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="print", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def await_(self, awaited: Awaited) -> None:
        """What the desk waits for now: only while it may be a serial is print read."""
        with self._changed:
            self._awaited = awaited
            if not awaited.serial:
                self._newest = None

    def offer(self, captured: Captured) -> None:
        """Give it a frame, in the place of the one that waits."""
        with self._changed:
            if self._awaited.serial:
                self._newest = captured
                self._changed.notify_all()

    def _run(self) -> None:
        captured, awaited = self._next()
        if (reader := self._reader(awaited)) is None:
            return
        while True:
            self._look(reader, captured, awaited)
            captured, awaited = self._next()

    def _next(self) -> tuple[Captured, Awaited]:
        with self._changed:
            self._changed.wait_for(lambda: self._newest is not None)
            captured, self._newest = self._newest, None
            assert captured is not None  # noqa: S101 - what was waited for, which mypy cannot see
            return captured, self._awaited

    def _reader(self, awaited: Awaited) -> PrintReader | None:
        """Made at the first serial: its models take memory, and the extra may be missing, as doctor says."""
        try:
            from scanners.ocr.print_reader import PrintReader  # noqa: PLC0415 - see above

            return PrintReader(patterns=awaited.patterns, source=self._source)
        except ImportError as error:
            _log.warning("%s", error)
            return None

    def _look(self, reader: PrintReader, captured: Captured, awaited: Awaited) -> None:
        try:
            reader.await_(awaited)
            if (scan := reader.feed(captured.frame, captured.moment)) is not None:
                self._on_scan(scan)
        except Exception:  # noqa: BLE001 - bar codes are read on; the next frame is another chance
            _log.exception("print could not be read")
