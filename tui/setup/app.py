"""The set-up's application: one screen over one course. It passes keys, codes and signals on; no more."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import BindingType

from intake.printable import printable
from scanners.frames import Framing
from tui.key_buffer import ALONE, KeyBuffer
from tui.leaving import Leaving
from tui.setup.course import Course, Site
from tui.setup.finder import Finder
from tui.setup.sheet import Sheet
from tui.setup.signals import Examined, Lit, Pulled, Saved, Seen, Viewed
from tui.terminal import DeskDriver
from tui.themes import FALLBACK, THEMES

_LOOKS_EVERY = 1.0
"""Seconds between two looks for what is plugged in."""

_TYPED = 30
"""Characters shown of what waits for its end."""


class SetupApp(App[None], inherit_bindings=False):
    """The set-up. No binding of Textual's own is kept: a code that holds 0x11 would press Ctrl+Q."""

    TITLE = "intake setup"
    CSS_PATH = "setup.tcss"
    CLOSE_TIMEOUT = 0.3
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, site: Site) -> None:
        """Set up one station."""
        super().__init__(driver_class=DeskDriver)
        self.course = Course(site, self.post_message, self._behind, self.exit)
        self._sheet = Sheet()
        self._finder = Finder()
        self._keys = KeyBuffer(Framing.parse("auto"))
        self._coded_at = float("-inf")
        """When the last key of a code was pressed."""
        self._leaving = Leaving()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = site.settings.theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Name every colour the style sheet may ask for."""
        return FALLBACK

    def compose(self) -> ComposeResult:
        """Show the one sheet, and beside it what a camera sees."""
        yield self._sheet
        yield self._finder

    def on_mount(self) -> None:
        """Look for devices, now and from now on."""
        self.course.look()
        self.set_interval(_LOOKS_EVERY, self.course.look)
        self.call_after_refresh(self.draw)

    def on_unmount(self) -> None:
        """Let go of every device."""
        self.course.close()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Show how the course stands."""
        course = self.course
        self._finder.stand(course.page.SEES)
        self._sheet.draw(course.page, course.title, self._unended() or course.noted or course.trouble)

    def _unended(self) -> str:
        """Say what waits for its end, once that is late: until then no other key does anything."""
        late = self._keys.by_hand or self._keys.is_stale(time.monotonic())
        return (
            self.course.wording.setup("typed_so_far", text=printable(self._keys.text, _TYPED)) if late else ""
        )

    def _behind(self, work: Callable[[], None]) -> None:
        self.run_worker(work, thread=True)

    def _leave(self) -> None:
        """Quit on a second press at a person's pace; a gun's two are nearer together."""
        if self._leaving.press(time.monotonic()):
            self.exit()
        else:
            self.course.note(self.course.wording.setup("quit_twice"))

    async def on_event(self, event: events.Event) -> None:
        """Take keys before any widget: a gun may be typing them."""
        if isinstance(event, events.Key):
            self._press(event)
        else:
            await super().on_event(event)

    def _press(self, event: events.Key) -> None:
        """Tell a person's keys from a code's: a key on the heels of a code is a part of it."""
        if event.key == "escape" and self._keys.is_stale(event.time):
            self._keys.take()  # no end will come any more: it is dropped, as what a person has typed is
        is_command = not self._keys.text and event.time - self._coded_at > ALONE
        typed = self._keys.press(event.key, event.character, event.time)
        if self._keys.text or typed is not None:
            self._coded_at = event.time
        if typed is not None:
            self.course.typed(typed)
        elif is_command:
            self._command(event.key)
        self.draw()

    def _command(self, key: str) -> None:
        self.course.note("")
        match key:
            case "enter":
                self.course.page.enter()
            case "escape":
                self.course.page.escape()
            case "up" | "down":
                self.course.page.move(1 if key == "down" else -1)
            case "f2":
                self.course.switch_language()
            case "f10":
                self._leave()
            case _:
                return

    @on(Viewed)
    def view(self, message: Viewed) -> None:
        """Show what the camera sees."""
        self._finder.see(message.preview, self.course.hinted(message.preview))

    @on(Pulled)
    @on(Lit)
    @on(Seen)
    @on(Examined)
    @on(Saved)
    def take(self, message: Pulled | Lit | Seen | Examined | Saved) -> None:
        """Take in what threads tell."""
        self.course.heard(message)
        self.draw()
