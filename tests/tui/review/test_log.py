"""The log and its search: instant, in both languages, inert, and never in the way of a key."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from intake.language import Language
from intake.review.entries import Entry
from intake.review.stored import Said
from intake.scan import Method, Severity
from intake.settings import Settings
from intake.station import Station
from intake.surroundings import now
from intake.wording import Wording
from scanners.symbology import scan_of
from tests.intake.test_wording import is_harmless
from tests.tui.conftest import SIZES
from tests.tui.review.conftest import Known
from tui.review import entry_row
from tui.review.log import LogScreen
from tui.review.story import StoryScreen

both = pytest.mark.parametrize("language", list(Language))
sizes = pytest.mark.parametrize("size", SIZES)
HOSTILE = ["[/foo]", "[@click=app.quit]x", "[red]SN1", "{oops}", "%_'; DROP TABLE event; --", "\u202eABC"]


def work(folder: Path, *codes: str | bytes) -> None:
    """Scan at the desk, as another process would."""
    station = Station(folder, Settings(), holder="the test", synchronous="OFF")
    try:
        for code in codes:
            raw = code if isinstance(code, bytes) else code.encode("utf-8", "surrogatepass")
            station.accept(scan_of(raw, "port:test", Method.PORT, now()))
    finally:
        station.close()


@both
@sizes
async def test_the_log_shows_answers_newest_first(
    open_review: Any, language: Language, size: tuple[int, int]
) -> None:
    """Every line is as wide as the screen at most; whatever is cut ends in an ellipsis."""
    async with open_review(size, language) as review:
        await review.open()
        wording = review.app.room.wording
        assert wording.review("column_answer") in review.whole
        assert review.app.room.wording.screen("training") in review.whole
        assert all(cell_len(line) <= size[0] for line in review.text)
        assert "RI-C-OUT" in review.whole


async def test_paging_reads_what_comes_into_sight(open_review: Any) -> None:
    """To the oldest event and back."""
    async with open_review() as review:
        await review.open("end")
        await review.settled()
        assert "station founded" in review.whole
        await review.press("pageup", "pageup", "home")
        await review.settled()
        assert "RI-C-OUT" in review.whole


async def test_what_came_along_stands_under_its_answer(open_review: Any) -> None:
    """One scan, one line with the answer; its other facts a little to the right below it."""
    async with open_review((120, 40)) as review:
        await review.open()
        rows = review.listing.rows
        entries = [rows.row(position) for position in range(200)]
        for above, below in pairwise(entries):
            assert below.leads or below.first == above.first


@both
async def test_typing_searches_at_once(open_review: Any, language: Language, known: Known) -> None:
    """Every key narrows; the beginning of a serial is enough."""
    async with open_review(language=language) as review:
        await review.open()
        await review.type(known.serial)
        await review.until(lambda: 0 < review.listing.rows.count < 5)
        assert known.serial in review.whole
        await review.press("escape")
        await review.until(lambda: review.app.screen.sought is None)


@pytest.mark.parametrize("part", ["label", "claim", "bag", "tail"])
async def test_a_unit_is_found_by_each_of_its_names(open_review: Any, known: Known, part: str) -> None:
    """Parcel, claim, bag, the serial's last six."""
    async with open_review() as review:
        await review.open()
        await review.type(known.serial[-6:] if part == "tail" else getattr(known, part))
        await review.shows(known.serial, "1 found")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("duplicate", "received before"),
        ("held", " found"),
        ("today uncertain", "UNCERTAIN"),
        ("RI-Q-0005-T", "K1"),
        ("a1263 RI-O-0001-T", "A1263"),
    ],
)
async def test_a_search_finds(open_review: Any, text: str, shown: str) -> None:
    """By hold, by day and verdict, by container, by model and badge."""
    async with open_review((120, 40)) as review:
        await review.open()
        await review.type(text)
        await review.shows(shown, " found")


async def test_an_unknown_word_is_named_and_what_was_found_stays(open_review: Any) -> None:
    """Half a word is no reason to lose the list."""
    async with open_review() as review:
        await review.open()
        await review.type("held")
        await review.shows(" found")
        await review.type(" !")
        await review.shows("not known: !")
        assert review.listing.rows.count


async def test_only_the_latest_search_is_shown(open_review: Any, known: Known) -> None:
    """While a search is under way keys are taken; what it finds too late is dropped."""
    async with open_review() as review:
        await review.open()
        going, gate = threading.Event(), threading.Event()

        def slow(_connection: object) -> None:
            going.set()
            gate.wait(10)

        review.app.room.reader.ask("slow", slow, lambda _found: None)
        await review.until(going.is_set)
        await review.type(known.serial)
        assert f"Search: {known.serial}_" in review.whole
        assert "0 so far, 0 % looked at" in review.whole
        await review.press("escape")
        await review.type("RI-Q-0005-T")
        gate.set()
        await review.shows("K1", " found")
        assert known.serial not in review.whole


async def test_a_guns_serial_and_enter_open_the_story(open_review: Any, known: Known) -> None:
    """Enter arrives before anything is found, and is not lost."""
    async with open_review() as review:
        await review.open()
        await review.type(known.serial)
        await review.press("enter")
        await review.until(lambda: isinstance(review.app.screen, StoryScreen))
        await review.shows(known.serial, "AFFECTED")


async def test_a_paste_is_searched(open_review: Any, known: Known) -> None:
    """As if it were typed."""
    from textual import events  # noqa: PLC0415

    async with open_review() as review:
        await review.open()
        review.app.post_message(events.Paste(f"{known.serial}\n"))
        await review.shows(f"{known.serial}_", " found")
        await review.press("delete")
        await review.shows(" events")


async def test_new_events_come_only_when_the_top_is_looked_at(open_review: Any, folder: Path) -> None:
    """A list that jumps under the eyes is no list; the line above says how many are new."""
    async with open_review() as review:
        await review.open()
        work(folder, "RI-O-0001-T")
        await review.shows("Signed in")
        await review.press("down", "down")
        work(folder, "RI-C-OUT")
        await review.shows("new: Home")
        assert "Signed out: RI-O-0001-T" not in review.whole
        await review.press("home")
        await review.shows("Signed out: RI-O-0001-T")


@pytest.mark.parametrize("code", HOSTILE)
async def test_hostile_text_is_shown_inert(open_review: Any, folder: Path, code: str) -> None:
    """A scan nobody recognised, and the same typed as a search: no markup, no control character."""
    work(folder, "RI-O-0001-T", "A312000079193B", code)
    async with open_review() as review:
        await review.open()
        await review.type(code)
        assert f"{code.replace(chr(0x202E), '')}_" in review.whole
        assert "\u202e" not in review.whole
        assert not any(ord(character) < 0x20 and character != "\n" for character in review.whole)
        assert isinstance(review.app.screen, LogScreen)


@both
@pytest.mark.parametrize("code", [*HOSTILE, "\x1b[2J\x07", "荷物" * 400])
def test_a_hostile_event_is_worded_inert(language: Language, code: str) -> None:
    """Whatever came into the log by whatever way."""
    answer = Said("unit_affected", Severity.OK, {"serial": code, "model": code})
    entry = Entry(
        1, 1, "2026-11-23T01:02:03.004Z", "UnitIdentified", code, "p", code, "u", code, code, answer
    )
    wording = Wording(language)
    for width in (79, 119, 199):
        line, _ = entry_row.line(entry, width, wording)
        assert cell_len(line) <= width
        assert all(is_harmless(text) for text in (line, *entry_row.in_full(entry, wording)))


async def test_the_language_changes_at_once(open_review: Any) -> None:
    """F2 rewords what stands there, and the search stays."""
    async with open_review() as review:
        await review.open()
        await review.type("ATEST1263")
        await review.shows(" found", "Verdict")
        await review.press("f2")
        await review.shows("判定", "対象", "ATEST1263_")


async def test_a_text_console_is_told_in_english_why(
    open_review: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has no Japanese characters; neither its keys nor its commands offer any."""
    monkeypatch.setenv("TERM", "linux")
    async with open_review(language=Language.JA) as review:
        why = review.app.room.wording.screen("not_shown_here")
        await review.shows(why)
        await review.open("f2")
        await review.shows(why)
        await review.press("f5")
        await review.shows("F3")
        assert "F2" not in review.whole
        await review.press("escape", "f1")
        assert "F2" not in review.whole


async def test_f10_quits_at_a_persons_pace_only(open_review: Any) -> None:
    """Two at once come from a gun's suffix."""
    async with open_review() as review:
        await review.open("f10", "f10")
        await review.shows("Press F10 once more")
        assert review.app.is_running
