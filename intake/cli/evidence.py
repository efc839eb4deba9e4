"""Evidence: a still picture of a unit that the station asks for, fetched from a camera and brought to it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from intake.errors import IntakeError
from intake.lane import LaneEndedError
from intake.photo import PhotoFault
from intake.photos import PhotoError, keep, read
from intake.request import FailPhoto, OfferPhoto, Request
from intake.surroundings import now, uuid7
from scanners.camera.messages import Photo, Preview

WITHIN = 8.0
"""Seconds in which a camera at work gives a picture: the card that asks for it is put aside before."""

_STATION = "desk"
"""Who asks: no badge, for nobody but the station itself may say what its camera saw."""


class Evidence:
    """Answers each wish for a picture once: with the picture, or why there is none. From any thread.

    The cameras hear of a wish by themselves (`scanners.devices.Devices.await_`).
    """

    def __init__(
        self, folder: Path, hand_in: Callable[[Request], object], has_camera: Callable[[], bool]
    ) -> None:
        """Keep pictures in a state folder, hand in requests; `has_camera`: one that gives pictures now."""
        self._folder = folder
        self._hand_in = hand_in
        self._has_camera = has_camera
        self.on_taken: Callable[[Photo], None] | None = None
        """Told of a picture before it is offered, so that a screen shows the one that is asked about."""
        self._guard = threading.Lock()
        self._wish = ""
        self._is_open = False
        """Whether nothing has come of the wish yet."""
        self._waiting: threading.Timer | None = None

    def begin(self, wish: str) -> None:
        """Take up what was wished before a start: no camera is open yet, and one may be in time."""
        self._await(wish, WITHIN, PhotoFault.TOO_LATE)

    def show_again(self, digest: str) -> None:
        """Show the picture that was offered before a start; of one that cannot be shown nothing is asked."""
        from tui.jpeg import still_of  # noqa: PLC0415 (Textual, which a station without a screen never loads)

        try:
            jpeg = read(self._folder, digest) or b""
            seen = still_of(jpeg, digest)
        except (PhotoError, OSError):
            self._send(FailPhoto(digest, PhotoFault.NOT_STORED))
        else:
            self._show(Photo(digest, jpeg, seen.width, seen.height, Preview(*seen)))

    def wish(self, wish: str) -> None:
        """Take what is wished now; the same is no news, an empty one takes it back. Never waits."""
        if wish == self._wish:
            return
        if self._has_camera():
            self._await(wish, WITHIN, PhotoFault.TOO_LATE)
        else:
            self._await(wish, 0.0, PhotoFault.NO_CAMERA)

    def take(self, photo: Photo) -> None:
        """Store a picture and offer it to the station; a second camera's is nobody's. Waits for the disk."""
        if not self._settle(photo.wish):
            return
        self._show(photo)
        try:
            digest = keep(self._folder, photo.jpeg)
        except (IntakeError, PhotoError):
            self._send(FailPhoto(photo.wish, PhotoFault.NOT_STORED))
        else:
            self._send(OfferPhoto(photo.wish, digest))

    def close(self) -> None:
        """Wait for no picture any more."""
        self._await("", 0.0, PhotoFault.TOO_LATE)

    def _show(self, photo: Photo) -> None:
        if self.on_taken is not None:
            self.on_taken(photo)

    def _await(self, wish: str, seconds: float, fault: PhotoFault) -> None:
        with self._guard:
            if self._waiting is not None:
                self._waiting.cancel()
            self._wish, self._is_open, self._waiting = wish, bool(wish), None
            if wish:
                # A thread of its own: the lane, which asks, may not wait for room in its own queue.
                self._waiting = threading.Timer(seconds, self._fail, (wish, fault))
                self._waiting.daemon = True
                self._waiting.start()

    def _fail(self, wish: str, fault: PhotoFault) -> None:
        if self._settle(wish):
            self._send(FailPhoto(wish, fault))

    def _settle(self, wish: str) -> bool:
        """Tell whether this is the first that comes of the wish that stands."""
        with self._guard:
            is_first = self._is_open and wish == self._wish
            if is_first:
                self._is_open = False
                if self._waiting is not None:
                    self._waiting.cancel()
            return is_first

    def _send(self, wish: OfferPhoto | FailPhoto) -> None:
        with suppress(LaneEndedError):  # the screen has said so, and the picture is erased at the next start
            self._hand_in(Request(uuid7(now().wall), _STATION, wish))
