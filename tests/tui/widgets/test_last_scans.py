"""The last scans: newest on top, bounded, in the language of the screen."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from tests.tui.situations import reached
from tui.widgets.last_scans import KEPT

Opener = Any


def shown(desk: Any) -> list[str]:
    return desk.rows(desk.app.desk.last_scans)[0]  # type: ignore[no-any-return]


async def test_two_thousand_answers_keep_it_bounded(open_desk: Opener) -> None:
    """What is kept is what the tallest screen could show."""
    recorded = [each for each in reached() if each.scene.emergency_since is None and not each.scene.cards]
    outcomes = [
        replace(recorded[place % len(recorded)], seq=place, scan=f"SCAN-{place:04}") for place in range(2000)
    ]
    async with open_desk() as desk:
        for outcome in outcomes:
            desk.post(outcome)
        await desk.until(lambda: desk.is_listed(outcomes[-1]))
        scans = desk.app.desk.last_scans
        assert len(scans._outcomes) == len(scans._worded) == KEPT  # noqa: SLF001 (what is kept)
        assert len(scans.lines) <= scans.size.height
        assert "SCAN-1999" in shown(desk)[0]
        assert "SCAN-1998" in shown(desk)[1]


async def test_a_taller_screen_shows_more_of_them(open_desk: Opener) -> None:
    """Also those answered while it was low."""
    codes = ["RI-O-0001-T", "A312000079193B", "ATEST1263K00FVU8", "RI-C-INTACT", "RI-U-000001-K"]
    async with open_desk() as desk:
        await desk.scan(*codes)
        assert sum(code in "\n".join(shown(desk)) for code in codes) == 2
        await desk.pilot.resize_terminal(200, 60)
        await desk.until(lambda: all(code in "\n".join(shown(desk)) for code in codes))


async def test_it_says_that_nothing_was_scanned_yet(open_desk: Opener) -> None:
    async with open_desk() as desk:
        assert shown(desk)[0].strip() == desk.app.wording.screen("no_scans_yet")
