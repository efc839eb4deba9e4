"""The application: one desk over one lane. It gives the desk's commands; no more."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import App
from textual.binding import BindingType

from intake.acts import Told
from intake.lane import Lane
from intake.language import Language
from intake.outcome import Standing
from intake.safety import SafetyTexts
from intake.settings import Settings
from intake.wording import Wording
from scanners.frames import Framing
from scanners.keyboard import Keyboard
from tui.bridge import Bridge
from tui.commands import Commands
from tui.key_buffer import KeyBuffer
from tui.messages import CodeTyped, CommandGiven, LanguageAsked, PreviewWanted, WishMade
from tui.screens.desk import DeskScreen
from tui.sound import Sound
from tui.terminal import DeskDriver
from tui.themes import FALLBACK, THEMES
from tui.tone import Voice, find_player


@dataclass(frozen=True, slots=True)
class Place:
    """What a desk is opened with."""

    settings: Settings
    texts: dict[Language, SafetyTexts]
    last_act: Callable[[], Told | None]
    """Tells what a lead would undo. Raises StorageError when the log cannot be read."""

    show_preview: Callable[[int, int, int], object] = lambda _width, _height, _each_second: None
    """Asks the cameras for pictures no larger than so many dots, so many a second; never waits."""


class DeskApp(App[None], inherit_bindings=False):
    """The desk. No binding of Textual's own is kept: a code that holds 0x11 would press Ctrl+Q."""

    TITLE = "intake"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []
    CLOSE_TIMEOUT = 0.3

    def __init__(
        self, lane: Lane, standing: Standing, place: Place, start_sources: Callable[[Bridge], None]
    ) -> None:
        """Show `standing`; `start_sources` is called once the screen stands."""
        super().__init__(driver_class=DeskDriver)
        self.place = place
        self._start_sources = start_sources
        self.wording = Wording.shown_on(os.environ.get("TERM", ""), place.settings.language)
        """The language spoken now."""
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = place.settings.theme
        player = find_player()
        voice = Voice(player) if player else None
        self.sound = Sound(place.settings.sound, self.bell, self._later, self._sound_failed, voice)
        keys = KeyBuffer(Framing.parse(place.settings.framing))
        self.desk = DeskScreen(standing, self.wording, place.texts[self.wording.language], keys, self.sound)
        self.desk.viewfinder.wanted = place.settings.preview
        self.bridge = Bridge(lane, self.desk, Keyboard(place.settings.keyboard_layout))
        self.commands = Commands(self)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the colours style sheets name, for the moment before a theme is chosen."""
        return FALLBACK

    async def on_mount(self) -> None:
        """Show the desk, then let scans come."""
        await self.push_screen(self.desk)
        self.speak(self.place.settings.language)
        self.call_after_refresh(self._start_sources, self.bridge)

    def on_unmount(self) -> None:
        """Fall silent."""
        self.sound.close()

    def _later(self, seconds: float, act: Callable[[], None]) -> Callable[[], None]:
        return self.set_timer(seconds, act).stop

    def _sound_failed(self, reason: str) -> None:
        self.desk.show_notice("sound_failed", fault=reason)

    @on(CodeTyped)
    def take_typed(self, message: CodeTyped) -> None:
        """Hand in what was typed."""
        self.bridge.take_typed(message.typed)

    @on(WishMade)
    def ask_for_lead(self, message: WishMade) -> None:
        """Ask the station for what a lead has filled in."""
        self.bridge.wish(message.wish, message.wish.lead, is_leads=True)

    @on(CommandGiven)
    def give(self, message: CommandGiven) -> None:
        """Give a command of the desk."""
        self.commands.give(message.command)

    @on(PreviewWanted)
    def ask_cameras(self, message: PreviewWanted) -> None:
        """Have the cameras show what there is room for."""
        self.place.show_preview(*message.what)

    @on(LanguageAsked)
    def answer_card(self, message: LanguageAsked) -> None:
        """Speak the language a card asks for."""
        self.speak(message.language)

    def speak(self, language: Language) -> None:
        """Speak a language, or say why it is not spoken here."""
        if language is self.wording.language:
            return
        if self.wording.is_alone:
            self.desk.show_notice("not_shown_here")
            return
        self.wording = Wording(language)
        self.desk.reword(self.wording, self.place.texts[language])
