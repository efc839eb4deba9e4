"""The emergency card covers all of the screen, and neither a scan nor a key takes it away."""

from __future__ import annotations

from typing import Any

import pytest

from intake import safety
from intake.language import Language
from tests.tui.conftest import SIZES, packed
from tui.desk_command import DeskCommand

Opener = Any
BADGE, PARCEL, K2 = "RI-O-0001-T", "A312000079193B", "RI-C-K2"
TRIED = (PARCEL, "RI-C-YES", "RI-C-UNDO", "RI-C-OUT", BADGE, "RI-O-0002-S", K2, "", "\r", "RI-C-INTACT")


@pytest.mark.parametrize("size", [*SIZES, (60, 16)], ids=str)
@pytest.mark.parametrize("language", list(Language))
async def test_the_card_covers_everything(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """The site's words, since when, and how it ends; nothing of the desk is seen."""
    async with open_desk(size, language) as desk:
        await desk.scan(BADGE, K2)
        card = desk.app.desk.emergency_card
        assert desk.rows(card)[0] == desk.text
        shown = packed(*desk.text)
        assert packed(desk.app.wording.screen("emergency_ends")) in shown
        assert packed(desk.app.wording.sentence(desk.last.answer.line)) in shown
        if size[1] >= 24:
            rest = safety.load()[language].emergency[1:]
            assert len([line for line in rest if packed(line) in shown]) in {0, len(rest)}


async def test_at_80_by_24_every_line_of_the_site_is_read(open_desk: Opener) -> None:
    """The first one large, the others as text: drawn all large they would not fit."""
    async with open_desk() as desk:
        await desk.scan(BADGE, K2)
        assert all(line in "\n".join(desk.text) for line in safety.load()[Language.EN].emergency[1:])


async def test_no_scan_takes_the_card_away(open_desk: Opener) -> None:
    """Each is answered on the card."""
    async with open_desk() as desk:
        await desk.scan(BADGE, K2)
        card = desk.app.desk.emergency_card
        for code in filter(None, TRIED):
            await desk.scan(code)
            assert desk.rows(card)[0] == desk.text
        assert desk.last.step == "EMERGENCY"


async def test_no_key_takes_the_card_away(open_desk: Opener) -> None:
    """Help, palette and the lead's card come over it and go; it is still there."""
    async with open_desk() as desk:
        await desk.scan(BADGE, K2)
        for key in ("escape", "enter", "space", "q", "ctrl+q", "backspace", "up", "escape"):
            await desk.press(key)
            assert desk.rows(desk.app.desk.emergency_card)[0] == desk.text
        before = desk.text
        for command in (DeskCommand.HELP, DeskCommand.PALETTE, DeskCommand.LEAD):
            await desk.command(command.key)
            await desk.press("escape")
            assert desk.text == before


async def test_the_card_stands_again_after_a_restart(open_desk: Opener) -> None:
    """An emergency is a fact."""
    async with open_desk() as desk:
        await desk.scan(BADGE, K2)
    async with open_desk() as desk:
        await desk.until(lambda: desk.app.desk.emergency_card.display)
        assert desk.rows(desk.app.desk.emergency_card)[0] == desk.text


async def test_the_card_is_drawn_for_every_size_of_screen(open_desk: Opener) -> None:
    """None is too small or too odd for it: it must never be the card that fails."""
    async with open_desk() as desk:
        await desk.scan(BADGE, K2)
        for width, height in (
            (20, 5),
            (40, 12),
            (81, 25),
            (100, 30),
            (120, 36),
            (132, 43),
            (160, 50),
            (90, 70),
        ):
            await desk.pilot.resize_terminal(width, height)
            ends = packed(desk.app.wording.screen("emergency_ends"))[:12]
            await desk.until(lambda ends=ends: ends in packed(*desk.text))
