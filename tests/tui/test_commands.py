"""Commands of the desk: each by its key and by the palette; none by a gun, and no scan is lost meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from intake.language import Language
from intake.request import LeaveNote
from intake.settings import SoundPolicy, ThemeName
from tests.tui.conftest import packed
from tui.desk_command import DeskCommand
from tui.themes import DARK, LIGHT

Opener = Any
BADGE, PARCEL = "RI-O-0001-T", "A312000079193B"
SERIAL = "ATEST1263K00FVU8"
ELSEWHERE: list[DeskCommand] = [command for command in DeskCommand if command is not DeskCommand.PALETTE]


async def choose(desk: Any, command: DeskCommand) -> None:
    """Open the palette and do what an arrow chose."""
    await desk.command("f5")
    await desk.press(*["down"] * ELSEWHERE.index(command))
    await desk.command("f5")


@pytest.mark.parametrize("language", list(Language))
async def test_help_is_about_the_step_on_the_screen(open_desk: Opener, language: Language) -> None:
    """The key shows it, the key hides it."""
    async with open_desk(language=language) as desk:
        for code, step in (
            (None, "SIGNED_OUT"),
            (BADGE, "IDLE"),
            (PARCEL, "PARCEL_OPEN"),
            (SERIAL, "CONDITION"),
        ):
            if code:
                await desk.scan(code)
            before = desk.text
            await desk.command("f1")
            shown = "\n".join(desk.text)
            assert all(line in shown for line in desk.app.wording.help(step))
            await desk.command("f1")
            assert desk.text == before


async def test_a_typed_scan_closes_help_and_is_taken(open_desk: Opener) -> None:
    """Its first key is not lost."""
    async with open_desk() as desk:
        await desk.command("f1")
        await desk.type_fast(f"{BADGE}\r")
        await desk.until(lambda: len(desk.answered) == 1)
        assert desk.last.scan == BADGE
        assert not desk.app.desk.help_card.display


@pytest.mark.parametrize("command", [DeskCommand.LANGUAGE, DeskCommand.LOOK_UP, DeskCommand.HELP])
async def test_the_palette_does_what_the_arrows_chose(open_desk: Opener, command: DeskCommand) -> None:
    """The same as the command's own key."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL)
        await choose(desk, command)
        match command:
            case DeskCommand.LANGUAGE:
                await desk.until(lambda: desk.app.wording.language is Language.JA)
            case DeskCommand.LOOK_UP:
                await desk.until(lambda: len(desk.answered) == 3)
                assert desk.last.answer.message == "look_up_asked"
            case _:
                await desk.until(lambda: desk.app.desk.help_card.display)
        assert not desk.app.desk.palette.display


async def test_the_palette_goes_around_its_ends_and_shows_every_command(open_desk: Opener) -> None:
    """One step up from the first is the last."""
    async with open_desk() as desk:
        await desk.command("f5")
        shown = "\n".join(desk.text)
        assert all(desk.app.wording.command(command) in shown for command in ELSEWHERE)
        palette = desk.app.desk.palette
        assert palette.chosen == ELSEWHERE[0]
        await desk.press("up")
        assert palette.chosen == ELSEWHERE[-1]
        await desk.press("escape")
        assert not desk.app.desk.palette.display


async def test_a_gun_does_nothing_to_the_palette(open_desk: Opener) -> None:
    """Its letters and its Enter are a scan, and the bar stays where it was."""
    async with open_desk() as desk:
        await desk.command("f5")
        await desk.press("down", "down")
        chosen = desk.app.desk.palette.chosen
        await desk.type_fast(f"{BADGE}\r")
        await desk.until(lambda: len(desk.answered) == 1)
        assert desk.last.scan == BADGE
        await desk.press("enter", "enter")
        assert desk.app.desk.palette.chosen is chosen
        assert desk.app.desk.palette.display


@pytest.mark.parametrize("key", [command.key for command in DeskCommand])
async def test_a_function_key_within_a_code_does_nothing(open_desk: Opener, key: str) -> None:
    """A gun's prefix or suffix: the code is taken, the command is not given."""
    async with open_desk() as desk:
        await desk.press(key, *BADGE, "enter", key, pace=0.001)
        await desk.until(lambda: len(desk.answered) == 1)
        await desk.pilot.pause(0.2)
        assert not desk.commands
        assert desk.last.step == "IDLE"


async def test_switching_languages_loses_nothing(open_desk: Opener) -> None:
    """There and back again: the same screen, the parcel open, the last scans all there."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL, SERIAL)
        before = desk.text
        await desk.command("f2")
        assert desk.text != before
        listed = "\n".join(desk.rows(desk.app.desk.last_scans)[0])
        assert desk.app.wording.sentence(desk.last.answer.line)[:6] in listed
        assert sum(SERIAL in line for line in desk.text) == sum(SERIAL in line for line in before)
        await desk.command("f2")
        assert desk.text == before
        await desk.scan("RI-C-INTACT")
        assert desk.last.step == "BAG"


async def test_a_card_switches_the_language_as_well(open_desk: Opener) -> None:
    """Gloves on: no key is needed. The answer stands in the language asked for."""
    async with open_desk() as desk:
        await desk.scan(BADGE, "RI-C-LANGUAGE-JA")
        await desk.until(lambda: desk.app.wording.language is Language.JA)
        assert desk.app.wording.sentence(desk.last.answer.line) in "\n".join(desk.text)


async def test_themes_go_round_and_change_no_word(open_desk: Opener) -> None:
    """Colours alone: every line but the notice stays."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL, SERIAL)
        before = desk.text[:-1]
        for name in [*list(ThemeName)[1:], ThemeName.DARK]:
            await desk.command("f7")
            assert desk.app.theme == name
            assert desk.text[:-1] == before
            assert desk.app.wording.term("theme", name) in desk.text[-1]


async def test_a_theme_colours_what_already_stands_there(open_desk: Opener) -> None:
    """No line keeps a colour of the theme before."""
    async with open_desk() as desk:
        await desk.scan(BADGE, PARCEL, SERIAL)

        def grounds() -> set[str]:
            strips = desk.app.screen._compositor.render_strips()  # noqa: SLF001 (no public way)
            return {
                segment.style.bgcolor.name for strip in strips for segment in strip if segment.style.bgcolor
            }

        assert {DARK.panel, DARK.background} <= grounds()
        await desk.command("f7")
        assert {LIGHT.panel, LIGHT.background} <= grounds()
        assert not {DARK.panel, DARK.background} & grounds()


async def test_sound_goes_round_its_policies(open_desk: Opener) -> None:
    """All, only bad, none; the notice says which."""
    async with open_desk() as desk:
        for policy in (SoundPolicy.BAD, SoundPolicy.NONE, SoundPolicy.ALL):
            await desk.command("f8")
            assert desk.app.sound.policy is policy
            assert desk.app.wording.term("sound", policy) in desk.text[-1]


async def test_in_an_emergency_the_sound_key_silences_and_changes_no_policy(open_desk: Opener) -> None:
    """Nobody turns all sound off for ever in a hurry."""
    async with open_desk() as desk:
        await desk.scan(BADGE, "RI-C-K2")
        await desk.command("f8")
        assert desk.app.sound.policy is SoundPolicy.ALL


async def test_a_note_is_read_by_its_key(open_desk: Opener) -> None:
    """In the name of whoever stands at the desk; without a note it asks nobody."""
    async with open_desk() as desk:
        await desk.scan(BADGE)
        await desk.command("f6")
        assert len(desk.answered) == 1
        desk.app.bridge.wish(LeaveNote("Cage 2 is full"), "RI-O-0003-P")
        await desk.until(lambda: "Cage 2 is full" in "\n".join(desk.text))
        await desk.command("f6")
        await desk.until(lambda: "Cage 2 is full" not in "\n".join(desk.text))
        assert desk.last.answer.message == "note_read"
        assert desk.last.scene.notes == 0


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("text", ["x" * 200, "箱" * 200], ids=["narrow", "wide"])
async def test_a_note_that_is_cut_off_is_shown_whole_before_it_is_read(
    open_desk: Opener, text: str, language: Language
) -> None:
    """One press shows all of it, another key puts it off, the next press is the answer."""
    async with open_desk(language=language) as desk:
        await desk.scan(BADGE)
        desk.app.bridge.wish(LeaveNote(text), "RI-O-0003-P")
        await desk.until(lambda: desk.app.desk.now.scene.notes == 1)
        card, answered = desk.app.desk.help_card, len(desk.answered)
        for _ in range(2):
            await desk.command("f6")
            assert text in packed(*desk.rows(card)[0])
            assert desk.app.wording.screen("note_keys") in "\n".join(desk.rows(card)[0])
            await desk.press("escape")
            assert not card.display
        assert len(desk.answered) == answered
        await desk.command("f6", "f6")
        await desk.until(lambda: desk.app.desk.now.scene.notes == 0)
        assert not card.display
