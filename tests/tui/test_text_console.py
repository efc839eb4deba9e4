"""A text console has no Japanese characters: whatever asks for them there, the desk can still be read."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from intake.language import Language
from tests.tui.test_commands import choose
from tui.desk_command import DeskCommand

Opener = Any
BADGE = "RI-O-0001-T"
WIDE = {"W", "F"}
"""Kinds of characters, by Unicode's standard annex 11, that a console's font has none of."""


@pytest.fixture(autouse=True)
def _console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "linux")


def boxes(desk: Any) -> list[str]:
    """Give the lines of the screen that cannot be read."""
    return [line for line in desk.text if any(unicodedata.east_asian_width(each) in WIDE for each in line)]


def why(desk: Any) -> bool:
    """Tell whether the last row says why there is no Japanese, and who can help."""
    return bool(desk.app.wording.screen("not_shown_here") in desk.text[-1])


@pytest.mark.parametrize("language", list(Language))
async def test_every_screen_can_be_read(open_desk: Opener, language: Language) -> None:
    """The desk, its help, its commands, an emergency; no key of it offers Japanese."""
    async with open_desk(language=language) as desk:
        assert why(desk) is (language is Language.JA)
        for key in ("f1", "f1", "f5"):
            await desk.command(key)
            assert not boxes(desk)
        await desk.scan(BADGE, "RI-C-K2")
        assert not boxes(desk)
        assert desk.app.wording.language is Language.EN


async def test_the_key_says_why_and_the_footer_does_not_offer_it(open_desk: Opener) -> None:
    """Another key takes the sentence away."""
    async with open_desk() as desk:
        assert "F2" not in desk.text[-1]
        await desk.command("f2")
        assert why(desk)
        await desk.command("f1")
        assert not why(desk)
        assert not boxes(desk)


async def test_the_card_says_why_and_is_recorded_as_ever(open_desk: Opener) -> None:
    """The log keeps what was asked for; the other card says nothing, for that is spoken already."""
    async with open_desk() as desk:
        await desk.scan(BADGE, "RI-C-LANGUAGE-EN")
        assert not why(desk)
        await desk.scan("RI-C-LANGUAGE-JA")
        await desk.until(lambda: why(desk))
        assert desk.last.answer.params == {"language": "ja"}
        assert not boxes(desk)


async def test_the_list_of_commands_leaves_it_out(open_desk: Opener) -> None:
    """The bar goes around what is listed."""
    async with open_desk() as desk:
        await choose(desk, DeskCommand.HELP)
        assert desk.app.desk.help_card.display
        await desk.command("f5")
        assert not [line for line in desk.text if line.strip().startswith("F2 ")]
        await desk.press("up", "down", "down")
        assert desk.app.desk.palette.chosen is DeskCommand.LOOK_UP
