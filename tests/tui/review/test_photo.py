"""Photos of a unit in its story: shown, or said to be erased, and why; a broken file breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from intake import photos
from intake.language import Language
from intake.line import Line
from intake.message import Message
from intake.request import ErasePhoto, OfferPhoto, Request
from intake.settings import Settings
from intake.station import Station
from tests.founded import Founded
from tests.intake.conftest import kinds
from tests.tui.conftest import scanned
from tests.tui.review.conftest import PIN, SUPERVISOR
from tests.tui.test_jpeg import jpeg
from tui.review.log import LogScreen
from tui.review.photo import PhotoScreen
from tui.review.story import StoryScreen

SERIAL = "ATEST1263K00FVU8"
UNIT = ("RI-O-0001-T", "A312000079193B", SERIAL)
LEAD = "RI-O-0002-R"
WHY = "a [red]face[/] is on it"
Opener = Callable[..., Any]


def photograph(folder: Path, *codes: str, erased: bool = False) -> str:
    """Take a picture of a unit at the desk, keep it, and perhaps have it erased; its SHA-256."""
    station = Station(folder, Settings())
    try:
        for code in (*codes, "RI-C-PHOTO"):
            outcome = station.accept(scanned(code))
        digest = photos.keep(folder, jpeg())
        station.accept(Request("offer", "desk", OfferPhoto(outcome.awaited.photo, digest)))
        station.accept(scanned("RI-C-YES"))
        if erased:
            station.accept(Request("erase", "uid:0", ErasePhoto(digest, WHY)))
    finally:
        station.close()
    return digest


async def open_photo(review: Any, badge: str = SUPERVISOR) -> None:
    """Go to the unit's story, and there to the step that kept its picture."""
    await review.open(*SERIAL, badge=badge)
    await review.until(lambda: isinstance(review.app.screen, LogScreen) and review.listing.list.count)
    await review.press("enter")
    await review.until(lambda: isinstance(review.app.screen, StoryScreen))
    await review.settled()
    await choose_photo(review)


async def choose_photo(review: Any) -> None:
    """Go from the story's first step to the one that kept the picture."""
    word = review.app.room.wording.term("fact", "PhotoKept")
    place = next(place for place, step in enumerate(steps(review)) if step.kind == "PhotoKept")
    await review.press(*["down"] * place, "enter")
    await review.until(lambda: isinstance(review.app.screen, PhotoScreen))
    await review.shows(word)


def steps(review: Any) -> list[Any]:
    """Give what the story has read so far."""
    rows = review.listing.rows
    return [rows.row(place) for place in range(rows.count)]


@pytest.fixture
def folder(founded: Founded, tmp_path: Path) -> Path:
    """A folder of its own in which one unit has come."""
    return founded.copy(tmp_path / "state")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_a_kept_photo_is_shown_with_who_and_when(
    open_review: Opener, folder: Path, size: tuple[int, int]
) -> None:
    digest = photograph(folder, *UNIT)
    async with open_review(size) as review:
        await open_photo(review)
        await review.shows("▀" * 20, UNIT[0], digest[:16])
        await review.press("escape")
        await review.until(lambda: isinstance(review.app.screen, StoryScreen))


@pytest.mark.parametrize("language", list(Language))
async def test_of_an_erased_one_it_is_said_who_erased_it_and_why(
    open_review: Opener, folder: Path, language: Language
) -> None:
    photograph(folder, *UNIT, erased=True)
    async with open_review(language=language) as review:
        await open_photo(review)
        await review.shows(WHY, "uid:0")
        assert "▀" not in review.whole


@pytest.mark.parametrize(("size", "language"), [((80, 24), Language.EN), ((120, 40), Language.JA)], ids=str)
async def test_a_photo_is_erased_by_a_supervisors_pin_and_the_story_tells_it(
    open_review: Opener, folder: Path, size: tuple[int, int], language: Language
) -> None:
    """A wrong PIN erases nothing, and without a reason nothing is asked."""
    digest = photograph(folder, *UNIT)
    async with open_review(size, language) as review:
        wording = review.app.room.wording
        await open_photo(review)
        await review.press("delete")
        await review.shows(wording.review("erase"), wording.review("erase_about"))
        await review.press("enter", "enter")
        await review.shows(wording.review("fill_in", what=wording.review("erase_why")))
        await review.type("a face is on it")
        await review.press("enter")
        await review.type("9999")
        await review.press("enter")
        await review.shows(wording.sentence(Line(Message.LEAD_NOT_VERIFIED)))
        assert photos.digests(folder) == [digest]
        await review.type(PIN)
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, StoryScreen))
        await review.until(lambda: photos.digests(folder) == [])
        await review.until(lambda: "PhotoErased" in [step.kind for step in steps(review)])
        await choose_photo(review)
        await review.shows("a face is on it", SUPERVISOR)
        await review.press("delete")
        await review.pilot.pause()
        assert isinstance(review.app.screen, PhotoScreen)


async def test_a_lead_erases_nothing(open_review: Opener, folder: Path) -> None:
    """The PIN is right and opens the review; the badge may not do more."""
    digest = photograph(folder, *UNIT)
    async with open_review() as review:
        await open_photo(review, LEAD)
        await review.press("delete")
        await review.shows(review.app.room.wording.review("erase"))
        await review.type("a face is on it")
        await review.press("enter")
        await review.type(PIN)
        await review.press("enter")
        await review.shows(review.app.room.wording.sentence(Line(Message.NOT_ALLOWED, {"badge": LEAD})))
        assert photos.digests(folder) == [digest]
        assert "PhotoErased" not in kinds(folder)


@pytest.mark.parametrize(
    "left",
    [b"", b"\xff\xd8\xff", jpeg()[:200], jpeg((300, 200))],
    ids=["nothing", "begun", "half", "another picture"],
)
async def test_a_broken_or_exchanged_file_is_said_to_be_one(
    open_review: Opener, folder: Path, left: bytes
) -> None:
    digest = photograph(folder, *UNIT)
    [file] = [path for path in (folder / "photos").iterdir() if digest in path.name]
    file.write_bytes(left)
    async with open_review((120, 40)) as review:
        await open_photo(review)
        await review.shows("expected the file that was kept")
        assert "▀" not in review.whole
        await review.press("escape")
        await review.until(lambda: isinstance(review.app.screen, StoryScreen))
