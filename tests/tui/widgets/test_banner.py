"""The banner: the gravest trouble and the oldest note, above the answer; nothing where there is none."""

from __future__ import annotations

from typing import Any

import pytest

from intake.language import Language
from intake.line import Line
from intake.scene import Note, Scene
from intake.troubles import Trouble
from tests.intake.longest import longest
from tests.tui.conftest import packed
from tui.alarm import ALARMS

Opener = Any
NOTE = Note("id", "Cage 2 is full, use cage 3", "RI-O-0003-Q", 0)


def shown(desk: Any) -> list[str]:
    return desk.rows(desk.app.desk.banner)[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize("trouble", sorted({*Trouble} - ALARMS))
@pytest.mark.parametrize("language", list(Language))
async def test_a_trouble_says_what_to_do(open_desk: Opener, trouble: Trouble, language: Language) -> None:
    """Whole, in one row."""
    async with open_desk(language=language) as desk:
        line = longest(desk.app.wording, trouble)
        await desk.show_scene(Scene(troubles=(line,)))
        assert shown(desk) == [f" [ !! ] {desk.app.wording.sentence(line)}"]


async def test_of_several_troubles_the_gravest_stands_there(open_desk: Opener) -> None:
    """And how many more there are; they go as they came."""
    async with open_desk() as desk:
        before = desk.text
        assert shown(desk) == []
        lines = (Line(Trouble.DISK_LOW), Line(Trouble.CLOCK_BACK), Line(Trouble.ROUND_DUE, {"count": 2}))
        await desk.show_scene(Scene(troubles=lines))
        (row,) = shown(desk)
        assert desk.app.wording.sentence(lines[0]) in row
        assert row.endswith(desk.app.wording.screen("more_troubles", count=2))
        await desk.show_scene(Scene())
        assert desk.text == before


@pytest.mark.parametrize("language", list(Language))
async def test_of_many_campaigns_as_many_are_named_as_fit(open_desk: Opener, language: Language) -> None:
    """The count of the other troubles stands behind them; F1 tells them all, and then what may be scanned."""
    names = [f"jp-2025-10-{day}" for day in range(21, 27)]
    lines = (Line(Trouble.LIST_MISSING, {"campaigns": ", ".join(names)}), Line(Trouble.LINK_NONE))
    async with open_desk(language=language) as desk:
        wording = desk.app.wording
        await desk.show_scene(Scene(troubles=lines))
        (row,) = shown(desk)
        assert names[0] in row
        assert row.endswith(f"… {wording.screen('more_troubles', count=1)}")
        await desk.command("f1")
        (card,) = desk.rows(desk.app.desk.help_card)
        assert wording.screen("troubles") in "\n".join(card)
        assert all(packed(wording.sentence(line)) in packed(*card) for line in lines)
        await desk.command("f1")
        assert wording.help("SIGNED_OUT")[0] in "\n".join(desk.text)


async def test_a_note_is_told_with_who_left_it(open_desk: Opener) -> None:
    """Below a trouble; what it says is text, whatever it looks like."""
    hostile = Note("id", "[red]x[/red] {text} \x1b[2J", "RI-O-0003-Q", 0)
    async with open_desk() as desk:
        await desk.show_scene(Scene(troubles=(Line(Trouble.DISK_LOW),), note=NOTE, notes=2))
        told = shown(desk)
        assert len(told) == 2
        assert NOTE.text in told[1]
        assert NOTE.by in told[1]
        await desk.show_scene(Scene(note=hostile, notes=1))
        assert "[red]x[/red] {text} ␛[2J" in shown(desk)[0]


@pytest.mark.parametrize("language", list(Language))
async def test_a_long_note_does_not_push_its_key_away(open_desk: Opener, language: Language) -> None:
    """What to do about it comes first; what does not fit ends in an ellipsis."""
    async with open_desk(language=language) as desk:
        await desk.show_scene(Scene(note=Note("id", "x" * 200, "RI-O-0003-P", 0), notes=12))
        (row,) = shown(desk)
        assert "F6" in row
        assert row.endswith("…")


async def test_answer_and_next_step_keep_their_place_below_it(open_desk: Opener) -> None:
    """The whole screen is still there at 80 by 24, only with fewer last scans."""
    async with open_desk() as desk:
        await desk.show_scene(Scene(troubles=(Line(Trouble.DISK_LOW),), note=NOTE, notes=1))
        screen = desk.app.desk
        assert screen.verdict.region.y == 4
        assert screen.footer.region.bottom == 24
        assert desk.app.wording.screen("help_keys") in desk.text[-1]
