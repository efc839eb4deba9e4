"""A desk over a real station in a training folder of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.message import Message
from textual.pilot import Pilot

from intake.founding import found
from intake.lane import Lane
from intake.scan import Method, Scan
from intake.settings import Language, Settings
from intake.station import Station
from intake.surroundings import now
from scanners.symbology import scan_of
from tui.app import DeskApp
from tui.messages import OutcomeReady

SIZES = [(80, 24), (120, 40), (200, 60)]


class Desk:
    """A running desk under test."""

    def __init__(self, app: DeskApp, pilot: Pilot[None], lane: Lane, answered: list[OutcomeReady]) -> None:
        self.app = app
        self.pilot = pilot
        self.lane = lane
        self.answered = answered

    async def scan(self, *codes: str | bytes) -> None:
        """Scan codes as a gun would, each from a moment of its own, and wait for their answers."""
        wanted = len(self.answered) + len(codes)
        for code in codes:
            raw = code if isinstance(code, bytes) else code.encode()
            self.app.take(_scan(raw))
        await self.until(lambda: len(self.answered) >= wanted)

    async def type_fast(self, text: str) -> None:
        """Type as a keyboard gun does: all keys at once."""
        for character in text:
            key = _KEYS.get(character, character)
            self.app.post_message(events.Key(key, character))
        await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, and until what follows is painted."""
        async with asyncio.timeout(10):
            while not holds():  # noqa: ASYNC110 (the product's state, no event of ours)
                await asyncio.sleep(0.005)
        await self.pilot.pause()

    @property
    def text(self) -> list[str]:
        """What stands on the screen, line by line."""
        return [
            "".join(segment.text for segment in strip).rstrip()
            for strip in self.app.screen._compositor.render_strips()  # noqa: SLF001 (no public way)
        ]


_KEYS = {"\r": "enter", "-": "minus", " ": "space"}
"""Names of keys that are not their character."""


def _scan(raw: bytes) -> Scan:
    return scan_of(raw, "port:test", Method.PORT, now())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A training folder."""
    found(tmp_path / "state", training=True, station="dock-1")
    return tmp_path / "state"


Opener = Callable[..., Any]


@pytest.fixture
def open_desk(folder: Path) -> Opener:
    """Open the desk at a size and in a language; the state folder stays the same between openings."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (80, 24), language: Language = Language.EN
    ) -> AsyncIterator[Desk]:
        answered: list[OutcomeReady] = []

        def hook(message: Message) -> None:
            if isinstance(message, OutcomeReady):
                answered.append(message)

        listeners: list[DeskApp] = []
        lane = Lane(
            lambda: Station(folder, Settings(language=language)),
            lambda arrived, outcome: listeners[0].outcome_ready(arrived, outcome),  # noqa: PLW0108 (late)
        )
        lane.start()
        app = DeskApp(lane, lane.opened(), language, lambda _app: None)
        listeners.append(app)
        try:
            async with app.run_test(size=size, message_hook=hook) as pilot:
                await pilot.pause()
                yield Desk(app, pilot, lane, answered)
        finally:
            lane.stop()

    return opened
