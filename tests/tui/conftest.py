"""A desk over a real station in a training folder of its own."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.message import Message
from textual.widget import Widget

from intake import safety
from intake.acts import told_last
from intake.lane import Lane
from intake.language import Language
from intake.outcome import Outcome
from intake.scan import Method, Scan
from intake.scene import Scene
from intake.settings import Settings, ThemeName
from intake.station import Station
from intake.surroundings import now
from scanners.symbology import scan_of
from tests.founded import Founded
from tests.tui.driven import Driven
from tui.app import DeskApp, Place
from tui.messages import CommandGiven, OutcomeReady, SceneChanged

SIZES = [(80, 24), (120, 40), (200, 60)]
BY_HAND = 0.2
"""Seconds from key to key of a person."""

BY_GUN = 0.001


def packed(*texts: str) -> str:
    """Give texts without spaces and line breaks: a sentence may stand on two lines."""
    return "".join("".join(text.split()) for text in texts)


class Desk(Driven[DeskApp]):
    """A running desk under test."""

    def __init__(self, app: DeskApp, lane: Lane) -> None:
        super().__init__(app)
        self.lane = lane
        self.answered: list[OutcomeReady] = []
        """The answers so far."""
        self.commands: list[CommandGiven] = []
        """The commands given so far."""
        self.wanted: list[tuple[int, int, int]] = []
        """What was asked of the cameras: width and height in dots, pictures a second."""
        self._clock = time.monotonic()

    def hook(self, message: Message) -> None:
        """Note what the desk is told."""
        if isinstance(message, OutcomeReady):
            self.answered.append(message)
        elif isinstance(message, CommandGiven):
            self.commands.append(message)

    @property
    def last(self) -> Outcome:
        """The last answer."""
        return self.answered[-1].outcome

    async def scan(self, *codes: str | bytes) -> None:
        """Scan codes as a gun would, each from a moment of its own; wait until their answers are shown."""
        wanted = len(self.answered) + len(codes)
        for code in codes:
            self.app.bridge.take(scanned(code))
        await self.until(lambda: len(self.answered) >= wanted and self.is_listed(self.last))

    async def show(self, outcome: Outcome) -> None:
        """Show an outcome as the lane would hand it over, and wait until all of it stands there."""
        self.post(outcome)
        await self.until(lambda: self.is_listed(outcome))

    def post(self, outcome: Outcome) -> None:
        """Hand an outcome over as the lane does."""
        self.app.desk.post_message(OutcomeReady(outcome, 0))

    def is_listed(self, outcome: Outcome) -> bool:
        """Tell whether an outcome is the newest of the last scans: what the screen does last."""
        listed = self.app.desk.last_scans._outcomes  # noqa: SLF001 (what they are drawn from)
        return bool(listed) and listed[0] is outcome

    async def show_scene(self, scene: Scene) -> None:
        """Show what stands around as the lane would hand it over."""
        self.app.desk.post_message(SceneChanged(scene))
        await self.until(lambda: self.app.desk.now.scene is scene)

    async def type_fast(self, text: str) -> None:
        """Type as a keyboard gun does: all keys at once."""
        for character in text:
            key = _KEYS.get(character, character)
            self.app.post_message(events.Key(key, character))
        await self.pilot.pause()

    async def press(self, *keys: str, pace: float = BY_HAND) -> None:
        """Press keys at a pace of their own clock: a busy machine makes no person of a gun."""
        for key in keys:
            self._clock = max(self._clock + pace, time.monotonic())
            pressed = events.Key(key, key if len(key) == 1 else None)
            pressed.time = self._clock
            self.app.post_message(pressed)
        await self.pilot.pause()

    async def enter(self, text: str, *, pace: float = BY_HAND) -> None:
        """Type a text and Enter."""
        await self.press(*text, "enter", pace=pace)

    async def command(self, *keys: str) -> None:
        """Press function keys, each alone, and wait until what each stands for is done."""
        for key in keys:
            given = len(self.commands)
            await self.press(key, pace=1.0)
            await self.until(lambda given=given: len(self.commands) > given)  # type: ignore[misc]

    def rows(self, *widgets: Widget) -> list[list[str]]:
        """What stands on the screen where each widget is; nothing where one is hidden."""
        shown = self.text
        return [shown[each.region.y : each.region.bottom] if each.display else [] for each in widgets]


_KEYS = {"\r": "enter", "-": "minus", " ": "space"}
"""Names of keys that are not their character."""


def scanned(code: str | bytes) -> Scan:
    """Give a scan of a moment of its own."""
    raw = code if isinstance(code, bytes) else code.encode()
    return scan_of(raw, "port:test", Method.PORT, now())


@pytest.fixture
def folder(founded: Founded, tmp_path: Path) -> Path:
    """A training folder."""
    return founded.copy(tmp_path / "state")


Opener = Callable[..., Any]


@pytest.fixture
def open_desk(folder: Path) -> Opener:
    """Open the desk at a size and in a language; the state folder stays the same between openings."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (80, 24),
        language: Language = Language.EN,
        theme: ThemeName = ThemeName.DARK,
        **changed: Any,
    ) -> AsyncIterator[Desk]:
        settings = Settings(language=language, theme=theme, **changed)
        apps: list[DeskApp] = []
        lane = Lane(
            lambda: Station(folder, settings),
            lambda arrived, outcome: apps[0].bridge.outcome_ready(arrived, outcome),  # noqa: PLW0108 (late)
        )
        lane.start()
        wanted: list[tuple[int, int, int]] = []
        last_act = partial(told_last, folder, settings.policy)
        place = Place(settings, safety.load(folder), last_act, lambda *what: wanted.append(what))
        app = DeskApp(lane, lane.opened(), place, lambda _bridge: None)
        apps.append(app)
        lane.on_failure = app.bridge.lane_ended
        lane.on_scene = app.bridge.scene_changed
        desk = Desk(app, lane)
        desk.wanted = wanted
        try:
            async with app.run_test(size=size, message_hook=desk.hook) as desk.pilot:
                await desk.pilot.pause()
                yield desk
        finally:
            lane.stop()

    return opened
