"""Alarms: heard once when they come, in the colours of danger above all other troubles until they go."""

from __future__ import annotations

from typing import Any

import pytest

from intake.language import Language
from intake.line import Line, Params
from intake.scan import Severity
from intake.scene import Note, Scene
from intake.troubles import Trouble
from tests.tui.conftest import packed
from tui.alarm import alarms, rings
from tui.sound import PATTERNS

Opener = Any


def gone(unit: str, count: int = 1) -> Line:
    told: Params = {"unit": unit, "container": "RI-Q-0012-T", "document": "1234-5678-9012", "count": count}
    return Line(Trouble.UNIT_GONE, told)


GONE = gone("RI-U-000001-K")
DISK = Line(Trouble.DISK_LOW)


def scene(*troubles: Line) -> Scene:
    return Scene(troubles=troubles)


def test_only_what_newly_stands_rings() -> None:
    """One more rings again; that there are fewer does not, also where the sentence names another then."""
    assert alarms(scene(DISK, GONE)) == (GONE,)
    assert rings(scene(GONE), scene())
    assert rings(scene(gone("a", 2)), scene(gone("a")))
    assert rings(scene(gone("b")), scene(gone("a")))
    assert not rings(scene(gone("b")), scene(gone("a", 2)))
    assert not rings(scene(GONE), scene(DISK, GONE))
    assert not rings(scene(DISK), scene())


def hear(desk: Any) -> list[float]:
    """Listen to the terminal's bell."""
    rung: list[float] = []
    desk.app.sound._bell = lambda: rung.append(0.0)  # noqa: SLF001 (the edge: what the terminal would ring)
    desk.app.sound._voice = None  # noqa: SLF001 (as above: a machine with a sound card)
    return rung


@pytest.mark.parametrize("language", list(Language))
async def test_an_alarm_is_heard_and_stands_in_the_colours_of_danger(
    open_desk: Opener, language: Language
) -> None:
    """Whole, before a graver trouble, until it goes; what else happens does not ring it again."""
    async with open_desk(language=language) as desk:
        rung, banner = hear(desk), desk.app.desk.banner
        await desk.show_scene(scene(DISK, GONE))
        shown = packed(*desk.rows(banner)[0])
        assert packed(desk.app.wording.sentence(GONE)) in shown
        assert packed(desk.app.wording.screen("more_troubles", count=1)) in shown
        assert banner.lines[0][1] == "banner--alarm"
        await desk.wait(lambda: len(rung) == len(PATTERNS[Severity.HAZARD]))
        await desk.show_scene(scene(GONE, DISK))
        await desk.command("f2")
        assert banner.lines[0][1] == "banner--alarm"
        await desk.show_scene(scene(DISK))
        assert banner.lines[0][1] == "banner--trouble"
        assert len(rung) == len(PATTERNS[Severity.HAZARD])


async def test_a_note_that_has_no_row_beside_an_alarm_is_shown_by_its_key(open_desk: Opener) -> None:
    """Nobody marks as read what never stood on the screen."""
    async with open_desk() as desk:
        await desk.show_scene(Scene(troubles=(GONE,), note=Note("id", "cage 2 is full", "", 0), notes=1))
        assert "cage 2 is full" not in "\n".join(desk.text)
        await desk.command("f6")
        assert "cage 2 is full" in "\n".join(desk.text)
        assert not desk.answered


async def test_help_tells_first_what_to_do_about_an_alarm(open_desk: Opener) -> None:
    """Then of the step, then none; with no alarm the step's alone."""
    async with open_desk() as desk:
        await desk.show_scene(scene(GONE))
        wording, before = desk.app.wording, desk.text
        for page in ("ALARM", "SIGNED_OUT"):
            await desk.command("f1")
            shown = "\n".join(desk.text)
            assert all(line in shown for line in wording.help(page))
        await desk.command("f1")
        assert desk.text == before
