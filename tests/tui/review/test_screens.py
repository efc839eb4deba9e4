"""Every screen in both languages and sizes; what is decided on them goes through the one door."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from rich.cells import cell_len

from intake.container import ContainerState
from intake.hold import HoldKind
from intake.language import Language
from intake.review.registers import ContainerRow, HoldRow
from tests.intake.conftest import kinds
from tests.tui.conftest import SIZES
from tests.tui.review.conftest import PIN, Known, Review
from tui.review.containers import ContainersScreen
from tui.review.decision import Decision
from tui.review.holds import HoldsScreen
from tui.review.log import LogScreen
from tui.review.next_state import NextState
from tui.review.story import StoryScreen

both = pytest.mark.parametrize("language", list(Language))
sizes = pytest.mark.parametrize("size", SIZES)
SCREENS = {
    "f1": "help",
    "f4": "column_reason",
    "f5": "palette",
    "f6": "column_un",
    "f7": "column_item",
    "f8": "chart_hours",
    "f9": "form",
}


@sizes
@both
async def test_every_screen_shows_its_parts_and_nothing_wider(
    open_review: Any, language: Language, size: tuple[int, int]
) -> None:
    """Every key leads where the footer says, F2 rewords it, Escape leads back."""
    async with open_review(size, language) as review:
        await review.open()
        for key, part in SCREENS.items():
            await review.press(key)
            for again in (["f2"], ["f2"], ["escape"]):
                await review.shows(review.app.room.wording.review(part).splitlines()[0])
                assert all(cell_len(line) <= size[0] for line in review.text)
                await review.press(*again)
            await review.until(lambda: isinstance(review.app.screen, LogScreen))


@both
async def test_the_whole_story_of_a_unit(open_review: Any, language: Language, known: Known) -> None:
    """What is known above; every step with its answer below; the selected one in full."""
    async with open_review((120, 40), language) as review:
        await review.open()
        await review.type(known.serial)
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, StoryScreen))
        wording = review.app.room.wording
        await review.shows(known.claim, known.bag, known.label)
        assert wording.term("fact", "ReplacementQueued") in review.whole
        await review.press("escape")
        await review.until(lambda: isinstance(review.app.screen, LogScreen))


async def test_what_was_undone_stands_in_the_story_struck(open_review: Any) -> None:
    """With the reason, and never as if it counted."""
    async with open_review((120, 40)) as review:
        await review.open()
        found = [
            position
            for position in range(review.listing.rows.count)
            if (entry := review.listing.rows.row(position)) and entry.kind == "FactNegated"
        ]
        assert found, "the day has no undo"
        review.listing.list.move_to(found[0])
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, StoryScreen))
        await review.shows("UNDONE (")


async def chosen(review: Review, kind: HoldKind) -> HoldRow:
    """Find a hold of a kind by typing it, and open its card."""
    await review.type(kind)
    await review.until(
        lambda: isinstance(review.listing.selected, HoldRow) and review.listing.selected.reason is kind
    )
    hold = review.listing.selected
    assert isinstance(hold, HoldRow)
    await review.press("enter")
    await review.until(lambda: isinstance(review.app.screen, Decision))
    return hold


async def decided(review: Review, *, pin: str = PIN) -> None:
    """Give the PIN and send."""
    await review.type(pin)
    await review.press("enter")


@both
async def test_a_hold_is_denied_and_the_list_goes_on(
    open_review: Any, folder: Path, language: Language
) -> None:
    """The answer's sentence stands below, the next hold is selected."""
    async with open_review(language=language) as review:
        await review.open("f4")
        before = review.listing.rows.count
        await review.press("down")
        gone = review.listing.selected
        following = review.listing.rows.row(2)
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, Decision))
        await review.press("right", "enter", "enter")
        await decided(review)
        await review.until(lambda: isinstance(review.app.screen, HoldsScreen))
        await review.until(lambda: review.listing.rows.count < before)
        assert review.listing.selected != gone
        assert review.listing.list.selected == 1
        assert isinstance(following, HoldRow)
    assert "HoldResolved" in kinds(folder)


async def test_a_wrong_pin_decides_nothing_and_may_be_given_again(open_review: Any, folder: Path) -> None:
    """What was filled in stays; only the PIN is empty again."""
    async with open_review() as review:
        await review.open("f4")
        await chosen(review, HoldKind.DUPLICATE)
        await review.press("right", "enter")
        await review.type("same box")
        await review.press("enter")
        await decided(review, pin="9999")
        await review.shows("This badge with this PIN may not do this.", "same box", "[deny]")
        await decided(review)
        await review.until(lambda: isinstance(review.app.screen, HoldsScreen))
        await review.shows("Denied: received before")
    assert kinds(folder).count("HoldResolved") == 1


async def test_an_uncertain_serial_is_released_with_the_serial_read(open_review: Any, folder: Path) -> None:
    """The card asks for it; without it the station says what is missing."""
    async with open_review() as review:
        await review.open("f4")
        await chosen(review, HoldKind.UNCERTAIN_SERIAL)
        await review.press("enter", "enter", "enter")
        await decided(review)
        await review.until(lambda: not review.app.screen._is_waiting)  # noqa: SLF001
        await review.shows("Not released: the serial is not certain.")
        await review.press("up", "up")
        await review.type("ATEST1263K00H3AH")
        await review.press("down", "down")
        await decided(review)
        await review.until(lambda: isinstance(review.app.screen, HoldsScreen))
    assert "SerialCertified" in kinds(folder)


async def test_evidence_asks_for_the_makers_release(open_review: Any, folder: Path) -> None:
    """Its reference stands in the fact."""
    async with open_review() as review:
        await review.open("f4")
        await chosen(review, HoldKind.EVIDENCE)
        await review.press("enter")
        await review.type("MKR-2026-11")
        await review.press("enter", "enter")
        await decided(review)
        await review.until(lambda: isinstance(review.app.screen, HoldsScreen))
    assert "HoldResolved" in kinds(folder)


async def test_a_hold_leads_to_its_story(open_review: Any) -> None:
    """Right, and back by Escape to the same hold."""
    async with open_review() as review:
        await review.open("f4", "down", "down")
        await review.press("right")
        await review.until(lambda: isinstance(review.app.screen, StoryScreen))
        await review.press("escape")
        await review.until(lambda: isinstance(review.app.screen, HoldsScreen))
        assert review.listing.list.selected == 2


async def test_a_container_is_sealed_loaded_and_handed_over(open_review: Any, folder: Path) -> None:
    """Each step offers what may follow it; the list shows the new state."""
    async with open_review((120, 40)) as review:
        await review.open("f6")
        code = next(row.code for row in containers(review) if row.units and row.state is ContainerState.OPEN)
        await review.type(code)
        await review.until(lambda: review.listing.rows.count == 1)
        for texts, shown in (((), "sealed"), ((), "loaded"), (("1234-5678", "MKR-2026-11"), "handed over")):
            await review.press("enter")
            await review.until(lambda: isinstance(review.app.screen, NextState))
            for text in ("", *texts, PIN):
                await review.type(text)
                await review.press("enter")
            await review.until(lambda: isinstance(review.app.screen, ContainersScreen))
            await review.shows(f"Container {code} is {shown}")
            await review.settled()
    acts = ("ContainerSealed", "ContainerLoaded", "ContainerAccepted")
    assert kinds(folder)[-6:] == [kind for act in acts for kind in ("ReviewOpened", act)]


async def test_a_container_stays_as_it_is_without_the_right_pin(open_review: Any, folder: Path) -> None:
    """Its label scanned again and again is no PIN, nor does it count as a wrong one."""
    before = kinds(folder)
    async with open_review() as review:
        await review.open("f6")
        code = next(row.code for row in containers(review) if row.units and row.state is ContainerState.OPEN)
        for _ in range(4):
            await review.type(code)
            await review.press("enter")
            await review.settled()
        await review.until(lambda: isinstance(review.app.screen, NextState))
        await review.shows("Fill in first: PIN.")
        assert kinds(folder) == before
        await decided(review, pin="9999")
        await review.shows("This badge with this PIN may not do this.")
    assert kinds(folder)[len(before) :] == ["RequestRefused", "PinRefused"]


async def test_nothing_is_handed_over_without_the_carriers_number(open_review: Any, folder: Path) -> None:
    """The card goes to the field that is empty."""
    async with open_review() as review:
        await review.open("f6")
        loaded = next(row for row in containers(review) if row.state is ContainerState.OPEN)
        loaded = msgspec.structs.replace(loaded, state=ContainerState.LOADED)
        before = kinds(folder)
        await review.app.push_screen(NextState(review.app.room, loaded))
        await review.press("enter", "enter", "enter")
        await decided(review)
        await review.shows("Fill in first: Carrier's number, or reason.")
        assert review.app.screen.form.field.name == "document"
    assert kinds(folder) == before


def containers(review: Review) -> list[ContainerRow]:
    """Give the containers listed in which units stand, but for holding boxes."""
    rows = (review.listing.rows.row(place) for place in range(review.listing.rows.count))
    return [row for row in rows if isinstance(row, ContainerRow) and not row.holding]


async def test_nothing_is_offered_for_a_holding_box(open_review: Any) -> None:
    """It is emptied, never sealed."""
    async with open_review() as review:
        await review.open("f6")
        await review.type("RI-Q-0009-L")
        await review.until(lambda: review.listing.rows.count == 1)
        await review.press("enter")
        await review.shows("Nothing to do with this container here.")


def written(folder: Path) -> Path:
    """Give the one file that was exported."""
    (path,) = folder.glob("intake-*")
    return path


@pytest.mark.parametrize(("presses", "ending"), [(0, "csv"), (1, "xlsx"), (2, "json")])
async def test_what_is_found_is_exported(
    open_review: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, presses: int, ending: str
) -> None:
    """The path follows the form, and the card says how many rows were written."""
    monkeypatch.setenv("HOME", str(tmp_path))
    async with open_review((200, 60)) as review:
        await review.open()
        await review.type("ATEST1263")
        await review.shows(" found")
        count = review.listing.rows.count
        await review.press("f9")
        await review.press(*["right"] * presses, "enter", "enter")
        await review.shows(f"{count} row(s) written")
    path = written(tmp_path)
    assert path.suffix == f".{ending}"
    if ending == "json":
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        assert len(rows) == count
        assert all(row["serial"].startswith("ATEST1263") for row in rows)


@pytest.mark.parametrize("path", ["", "/", "~nobody-of-this-name/units.csv"])
async def test_a_path_that_names_no_file_is_told(open_review: Any, path: str) -> None:
    """And the review goes on."""
    async with open_review() as review:
        await review.open("f9", "enter")
        review.app.screen.form.values["path"] = path
        await review.press("enter")
        await review.shows("Not written: expected")


@pytest.mark.parametrize("keys", [[], ["f4"], ["f6"], ["f7"]])
async def test_every_list_is_exported_whole(
    open_review: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: list[str]
) -> None:
    """As many rows as are listed; a file that is there already is never written over."""
    monkeypatch.setenv("HOME", str(tmp_path))
    async with open_review((200, 60)) as review:
        await review.open(*keys)
        count = review.listing.rows.count
        await review.press("f9", "right", "right", "enter", "enter")
        await review.shows(f"{count:,} row(s) written")
        await review.press("enter")
        await review.press("f9", "right", "right", "enter", "enter")
        await review.shows("Not written")
    path = written(tmp_path)
    assert len(path.read_text().splitlines()) == count


async def test_the_day_in_figures_goes_back_and_never_into_the_future(open_review: Any) -> None:
    """Left is the day before; right of today there is nothing."""
    async with open_review() as review:
        await review.open("f8")
        await review.shows("67 unit(s)", "A1263", "of 410,124")
        await review.press("left")
        await review.shows(" 0 unit(s)")
        await review.press("right", "right")
        await review.shows("67 unit(s)")


async def test_the_palette_does_what_the_keys_do(open_review: Any) -> None:
    """By arrows and Enter."""
    async with open_review() as review:
        await review.open("f5", "down", "down", "down", "enter")
        await review.until(lambda: isinstance(review.app.screen, HoldsScreen))
        await review.press("f5", "up", "up", "enter")
        await review.until(lambda: review.app.theme == "light")


@pytest.mark.parametrize("theme", ["light", "high-contrast", "16-colour"])
async def test_every_screen_stands_in_every_theme(open_review: Any, theme: str) -> None:
    """No colour is missing, and nothing asks for one a plain console has not."""
    async with open_review() as review:
        review.app.theme = theme
        await review.open("f4")
        for key in ("f6", "f7", "f8", "f1", "f5"):
            await review.press(key)
            assert review.text
            if key in {"f1", "f5"}:
                await review.press("escape")
