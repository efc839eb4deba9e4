"""Nobody looks without a badge and its PIN, and the log says who did."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from intake.language import Language
from intake.settings import Settings
from intake.state_folder import Lock
from tests.intake.conftest import kinds
from tests.tui.review.conftest import PIN, SUPERVISOR
from tui.review.log import LogScreen
from tui.review.sign_in import SignIn

both = pytest.mark.parametrize("language", list(Language))


@both
async def test_badge_and_pin_open_the_log(open_review: Any, language: Language, folder: Path) -> None:
    """A keyboard gun types the badge and Enter; the PIN is typed by hand and never shown."""
    async with open_review(language=language) as review:
        await review.type(SUPERVISOR)
        await review.press("enter")
        await review.type(PIN)
        assert SUPERVISOR in review.whole
        assert "****" in review.whole
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, LogScreen))
        await review.shows(SUPERVISOR)
    assert kinds(folder)[-1] == "ReviewOpened"


async def test_a_wrong_pin_is_said_and_asked_again(open_review: Any, folder: Path) -> None:
    """Nothing of the log is seen before."""
    async with open_review() as review:
        await review.sign_in(pin="9999")
        await review.shows("This badge with this PIN may not do this.")
        assert isinstance(review.app.screen, SignIn)
        assert "****" not in review.whole
        await review.type(PIN)
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, LogScreen))
    assert "PinRefused" in kinds(folder)


async def test_too_many_wrong_pins_lock_the_badge(open_review: Any) -> None:
    """The words say for how long."""
    async with open_review() as review:
        await review.sign_in(pin="9999")
        for _ in range(Settings().pin_attempts):
            await review.until(lambda: not review.app.screen._is_waiting)  # noqa: SLF001
            await review.type("9999")
            await review.press("enter")
        await review.shows("is locked: too many wrong PINs")


async def test_a_review_left_alone_asks_anew_who_looks(open_review: Any) -> None:
    """From whatever screen it was left at; nothing of the log is seen meanwhile."""
    async with open_review(idle_minutes=0.05) as review:
        await review.open("f4")
        await review.until(lambda: isinstance(review.app.screen, SignIn))
        assert review.app.room.badge == ""
        await review.sign_in()
        await review.until(lambda: isinstance(review.app.screen, LogScreen))


async def test_an_operators_badge_opens_nothing(open_review: Any) -> None:
    """The log is for leads, supervisors and the safety officer."""
    async with open_review() as review:
        await review.sign_in(badge="RI-O-0001-T")
        await review.shows("This badge with this PIN may not do this.")


async def test_no_key_leads_past_the_sign_in(open_review: Any) -> None:
    """Function keys of the screens behind do nothing yet."""
    async with open_review() as review:
        await review.press("f3", "f4", "f5", "f6", "f7", "f8", "f9", "pagedown", "end")
        assert isinstance(review.app.screen, SignIn)


async def test_escape_leaves(open_review: Any) -> None:
    """Whoever has no badge goes."""
    async with open_review() as review:
        await review.press("escape")
        await review.until(lambda: not review.app.is_running or review.app._exit)  # noqa: SLF001


async def test_who_holds_the_folder_is_named(open_review: Any, folder: Path) -> None:
    """Somebody else has the lock and no door: the card says so, and Enter asks the same again."""
    async with open_review() as review:
        with Lock(folder, "a backup"):
            await review.sign_in()
            await review.shows("No answer", "backup")
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, LogScreen))
    assert kinds(folder).count("ReviewOpened") == 1
