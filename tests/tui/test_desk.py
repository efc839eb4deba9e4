"""The desk shows what the station answered: the verdict in place, what to do next, the last scans."""

from __future__ import annotations

from typing import Any

import pytest

from intake.settings import Language
from tests.tui.conftest import SIZES

PARCEL = "A312000079193B"
ORDINARY = ["RI-O-0001-T", PARCEL, "ATEST1263K00FVU8", "RI-C-INTACT", "RI-U-000001-K", "RI-Q-0001-2"]
HOSTILE = [
    "[/foo]",
    "[@click=app.quit]x",
    "=cmd()",
    "[red]SN1",
    "{oops}",
    "\x1b[2J",
    "\x11",
    "\u202eABC",
    "ｱｲｳ",
]

Opener = Any


def packed(*texts: str) -> str:
    """A text without its spaces and line breaks: a sentence may stand on two lines."""
    return "".join("".join(text.split()) for text in texts)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", list(Language))
async def test_an_ordinary_parcel_is_taken_in_by_scans_alone(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """Every answer stands on the screen whole, with what to do next, in both languages at every size."""
    async with open_desk(size, language) as desk:
        for code in ORDINARY:
            await desk.scan(code)
            shown = packed(*desk.text)
            outcome = desk.answered[-1].outcome
            assert packed(desk.app.wording.sentence(outcome.prompt)) in shown
            assert packed(desk.app.wording.sentence(outcome.answer.line)) in shown
        assert "RI-Q-0001-2" in "\n".join(desk.text)


async def test_the_verdict_stands_in_words_and_shape(open_desk: Opener) -> None:
    """Colour never carries it alone."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY[:3])
        head = next(line for line in desk.text if "[ OK ]" in line)
        assert "AFFECTED" in head
        await desk.scan("TOOSHORT")
        head = next(line for line in desk.text if "[ XX ]" in line)
        assert "REFUSED" in head


@pytest.mark.parametrize("code", HOSTILE)
async def test_a_hostile_scan_is_shown_harmlessly(open_desk: Opener, code: str) -> None:
    """No markup, no key press, no cursor movement: the desk answers and runs on."""
    async with open_desk() as desk:
        await desk.scan("RI-O-0001-T", code, PARCEL)
        shown = "\n".join(desk.text)
        assert not any(ord(character) < 0x20 and character != "\n" for character in shown)
        assert "\u202e" not in shown
        assert "312000079193" in shown


async def test_the_training_banner_never_goes_away(open_desk: Opener) -> None:
    """Nobody takes practice for work."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY)
        assert desk.text[1].strip() == desk.app.wording.screen("training")


async def test_a_restart_shows_the_last_recorded_scans_and_resumes(open_desk: Opener) -> None:
    """What was recorded is shown again, so that nobody scans in doubt; the parcel is still open."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY[:4])
    async with open_desk() as desk:
        shown = "\n".join(desk.text)
        assert "ATEST1263K00FVU8" in shown
        assert "Scan the new bag label" in shown
        await desk.scan("RI-U-000001-K")
        assert desk.answered[-1].outcome.step == "CONTAINER"


async def test_the_language_changes_at_once(open_desk: Opener) -> None:
    """F2 rewords everything on the screen."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY[:3])
        await desk.pilot.press("f2")
        await desk.pilot.pause()
        shown = "\n".join(desk.text)
        assert "対象" in shown
        assert "AFFECTED" not in shown


async def test_typed_codes_are_scans(open_desk: Opener) -> None:
    """A keyboard gun types; every code is answered, none joined."""
    async with open_desk() as desk:
        for code in ORDINARY:
            await desk.type_fast(f"{code}\r")
        await desk.until(lambda: len(desk.answered) == len(ORDINARY))
        assert [message.outcome.scan for message in desk.answered] == ["RI-O-0001-T", PARCEL, *ORDINARY[2:]]
        assert desk.answered[-1].outcome.step == "PARCEL_OPEN"


async def test_what_is_being_typed_is_shown(open_desk: Opener) -> None:
    """A gun without a terminator does not leave the operator guessing."""
    async with open_desk() as desk:
        await desk.pilot.press("A", "B")
        await desk.pilot.pause()
        assert "Typing: AB" in desk.text[-1]


async def test_two_quick_presses_of_f10_do_not_quit(open_desk: Opener) -> None:
    """A code that holds the key's escape sequence twice is no person."""
    async with open_desk() as desk:
        await desk.pilot.press("f10", "f10", "f10")
        await desk.pilot.pause()
        assert desk.app.is_running
        assert desk.app.wording.screen("quit_twice") in desk.text[-1]


async def test_f10_at_a_persons_pace_quits(open_desk: Opener) -> None:
    """Press, a moment, press."""
    async with open_desk() as desk:
        await desk.pilot.press("f10")
        await desk.pilot.pause(0.6)
        await desk.pilot.press("f10")
        await desk.until(lambda: not desk.app.is_running or desk.app._exit)  # noqa: SLF001


async def test_a_scan_during_help_is_taken(open_desk: Opener) -> None:
    """Help hides nothing from the guns and its closing key is not lost."""
    async with open_desk() as desk:
        await desk.pilot.press("f1")
        await desk.pilot.pause()
        await desk.pilot.press(*"RI-O-0001-T", "enter")
        await desk.until(lambda: len(desk.answered) == 1)
        assert desk.answered[0].outcome.scan == "RI-O-0001-T"
