"""The review's application: who has signed in, which screen is on top, which language; no more."""

from __future__ import annotations

import time
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType

from intake.outcome import Outcome
from tui.leaving import Leaving
from tui.review.card import Card
from tui.review.export import Export
from tui.review.frame import Frame
from tui.review.help import Help
from tui.review.idle import Idle
from tui.review.keys import BINDINGS, ON_FRAMES
from tui.review.log import LogScreen
from tui.review.overviews import OVERVIEWS
from tui.review.palette import Palette
from tui.review.room import Room
from tui.review.searching import Searching
from tui.review.sign_in import SignIn
from tui.review.typed import typed
from tui.terminal import ReviewDriver
from tui.themes import FALLBACK, THEMES


class ReviewApp(App[None], inherit_bindings=False):
    """The supervisor's screens over a journal that is only read; changes go through the one door."""

    TITLE = "intake review"
    CSS_PATH = "review.tcss"
    CLOSE_TIMEOUT = 0.3
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = BINDINGS

    def __init__(self, room: Room) -> None:
        """Review one state folder."""
        super().__init__(driver_class=ReviewDriver)
        self.room = room
        self._leaving = Leaving()
        self._idle = Idle(room.settings.idle_lock_minutes)
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = room.settings.theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Name every colour the style sheet may ask for."""
        return FALLBACK

    async def on_mount(self) -> None:
        """Ask who looks, and again when nobody has pressed a key for a while."""
        self.set_interval(self._idle.period, self._lock_when_idle)
        await self.push_screen(SignIn(self.room), self._signed_in)

    async def _lock_when_idle(self) -> None:
        if not self.room.badge or not self._idle.is_over(time.monotonic()):
            return
        self.room.badge = ""
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        await self.push_screen(SignIn(self.room), self._signed_in)

    def on_unmount(self) -> None:
        """Look nothing up any more."""
        self.room.reader.close()

    async def _signed_in(self, outcome: Outcome | None) -> None:
        if outcome is None:
            self.exit()
            return
        self._idle.touch(time.monotonic())
        self.room.badge = str(outcome.answer.params["badge"])
        await self.push_screen(LogScreen(self.room))

    async def on_event(self, event: events.Event) -> None:
        """Take text where bindings are taken: in the screen's own queue the next Enter would overtake it."""
        if isinstance(event, events.Key):
            self._idle.touch(time.monotonic())
        text = typed(event)
        if text and isinstance(self.screen, Frame | Card | Help):
            self.screen.type(text)
        else:
            await super().on_event(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Let keys that lead elsewhere work only where no card is in front."""
        return action not in ON_FRAMES or isinstance(self.screen, Frame)

    async def _back_to_log(self) -> LogScreen:
        while not isinstance(self.screen, LogScreen):
            await self.pop_screen()
        return self.screen

    async def action_open(self, name: str) -> None:
        """Show one of the registers, or the charts, in front of the log."""
        await self._back_to_log()
        await self.push_screen(OVERVIEWS[name](self.room))

    async def action_search(self) -> None:
        """Go to the log, ready for another search."""
        (await self._back_to_log()).begin_search()

    async def action_export(self) -> None:
        """Write what is listed into a file."""
        if isinstance(self.screen, Searching):
            await self.push_screen(Export(self.room, self.screen.listed()))
        elif isinstance(self.screen, Frame):
            self.screen.note(self.room.wording.review("nothing_to_export"))

    async def action_help(self) -> None:
        """Show what can be typed and pressed."""
        if not isinstance(self.screen, Help):
            await self.push_screen(Help(self.room))

    async def action_palette(self) -> None:
        """Show all commands by their words."""
        await self.push_screen(Palette(self.room), self._command)

    async def _command(self, action: str | None) -> None:
        if action is not None:
            await self.run_action(action)

    def action_theme(self) -> None:
        """Take the next colours."""
        names = [theme.name for theme in THEMES]
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def action_language(self) -> None:
        """Speak the other language, on every screen there is."""
        if not self.room.switch_language() and isinstance(self.screen, Frame | Card):
            self.screen.note(self.room.wording.screen("not_shown_here"))
        for screen in self.screen_stack:
            if isinstance(screen, Frame | Card | Help | Palette):
                screen.reword()

    def action_leave(self) -> None:
        """Quit on a second press at a person's pace; a gun's two are nearer together."""
        if self._leaving.press(time.monotonic()):
            self.exit()
        elif isinstance(self.screen, Frame | Card):
            self.screen.note(self.room.wording.review("quit_twice"))
