"""The application: one desk over one lane. It starts and stops threads and switches language; no more."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import App
from textual.binding import BindingType

from intake.lane import Arrived, Lane
from intake.outcome import Outcome, Standing
from intake.scan import Method, Scan
from intake.settings import Language
from intake.surroundings import now
from intake.wording import Wording
from scanners.light import Light
from scanners.symbology import scan_of
from tui.key_buffer import Typed
from tui.messages import LaneEnded, LightChanged, OutcomeReady, ScansWait
from tui.screens.desk import DeskScreen

KEYBOARD = "keyboard:terminal"
SLOWEST_GUN = 0.5
"""Seconds: two presses of a key nearer than this come from a gun, not from a finger."""

LONGEST_THOUGHT = 5.0


class DeskApp(App[None], inherit_bindings=False):
    """The desk. No binding of Textual's own is kept: a code that holds 0x11 would press Ctrl+Q."""

    TITLE = "intake"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    CLOSE_TIMEOUT = 0.3

    def __init__(
        self,
        lane: Lane,
        standing: Standing,
        language: Language,
        start_sources: Callable[[DeskApp], None],
    ) -> None:
        """Show `standing`; `start_sources` is called once the screen stands."""
        super().__init__()
        self._lane = lane
        self._standing = standing
        self._start_sources = start_sources
        self._wordings = {language: Wording(language)}
        self._language = language
        self._asked_at = 0.0
        self.desk = DeskScreen(standing, self.wording, self._take_typed)

    @property
    def wording(self) -> Wording:
        """The language spoken now."""
        return self._wordings[self._language]

    async def on_mount(self) -> None:
        """Show the desk, then let scans come."""
        await self.push_screen(self.desk)
        self.call_after_refresh(self._start_sources, self)

    def take(self, scan: Scan) -> None:
        """Hand a scan to the station. Called by scanner threads; waits while the queue is full."""
        self._lane.put(scan)
        waiting = self._lane.waiting
        if waiting > 1:
            self.desk.post_message(ScansWait(waiting))

    def _take_typed(self, typed: Typed) -> None:
        method = Method.KEYED if typed.by_hand else Method.KEYBOARD
        self.take(scan_of(typed.text.encode("utf-8", "replace"), KEYBOARD, method, now()))

    def outcome_ready(self, _arrived: Arrived, outcome: Outcome) -> None:
        """Pass an answer on. Called by the lane's thread."""
        self.desk.post_message(OutcomeReady(outcome, self._lane.waiting))

    def light_changed(self, light: Light) -> None:
        """Pass a scanner's state on. Called by scanner threads."""
        self.desk.post_message(LightChanged(light))

    def lane_ended(self, reason: str) -> None:
        """Say that the station failed. Called by the lane's thread."""
        self.desk.post_message(LaneEnded(reason))

    def action_switch_language(self) -> None:
        """Speak the other language."""
        languages = list(Language)
        self._language = languages[(languages.index(self._language) + 1) % len(languages)]
        self._wordings.setdefault(self._language, Wording(self._language))
        self.desk.reword(self.wording)

    def action_ask_to_quit(self) -> None:
        """Quit on a second press at a person's pace; a gun's two are nearer together."""
        pause = time.monotonic() - self._asked_at
        if SLOWEST_GUN <= pause <= LONGEST_THOUGHT:
            self.exit()
            return
        self._asked_at = time.monotonic()
        self.desk.show_notice("quit_twice")
        self.set_timer(LONGEST_THOUGHT, lambda: self.desk.show_notice(None))
