"""The eye: the one camera a set-up looks through, kept as the station keeps it."""

from __future__ import annotations

from collections.abc import Callable

from intake.scan import Scan
from intake.surroundings import now
from scanners.camera.assignment import CameraAssignment
from scanners.camera.keeper import CameraKeeper
from scanners.camera.messages import Preview
from scanners.light import Light

EACH_SECOND = 5
"""Pictures a second: a person turns the lens and sees what it does."""

WIDTH, HEIGHT = 160, 90
"""Dots of a picture at most: as many as the half of a large terminal has."""


class Eye:
    """At most one open camera. What it sees comes from other threads."""

    def __init__(
        self,
        on_scan: Callable[[Scan], object],
        on_light: Callable[[Light], object],
        on_preview: Callable[[Preview], object],
    ) -> None:
        """Look through none yet."""
        self._on_scan = on_scan
        self._on_light = on_light
        self._on_preview = on_preview
        self._keeper: CameraKeeper | None = None

    @property
    def is_closed(self) -> bool:
        """Whether no camera is open."""
        return self._keeper is None

    def look_through(self, camera: CameraAssignment) -> None:
        """Let go of the one before and open this one."""
        self.close()
        self._keeper = CameraKeeper(
            camera, on_scan=self._on_scan, on_light=self._on_light, now=now, on_preview=self._on_preview
        )
        self._keeper.start()
        self._keeper.show(WIDTH, HEIGHT, EACH_SECOND)

    def answer(self, scan: Scan) -> None:
        """Say that a scan was taken: one that nobody answers is not recorded, as far as its light knows."""
        if self._keeper is not None:
            self._keeper.answer(scan)

    def close(self) -> None:
        """Let go of the camera: its lamp goes out."""
        if self._keeper is not None:
            self._keeper.stop()
            self._keeper = None
