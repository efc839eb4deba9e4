"""Photos of a unit in its story: shown, or said to be erased, and why; a broken file breaks nothing."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from intake import photos
from intake.founding import found
from intake.language import Language
from intake.photos import PhotoError
from intake.request import ErasePhoto, OfferPhoto, Request
from intake.settings import Settings
from intake.station import Station
from tests.tui.conftest import scanned
from tui.half_blocks import Dots
from tui.review.log import LogScreen
from tui.review.photo import PhotoScreen, decoded
from tui.review.story import StoryScreen

SERIAL = "ATEST1263K00FVU8"
UNIT = ("RI-O-0001-T", "A312000079193B", SERIAL)
WHY = "a [red]face[/] is on it"
Opener = Callable[..., Any]


def jpeg(size: tuple[int, int] = (320, 180)) -> bytes:
    """Give a red picture."""
    file = BytesIO()
    Image.new("RGB", size, (200, 20, 20)).save(file, "JPEG")
    return file.getvalue()


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


async def open_photo(review: Any) -> None:
    """Go to the unit's story, and there to the step that kept its picture."""
    await review.open(*SERIAL)
    await review.until(lambda: isinstance(review.app.screen, LogScreen) and review.listing.list.count)
    await review.press("enter")
    await review.until(lambda: isinstance(review.app.screen, StoryScreen))
    await review.settled()
    word = review.app.room.wording.term("fact", "PhotoKept")
    rows = [review.listing.rows.row(place) for place in range(review.listing.rows.count)]
    place = next(place for place, step in enumerate(rows) if step.kind == "PhotoKept")
    await review.press(*["down"] * place, "enter")
    await review.until(lambda: isinstance(review.app.screen, PhotoScreen))
    await review.shows(word)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of its own in which one unit has come."""
    found(tmp_path / "state", training=True, station="dock-1")
    return tmp_path / "state"


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


def test_a_photo_is_decoded_small_enough() -> None:
    """Whatever the camera's resolution."""
    dots = decoded(jpeg((1920, 1080)))
    assert (dots.width, dots.height) == (640, 360)
    assert len(dots.rgb) == 640 * 360 * 3
    assert isinstance(dots, Dots)


@pytest.mark.parametrize("data", [b"", b"GIF89a", jpeg()[:100]], ids=["nothing", "another format", "cut"])
def test_what_is_no_jpeg_is_said_so(data: bytes) -> None:
    with pytest.raises(PhotoError, match=r"^expected a whole JPEG, got "):
        decoded(data)
