"""What newer lists and claims leave to a supervisor: units judged again, one gone, slips of a finger."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from intake.expected import ExpectedRow
from intake.founding import found
from intake.hold import HoldKind
from intake.language import Language
from intake.receipt import Step
from intake.request import HandOverContainer, LoadContainer, SealContainer
from intake.review.registers import RejudgedRow
from intake.verdict import Verdict
from tests.intake.conftest import MADE_SEED, Desk, Site, kinds, stored, write_campaign
from tests.intake.rejudging.newer import newer_list, rejudge
from tests.tui.conftest import SIZES
from tests.tui.review.conftest import PIN
from tests.tui.review.test_screens import written
from tui.look_alike import bracketed
from tui.review.decision import Decision
from tui.review.holds import HoldsScreen
from tui.review.near import NearScreen
from tui.review.near_release import MOST, NearRelease
from tui.review.rejudged import RejudgedScreen
from tui.review.story import StoryScreen

both = pytest.mark.parametrize("language", list(Language))
sizes = pytest.mark.parametrize("size", SIZES)
SLIPS = MOST + 2


@dataclass(frozen=True)
class Day:
    """What happened, by serial."""

    site: Site
    found: str
    """Not affected by the first list, affected by the newer one, still here."""

    gone: str
    """The same, but handed over before."""

    dropped: str
    """Affected by the first list alone."""

    container: str
    """Of `found`."""

    slips: tuple[tuple[str, str], ...]
    """(in the parcel, on its claim)"""


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A training folder after a newer list and newer claims."""
    folder = tmp_path_factory.mktemp("newer") / "state"
    campaign, listing = write_campaign(folder, MADE_SEED)
    found(folder, training=True, station="dock-1")
    site = Site(folder, campaign, listing)
    desk = Desk(site)
    serials = site.unnamed(), site.unnamed(), site.affected()
    container = _received(desk, *serials)
    newer_list(desk, *serials[:2])
    rejudge(desk)
    slips = _slips(desk)
    desk.close()
    return Day(site, *serials, container, slips)


def _received(desk: Desk, found_later: str, gone: str, dropped: str) -> str:
    desk.receive(gone)
    (code,) = desk.row("SELECT container FROM unit WHERE serial = ?", gone)
    for wish in (SealContainer(code), LoadContainer(code), HandOverContainer(code, "1234-5678", "MKR-7")):
        desk.ask(wish)
    desk.receive(found_later)
    desk.receive(dropped)
    (code,) = desk.row("SELECT container FROM unit WHERE serial = ?", found_later)
    return str(code)


def _slips(desk: Desk) -> tuple[tuple[str, str], ...]:
    serials = [desk.site.unnamed() for _ in range(SLIPS)]
    pairs = tuple((serial, f"{serial}0") for serial in serials)
    labels = [desk.site.parcel() for _ in pairs]
    rows = [
        ExpectedRow(label, f"C-{place}", claimed, None, None, 1)
        for place, (label, (_, claimed)) in enumerate(zip(labels, pairs, strict=True))
    ]
    desk.ask(desk.site.expect(*rows))
    desk.until(Step.IDLE)
    for label, (serial, _) in zip(labels, pairs, strict=True):
        desk.scan(label)
        desk.scan(serial)
        desk.until(Step.PARCEL_OPEN)
        desk.scan("RI-C-CLOSE")
    return pairs


@pytest.fixture
def folder(day: Day, tmp_path: Path) -> Path:
    """That folder, this test's own."""
    return Path(shutil.copytree(day.site.folder, tmp_path / "state"))


@sizes
@both
async def test_units_judged_again_are_listed_with_bag_and_container(
    open_review: Any, day: Day, language: Language, size: tuple[int, int]
) -> None:
    """What the list said before and says now, and what must be moved."""
    async with open_review(size, language) as review:
        await review.open("f11")
        wording = review.app.room.wording
        verdicts = [wording.term("verdict", each) for each in (Verdict.NOT_AFFECTED, Verdict.AFFECTED)]
        await review.shows(day.found, day.gone, day.dropped, day.container, " > ".join(verdicts))
        await review.shows(wording.review("to_move"), wording.review("column_verdicts"))
        assert all(cell_len(line) <= size[0] for line in review.text)
        await review.press("f2", "escape")
        assert not isinstance(review.app.screen, RejudgedScreen)


@both
async def test_they_are_narrowed_by_container_and_lead_to_their_story(
    open_review: Any, day: Day, language: Language
) -> None:
    """The story says in words that and why the unit was judged again."""
    async with open_review((120, 40), language) as review:
        await review.open("f11")
        await review.type(day.container)
        await review.until(lambda: review.listing.rows.count == 1)
        assert isinstance(review.listing.selected, RejudgedRow)
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, StoryScreen))
        wording = review.app.room.wording
        await review.shows(wording.term("fact", "UnitJudged"), wording.term("because", "new_list"))


async def test_they_are_exported(
    open_review: Any, day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them, with both verdicts."""
    monkeypatch.setenv("HOME", str(tmp_path))
    async with open_review((200, 60)) as review:
        await review.open("f11", "f9")
        await review.press("right", "right", "enter", "enter")
        await review.shows("3 row(s) written")
    path = written(tmp_path)
    rows = {row["serial"]: row for row in map(json.loads, path.read_text().splitlines())}
    assert set(rows) == {day.found, day.gone, day.dropped}
    assert (rows[day.found]["verdict_before"], rows[day.found]["verdict"]) == ("NOT_AFFECTED", "AFFECTED")
    assert rows[day.found]["to_move"]


@both
async def test_the_days_page_tells_the_lists_in_force(open_review: Any, day: Day, language: Language) -> None:
    """Each campaign's, and that everything was judged by them."""
    async with open_review((120, 40), language) as review:
        await review.open("f8")
        wording = review.app.room.wording
        await review.shows(wording.review("chart_lists"), day.site.campaign.id, "  newer")
        await review.shows(wording.review("follow_up_changed", count="3"))


async def test_one_already_gone_is_decided_with_a_document(open_review: Any, folder: Path, day: Day) -> None:
    """Without its number nothing is decided."""
    async with open_review() as review:
        await review.open("f4")
        await review.type(HoldKind.GONE)
        await review.until(lambda: review.listing.rows.count == 1)
        await review.shows(day.gone)
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, Decision))
        form = review.app.screen.form
        assert [field.name for field in form.fields] == ["decision", "reference", "note", "pin"]
        assert [code for code, _ in form.fields[0].choices] == ["release", "deny"]
        for text in ("", "RECALL-12", "", PIN):
            await review.type(text)
            await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, HoldsScreen))
        await review.until(lambda: review.listing.rows.count == 0)
    assert kinds(folder)[-1] == "HoldResolved"


@both
@sizes
async def test_slips_are_released_together_once_each_pair_was_shown(
    open_review: Any, folder: Path, day: Day, language: Language, size: tuple[int, int]
) -> None:
    """As many as stand on the card; each is recorded by itself, and the others stay."""
    async with open_review(size, language) as review:
        await review.open("f12")
        await review.until(lambda: review.listing.rows.count == SLIPS)
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, NearRelease))
        shown = day.slips[:MOST]
        await review.shows(*(" > ".join(bracketed(*pair)) for pair in shown))
        assert not any(claimed in review.whole for _, claimed in day.slips[MOST:])
        for text in ("slip", PIN):
            await review.type(text)
            await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, NearScreen))
        await review.until(lambda: review.listing.rows.count == SLIPS - MOST)
    decided = [each for each in stored(folder) if each.kind == "HoldResolved"]
    assert len(decided) == MOST


async def test_a_wrong_pin_releases_none(open_review: Any, folder: Path) -> None:
    """The sentence stands on the card; Escape goes back to the list."""
    async with open_review() as review:
        await review.open("f12")
        await review.until(lambda: review.listing.rows.count == SLIPS)
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, NearRelease))
        for text in ("", "9999"):
            await review.type(text)
            await review.press("enter")
        await review.shows("This badge with this PIN may not do this.")
        await review.press("escape")
        await review.until(lambda: isinstance(review.app.screen, NearScreen))
        assert review.listing.rows.count == SLIPS
        await review.press("right")
        await review.until(lambda: isinstance(review.app.screen, StoryScreen))
    assert "HoldResolved" not in kinds(folder)
