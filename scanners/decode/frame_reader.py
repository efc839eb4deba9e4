"""A reader of a camera's frames: pictures become scans, one code a showing."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from intake.scan import Awaited, Method, Moment, Scan
from scanners.advice import Advice
from scanners.attention import Attention
from scanners.consensus import Consensus
from scanners.decode.found import AT_THE_DESK, Found, Gray, Kind, Kinds, Point
from scanners.decode.ground import Ground
from scanners.decode.picture import grayed
from scanners.decode.quality import SCALE, hindrance, is_night
from scanners.decode.remains import Remains
from scanners.decode.search import Search, place_of
from scanners.hint import Hint
from scanners.sighting import Sighting
from scanners.symbology import scan_of

ANY_SERIAL: Final = Awaited(serial=True)
"""What a reader waits for that was told nothing."""


class FrameReader:
    """Reads a stream of frames. Not for several threads."""

    def __init__(
        self,
        source: str = "camera:",
        awaited: Awaited = ANY_SERIAL,
        budget_ms: float = 20.0,
        clock: Callable[[], float] = time.thread_time,
        *,
        is_live: bool = False,
    ) -> None:
        """`is_live`: a real table lies before it, on which own labels may lie (`scanners.attention`).

        `budget_ms`: how long a step of the search begins new views (`scanners.decode.search`).
        In milliseconds by `clock`, which gives seconds.
        The default clock counts the thread's own work, so that a busy machine reads no worse, only later.
        """
        self._source = source
        self._is_live = is_live
        self._search = Search(budget_ms / 1000, clock)
        self._begin(awaited)
        self.outline: tuple[Point, ...] = ()
        """Corners of the code nearest the last frame's middle, (0, 0) top left to (1, 1); empty: none."""

        self.is_read = False
        """Whether the outlined code was read, not only found."""

        self.hint: Hint | None = None
        """Why nothing has been read for a while."""

    def _begin(self, awaited: Awaited) -> None:
        """Know of no code; also where time runs backwards, for then it is another stream."""
        self._at = -math.inf
        self._consensus = Consensus()
        self._attention = Attention(awaited, is_live=self._is_live)
        self._remains = Remains()
        self._ground = Ground()
        self._advice = Advice()

    def await_(self, awaited: Awaited) -> None:
        """Look from now on for what the desk waits for."""
        self._attention.awaited = awaited

    def feed(self, bgr: NDArray[np.uint8], at: Moment | float) -> Scan | None:
        """Take the next frame and give a code that is sure.

        The frame is of a shape `grayed` takes, else ValueError is raised; an empty one shows nothing. `at` is
        when it was taken: a moment, or seconds. A code is sure when enough frames agree on it
        (`scanners.consensus`), and given once (`scanners.attention`).
        """
        moment = at if isinstance(at, Moment) else Moment(round(at * 1e3), round(at * 1e9))
        seconds = moment.monotonic / 1e9
        if seconds < self._at:
            self._begin(self._attention.awaited)
        self._at = seconds
        gray = grayed(bgr)
        if not gray.size:
            self.outline, self.is_read = (), False
            return None
        found = self._search.codes(gray, self._kinds())
        sightings = [_sighting(each, gray) for each in found]
        self._remember(gray, found, sightings, seconds)
        self._show(gray, found, seconds)
        chosen = self._attention.chosen(self._consensus.believed(sightings, seconds), seconds)
        if self._attention.doubts:
            self.hint = Hint.LYING
        return None if chosen is None else scan_of(chosen.raw, self._source, Method.CAMERA, moment)

    def _remember(self, gray: Gray, found: list[Found], sightings: list[Sighting], at: float) -> None:
        places = (place_of(each) for each in found)
        self._remains.read(gray, zip(sightings, places, strict=True))
        for key in self._remains.still(gray):
            self._attention.still_there(key, at)
        if self._is_live and not is_night(gray):
            self._note_empty(gray, found, sightings, at)

    def _note_empty(self, gray: Gray, found: list[Found], sightings: list[Sighting], at: float) -> None:
        seen = zip(sightings, map(place_of, found), strict=True)
        labels = [(sighting, place) for sighting, place in seen if self._attention.may_lie(sighting)]
        for key in self._ground.bared(gray, labels, at):
            self._attention.seen_empty(key)

    def _show(self, gray: Gray, found: list[Found], at: float) -> None:
        """Say what the frame shows: what was read, else what looks like a code and why it is not read."""
        self.is_read = bool(found)
        self.outline = ()
        if found:
            central = min(found, key=lambda each: _sighting(each, gray).off_middle)
            self.outline = _within(central.corners, gray)
            self._advice.read()
        elif is_night(gray):
            self._advice.unread(Hint.DARK, at)
        else:
            self._show_unread(gray, at)
        self.hint = self._advice.hint

    def _show_unread(self, gray: Gray, at: float) -> None:
        if not self._search.strips:
            self._advice.nothing(at)
            return
        likeliest = self._search.strips[0]
        self.outline = _within(likeliest.corners, gray)
        self._advice.unread(hindrance(likeliest.upright(gray, SCALE)), at)

    def _kinds(self) -> Kinds:
        return AT_THE_DESK | {Kind.CODABAR} if self._attention.awaited.parcel else AT_THE_DESK


def _sighting(found: Found, gray: Gray) -> Sighting:
    height, width = gray.shape
    corners = (np.array(found.corners) - (width / 2, height / 2)) / height
    x, y = corners.mean(axis=0)
    reach = math.hypot(*np.ptp(corners, axis=0)) / 2
    return Sighting(found.raw, float(x), float(y), reach, tuple((float(x), float(y)) for x, y in corners))


def _within(corners: tuple[Point, ...], gray: Gray) -> tuple[Point, ...]:
    """Give corners in pixels as shares of a frame's width and height."""
    height, width = gray.shape
    return tuple((x / width, y / height) for x, y in corners)
