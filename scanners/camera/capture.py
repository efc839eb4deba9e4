"""Captures frames: a thread reads a source without pause, and only its newest frame is kept.

A driver's buffers hold frames of a moment ago: who reads more slowly than they come sees the past
(opencv#13145).
"""

from __future__ import annotations

import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from intake.scan import Moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from scanners.camera.assignment import CameraAssignment
    from scanners.camera.messages import Began
    from scanners.camera.source import Frame, FrameSource

CLOSES_WITHIN: Final = 1.5
"""Seconds in which a thread that reads comes back: a camera waits a second for its frame."""


class Captured(NamedTuple):
    """A frame and when it came."""

    frame: Frame
    moment: Moment


class Capture:
    """One opening of a camera, until it fails or is closed.

    A read that hangs for good leaves its thread behind: the process must then end, for nothing else takes
    the device from it.
    """

    def __init__(
        self, assignment: CameraAssignment, open_source: Callable[[CameraAssignment], FrameSource]
    ) -> None:
        """Prepare; the context opens it."""
        self._assignment = assignment
        self._open_source = open_source
        self._source: FrameSource | None = None
        self._newest: Captured | None = None
        self._failure: Exception | None = None
        self._is_closing = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)

    def __enter__(self) -> Self:
        """Begin to open and to read."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of it, as far as it lets go."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._thread.join(CLOSES_WITHIN)

    @property
    def hangs(self) -> bool:
        """Whether its thread has not come back."""
        return self._thread.is_alive()

    @property
    def began(self) -> Began | None:
        """What the source gives; None while it is being opened."""
        return self._source.began if self._source is not None else None

    def next(self, timeout: float) -> Captured | None:
        """The newest frame, each once; None when none came within `timeout` seconds.

        Raises:
            DeviceError: It cannot be opened, or went away.

        """
        with self._changed:
            self._changed.wait_for(lambda: self._newest or self._failure, timeout)
            captured, self._newest = self._newest, None
            self._changed.notify_all()
            if captured is None and self._failure is not None:
                raise self._failure
            return captured

    def _run(self) -> None:
        try:
            with closing(self._open_source(self._assignment)) as source:
                self._source = source
                while not self._is_closing:
                    self._put(source.read(), source)
        except Exception as error:  # noqa: BLE001 - whatever it is, `next` raises it where it is told
            with self._changed:
                self._failure = error
                self._changed.notify_all()

    def _put(self, frame: Frame, source: FrameSource) -> None:
        moment = Moment(time.time_ns() // 1_000_000, time.monotonic_ns())
        with self._changed:
            if source.is_patient:
                self._changed.wait_for(lambda: self._newest is None or self._is_closing)
            self._newest = Captured(frame, moment)
            self._changed.notify_all()
