"""The moments that are pictured: a morning at the desk, and what the supervisor sees of another one.

Each generator plays on a stage and gives a moment's name when it stands on the screen.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

from docs import unit_picture
from docs.stage import PHOTOGRAPHED, DeskStage, ReviewStage
from scanners.hint import Hint
from tui.desk_command import DeskCommand
from tui.review.charts import ChartsScreen
from tui.review.containers import ContainersScreen
from tui.review.holds import HoldsScreen
from tui.review.log import LogScreen
from tui.review.photo import PhotoScreen
from tui.review.story import StoryScreen

OPERATOR, LEAD, SUPERVISOR = "RI-O-0001-T", "RI-O-0002-R", "RI-O-0003-P"
PIN = "0000"
DAY = date(2025, 11, 25)
"""When the clock of the stage begins."""


async def ordinary(desk: DeskStage) -> AsyncIterator[str]:
    """Play an ordinary parcel, from the badge to the box that goes out."""
    yield "sign-in"
    await desk.scan(OPERATOR, "A312000079193B", "ATEST1263K00FVU8")
    yield "affected"
    await desk.command(DeskCommand.HELP)
    yield "help"
    await desk.command(DeskCommand.HELP)
    await desk.scan("RI-C-INTACT", "RI-U-000001-K")
    yield "container"
    await desk.scan("RI-Q-0003-X")
    yield "wrong-container"
    await desk.scan("RI-Q-0001-2")
    yield "contained"
    await desk.scan("RI-C-BOX")
    yield "retail-box"
    await desk.scan("RI-C-YES", "RI-R-01-S")


async def troubles(desk: DeskStage) -> AsyncIterator[str]:
    """Play what comes less often, at a desk where somebody has signed in."""
    await desk.scan("A312000079204B", "ATEST3117MXXXXXX")
    yield "which-model"
    await desk.scan("RI-C-MODEL-A3117")
    yield "not-affected"
    await desk.scan("RI-C-INTACT", "RI-U-000002-I", "RI-Q-0008-N")
    await desk.scan("A312000079215B")
    await desk.key("ATEST3130X00ZP3J")
    yield "read-back"
    await desk.scan("RI-C-YES", "RI-C-K1")
    yield "swollen"
    await desk.scan("RI-C-K2")
    yield "emergency"
    await desk.command(DeskCommand.LEAD)
    await desk.show_lead(LEAD)
    await desk.show_lead(PIN, by_hand=True)
    yield "lead"
    await desk.send_lead()
    yield "emergency-ended"


async def camera(desk: DeskStage) -> AsyncIterator[str]:
    """Hold a unit before the camera: first too far away, then for a picture that is kept."""
    await desk.scan(OPERATOR, "A312000079193B")
    await desk.see(unit_picture.preview(38, Hint.SMALL, is_read=False))
    yield "camera"
    await desk.scan("ATEST1263K00FVU8", "RI-C-PHOTO")
    await desk.take_photo()
    yield "photo"


async def colours(desk: DeskStage) -> AsyncIterator[str]:
    """Show the colours the desk was opened with."""
    await desk.scan(OPERATOR, "A312000079193B", "ATEST1263K00FVU8")
    yield f"affected-{desk.app.theme}"


async def review(review: ReviewStage) -> AsyncIterator[str]:
    """Play a supervisor's morning."""
    yield "review-sign-in"
    await review.press(*SUPERVISOR, "enter", *PIN, "enter", shows=LogScreen)
    yield "review-log"
    await review.press(*"A3117", shows=LogScreen)
    yield "review-search"
    await review.press("delete", *"DUPLICATE", "enter", shows=StoryScreen)
    yield "review-story"
    await review.press("f4", shows=HoldsScreen)
    yield "review-holds"
    await review.press("f6", shows=ContainersScreen)
    yield "review-containers"
    await review.press("f8", shows=ChartsScreen)
    await review.show_day(DAY)
    yield "review-day"
    await review.press("f3", *PHOTOGRAPHED, "enter", shows=StoryScreen)
    await review.press("end", "enter", shows=PhotoScreen)
    yield "review-photo"
