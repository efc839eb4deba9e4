"""The bridge between threads and the desk: scans and wishes go to the lane, answers and lights to the screen.

Nothing here touches a widget: what a thread has to say is posted as one frozen value.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from intake.lane import Arrived, Lane, LaneEndedError
from intake.outcome import Outcome
from intake.request import Request, Wish
from intake.scan import Method, Scan, Severity
from intake.scene import Scene
from intake.surroundings import now, uuid7
from scanners.camera.messages import Photo, Preview
from scanners.keyboard import Keyboard
from scanners.light import Light
from scanners.symbology import scan_of
from tui.key_buffer import Typed
from tui.messages import (
    LaneEnded,
    LightChanged,
    OutcomeReady,
    PhotoTaken,
    PreviewSeen,
    ScanLent,
    ScansWait,
    SceneChanged,
)
from tui.screens.desk import DeskScreen

_FUNCTION_KEYS = "keyboard:function"
"""The source of a command given by its key instead of its card."""


class Bridge:
    """Between one lane and one desk."""

    def __init__(self, lane: Lane, desk: DeskScreen, keyboard: Keyboard) -> None:
        """Join them."""
        self._lane = lane
        self._desk = desk
        self._keyboard = keyboard
        self._lead_request = ""
        self._lending = threading.Lock()
        self._lent = 0
        """Scans shown to the lead's form that have not come back yet."""
        self.on_no_outcome: Callable[[Scan, Severity], None] | None = None
        """Called with how grave it is when a scan gets no outcome of the lane: its gun waits all the same."""

    def take(self, scan: Scan) -> None:
        """Hand a scan to the station. Called by scanner threads; waits while the queue is full.

        While the lead's form is open the screen looks first whether it is meant for that; then every scan
        goes that way until the last of them has come back, so that none overtakes another.
        """
        with self._lending:
            lends = self._desk.lead_card.form is not None or self._lent > 0
            self._lent += lends
        if lends:
            self._desk.post_message(ScanLent(scan, self._kept, self._returned))
        else:
            self._put(scan)

    def _kept(self, scan: Scan) -> None:
        """Hear that the form has taken a scan. Called by the screen."""
        self._tell_gun(scan, Severity.OK)
        self._end_loan()

    def _returned(self, scan: Scan) -> None:
        """Take a scan back that is not for the form. Called by the screen."""
        self._put(scan)
        self._end_loan()

    def _end_loan(self) -> None:
        with self._lending:
            self._lent -= 1

    def _tell_gun(self, scan: Scan, severity: Severity) -> None:
        if self.on_no_outcome is not None:
            self.on_no_outcome(scan, severity)

    def _put(self, arrived: Scan | Request) -> None:
        try:
            self._lane.put(arrived)
        except LaneEndedError as error:
            self._desk.post_message(LaneEnded(str(error)))
            if isinstance(arrived, Scan):
                self._tell_gun(arrived, Severity.REFUSED)
            return
        waiting = self._lane.waiting
        if waiting > 1:
            self._desk.post_message(ScansWait(waiting))

    def take_typed(self, typed: Typed) -> None:
        """Hand in what was typed: a gun's code, or a person's entry. Called by the screen."""
        made = self._keyboard.keyed if typed.by_hand else self._keyboard.scan
        self._put(made(typed.text, now(), typed.fault))

    def take_card(self, code: str) -> None:
        """Hand in the card a function key stands for. Called by the screen."""
        self._put(scan_of(code.encode("ascii"), _FUNCTION_KEYS, Method.KEYBOARD, now()))

    def wish(self, wish: Wish, by: str, *, is_leads: bool = False) -> None:
        """Ask the station for something in the name of a badge."""
        request = Request(uuid7(time.time_ns() // 1_000_000), by, wish)
        if is_leads:
            self._lead_request = request.id
        self._put(request)

    def outcome_ready(self, arrived: Arrived, outcome: Outcome) -> None:
        """Pass an answer on. Called by the lane's thread."""
        request = arrived.id if isinstance(arrived, Request) else None
        is_lead = request is not None and request == self._lead_request
        told = OutcomeReady(outcome, self._lane.waiting, is_request=request is not None, answers_lead=is_lead)
        self._desk.post_message(told)

    def scene_changed(self, scene: Scene) -> None:
        """Pass on what stands around. Called by the lane's thread."""
        self._desk.post_message(SceneChanged(scene))

    def light_changed(self, light: Light) -> None:
        """Pass a scanner's state on. Called by scanner threads."""
        self._desk.post_message(LightChanged(light))

    def preview_changed(self, preview: Preview) -> None:
        """Pass on what a camera sees, unless scans wait. Called by a thread of the camera."""
        if not self._lane.waiting:
            self._desk.viewfinder.post_message(PreviewSeen(preview))

    def photo_taken(self, photo: Photo) -> None:
        """Pass a still picture on. Called by a thread of the camera."""
        self._desk.viewfinder.post_message(PhotoTaken(photo))

    def lane_ended(self, reason: str) -> None:
        """Say that the station failed. Called by the lane's thread."""
        self._desk.post_message(LaneEnded(reason))
