"""The desk shows what the station answered: the verdict in place, what to do next, the last scans."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from textual import events

from intake.language import Language
from intake.own_label import LabelKind, OwnLabel
from intake.request import AddRejectBin, LockDesk, Request
from tests.tui.conftest import SIZES, packed, scanned
from tui.desk_command import DeskCommand
from tui.leaving import SHORTEST_PAUSE
from tui.messages import CommandGiven

PARCEL = "A312000079193B"
BADGE = "RI-O-0001-T"
ORDINARY = [BADGE, PARCEL, "ATEST1263K00FVU8", "RI-C-INTACT", "RI-U-000001-K", "RI-Q-0001-2"]
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
        assert any("[####] AFFECTED" in line for line in desk.text)
        await desk.scan("TOOSHORT")
        assert any("[ XX ] REFUSED" in line for line in desk.text)


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
        assert desk.app.wording.screen("training") in desk.text[1]


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
        await desk.command("f2")
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
        await desk.command("f10")
        assert desk.app.wording.screen("quit_twice") in desk.text[-1]
        desk.app.post_message(CommandGiven(DeskCommand.QUIT))
        await desk.pilot.pause()
        assert desk.app.is_running


async def test_f10_at_a_persons_pace_quits(open_desk: Opener) -> None:
    """Press, a moment, press."""
    async with open_desk() as desk:
        await desk.command("f10")
        await asyncio.sleep(SHORTEST_PAUSE)
        await desk.press("f10", pace=1.0)
        await desk.until(lambda: not desk.app.is_running or desk.app._exit)  # noqa: SLF001


async def test_a_scan_during_help_is_taken(open_desk: Opener) -> None:
    """Help hides nothing from the guns and its closing key is not lost."""
    async with open_desk() as desk:
        await desk.command("f1")
        await desk.enter(BADGE)
        await desk.until(lambda: len(desk.answered) == 1)
        assert desk.answered[0].outcome.scan == "RI-O-0001-T"


@pytest.mark.parametrize("codes", [[], ORDINARY[:3], [*ORDINARY[:2], "RI-C-UNREADABLE"], [BADGE, "RI-C-K2"]])
async def test_after_growing_and_shrinking_the_screen_is_the_same(
    open_desk: Opener, codes: list[str]
) -> None:
    """At any step: nothing is drawn for a size that is no longer there."""
    async with open_desk() as desk:
        if codes:
            await desk.scan(*codes)
        before = desk.text
        await desk.pilot.resize_terminal(200, 60)
        await desk.until(lambda: len(desk.text) == 60)
        await desk.pilot.resize_terminal(80, 24)
        await desk.until(lambda: desk.text == before)


@pytest.mark.parametrize("size", [(60, 16), (40, 10), (20, 5), (1, 1)], ids=str)
async def test_a_tiny_screen_fails_nothing(open_desk: Opener, size: tuple[int, int]) -> None:
    """Every card opens, every scan is taken; grown again it is all there."""
    async with open_desk(size) as desk:
        await desk.scan(*ORDINARY[:2], "RI-C-UNREADABLE", "RI-C-MODEL-A1263", "RI-C-K1")
        await desk.command("f1", "f1", "f5", "f2", "f9")
        await desk.press("A", "B", "C", "D", "escape", "escape")
        await desk.scan("RI-C-K2")
        await desk.command("f9")
        await desk.press("escape")
        await desk.pilot.resize_terminal(80, 24)
        told = packed(desk.app.wording.sentence(desk.last.answer.line))
        await desk.until(lambda: told in packed(*desk.text))


async def test_the_header_tells_who_and_what(open_desk: Opener) -> None:
    """Station, badge, parcel, its units, and the day's counts."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY)
        head = "\n".join(desk.rows(desk.app.desk.header)[0])
        assert all(part in head for part in ("dock-1", BADGE, "312000079193"))
        tally = desk.last.scene.tally
        counts = {"parcels": 1, "units": 1, "rejected": 0, "held": tally.held}
        assert desk.app.wording.screen("counts", **counts) in head


async def test_a_serial_typed_is_read_back_in_groups(open_desk: Opener) -> None:
    """Whole, in the question; nothing is taken in before it is answered."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY[:2])
        await desk.enter(ORDINARY[2])
        await desk.until(lambda: len(desk.answered) == 3)
        assert desk.last.answer.message == "serial_keyed"
        assert desk.last.scene.keyed == ORDINARY[2]
        await desk.until(lambda: "ATES T126 3K00 FVU8" in "\n".join(desk.rows(desk.app.desk.next_step)[0]))


async def test_a_paste_is_scans(open_desk: Opener) -> None:
    """Each line of it, whatever is open."""
    async with open_desk() as desk:
        await desk.command("f5")
        desk.app.post_message(events.Paste("\n".join(ORDINARY[:2]) + "\n"))
        await desk.until(lambda: len(desk.answered) == 2)
        assert desk.last.step == "PARCEL_OPEN"


async def test_what_somebody_else_asks_for_never_hides_an_emergency(open_desk: Opener) -> None:
    """Also when both answers wait for a busy screen: the scene shown is the last one."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY[:2])
        wish = AddRejectBin(OwnLabel(LabelKind.REJECT_BIN, 33).code)
        desk.lane.put(Request("a-bin", "uid:0", wish))
        desk.app.bridge.take(scanned("RI-C-K2"))
        time.sleep(0.3)  # noqa: ASYNC251 (the screen is busy; both answers come meanwhile)
        await desk.until(lambda: len(desk.answered) == 4)
        await desk.until(lambda: desk.is_listed(desk.last))
        assert desk.app.desk.now.scene.emergency_since is not None
        assert desk.app.desk.emergency_card.display
        assert desk.app.sound._repeat is not None  # noqa: SLF001 (the alarm that goes on)


async def test_an_emergency_sounds_again_after_a_restart(open_desk: Opener) -> None:
    async with open_desk() as desk:
        await desk.scan(*ORDINARY[:2], "RI-C-K2")
    async with open_desk() as desk:
        await desk.until(lambda: desk.app.desk.emergency_card.display)
        assert desk.app.sound._repeat is not None  # noqa: SLF001


async def test_what_somebody_else_asks_for_leaves_the_answer_standing(open_desk: Opener) -> None:
    """Unless it changes where the operator stands."""
    async with open_desk() as desk:
        await desk.scan(*ORDINARY[:3])
        before = desk.rows(desk.app.desk.verdict)
        desk.lane.put(Request("a-bin", "uid:0", AddRejectBin(OwnLabel(LabelKind.REJECT_BIN, 33).code)))
        await desk.until(lambda: len(desk.answered) == 4)
        assert desk.rows(desk.app.desk.verdict) == before
        desk.lane.put(Request("a-lock", "desk", LockDesk()))
        await desk.until(lambda: desk.is_listed(desk.last))
        assert desk.last.answer.message == "desk_locked"
        assert desk.rows(desk.app.desk.verdict) != before


async def test_a_code_typed_after_the_station_has_failed_ends_nothing(open_desk: Opener) -> None:
    async with open_desk() as desk:
        desk.lane.stop()
        await desk.type_fast("RI-O-0001-T\r")
        sentence = desk.app.wording.screen("lane_ended")
        await desk.until(lambda: packed(sentence) in packed(*desk.text))


async def test_a_log_that_cannot_be_read_is_told(open_desk: Opener, folder: Path) -> None:
    """The lead's key finds no last act to undo; the desk runs on."""
    async with open_desk() as desk:
        (folder / "journal.db").rename(folder / "elsewhere.db")
        await desk.command("f9")
        assert "The log cannot be read" in "\n".join(desk.text)
        assert not desk.app.desk.lead_card.display
