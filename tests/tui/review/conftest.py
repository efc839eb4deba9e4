"""The review over a simulated day: every kind of parcel, hold and error there is."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from textual import events

from intake import catalogue
from intake.cli.simulate import playing
from intake.founding import found
from intake.language import Language
from intake.message import Message
from intake.outcome import Answer, Outcome
from intake.reading_room import reading_connection
from intake.scan import Severity
from intake.settings import Settings
from intake.simulation import day as days
from intake.simulation.mix import FULL
from intake.simulation.site import load
from intake.wording import Wording
from tests.tui.driven import Driven
from tui.review.app import ReviewApp
from tui.review.listing import Listing
from tui.review.log import LogScreen
from tui.review.reader import Reader
from tui.review.room import Room
from tui.review.sign_in import SignIn

SUPERVISOR, PIN = "RI-O-0003-P", "0000"
SEED, PARCELS = 27, 60
_KEYS = {"-": "minus", " ": "space"}


class Review(Driven[ReviewApp]):
    """A running review under test."""

    async def type(self, text: str) -> None:
        """Type a text at a gun's pace."""
        for character in text:
            self.app.post_message(events.Key(_KEYS.get(character, character), character))
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press keys by their names."""
        await self.pilot.press(*keys)

    async def sign_in(self, badge: str = SUPERVISOR, pin: str = PIN) -> None:
        """Give badge and PIN."""
        await self.type(badge)
        await self.press("enter")
        await self.type(pin)
        await self.press("enter")

    async def open(self, *keys: str, badge: str = SUPERVISOR) -> None:
        """Be signed in, wait for the log, then press keys and wait for what they lead to."""
        answer = Answer(Message.REVIEW_OPENED, Severity.OK, {"badge": badge})
        assert isinstance(self.app.screen, SignIn)
        _ = self.app.screen.dismiss(Outcome(None, None, "", answer, answer.line))
        await self.until(lambda: isinstance(self.app.screen, LogScreen) and self.listing.list.count)
        await self.press(*keys)
        await self.settled()

    async def settled(self) -> None:
        """Wait until what is listed is read."""
        await self.until(lambda: not isinstance(self.app.screen, Listing) or self._is_read())

    def _is_read(self) -> bool:
        listing = self.listing
        return listing._coming is None and (not listing.rows.count or listing.selected is not None)  # noqa: SLF001

    @property
    def listing(self) -> Listing:
        """The listing on top."""
        assert isinstance(self.app.screen, Listing), self.app.screen
        return self.app.screen


@pytest.fixture(scope="session")
def worked_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A training folder after a day of work."""
    folder = tmp_path_factory.mktemp("day") / "state"
    found(folder, training=True, station="dock-1")
    played = playing.play(days.work(load(), SEED, PARCELS, FULL), folder, Settings())
    assert played.is_right
    return folder


@pytest.fixture
def folder(worked_day: Path, tmp_path: Path) -> Path:
    """The day's folder, this test's own."""
    return Path(shutil.copytree(worked_day, tmp_path / "state"))


class Known(NamedTuple):
    """One affected unit of the day, with a claim and a replacement."""

    serial: str
    label: str
    claim: str
    bag: str
    container: str


@pytest.fixture(scope="session")
def known(worked_day: Path) -> Known:
    """The first such unit whose serial came once."""
    query = (
        "SELECT u.serial, u.label, p.claim, u.bag, u.container "
        "FROM unit AS u JOIN parcel AS p USING (parcel) "
        "JOIN replacement AS r ON r.unit = u.unit WHERE u.verdict = 'AFFECTED' AND p.claim IS NOT NULL "
        "AND u.holds = '[]' AND 1 = (SELECT count(*) FROM unit AS o WHERE o.serial = u.serial) LIMIT 1"
    )
    with reading_connection(worked_day) as connection:
        return Known(*connection.execute(query).fetchone())


@pytest.fixture
def open_review(folder: Path) -> Callable[..., Any]:
    """Open the review at a size and in a language."""

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (80, 24), language: Language = Language.EN, idle_minutes: float = 15.0
    ) -> AsyncIterator[Review]:
        settings = Settings(language=language, idle_lock_minutes=idle_minutes)
        reader = Reader(folder)
        campaigns = catalogue.load(folder)
        wording = Wording.shown_on(os.environ.get("TERM", ""), language)
        room = Room(folder, settings, campaigns, "dock-1", True, wording, reader)
        review = Review(ReviewApp(room))
        try:
            async with review.app.run_test(size=size) as review.pilot:
                await review.pilot.pause()
                yield review
        finally:
            reader.close()

    return opened
