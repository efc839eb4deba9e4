"""Two serials one above the other: what differs is seen at once, and nothing of either is lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake.language import Language
from intake.message import Message
from intake.outcome import Answer
from intake.printable import cell_count
from intake.receipt import Step
from intake.scan import Severity
from intake.scene import Hand
from intake.verdict import Reason, Verdict
from tests.tui.conftest import SIZES
from tui.letters import drawn
from tui.look_alike import aligned, bracketed
from tui.widgets.verdict_panel import TEXT_ROWS

Opener = Any
SERIAL, NEAR = "ATEST1263KOOFVU8", "ATEST1263K00FVU8"
serials = st.text("AB01", max_size=12)


@pytest.mark.parametrize(
    ("read", "near", "shown"),
    [
        ("SN1O3", "SN103", ("SN1O3", "SN103", "   ^")),
        ("SN13", "SN123", ("SN1_3", "SN123", "   ^")),
        ("SN1223", "SN123", ("SN1223", "SN12_3", "    ^")),
        ("SN1", "SN1", ("SN1", "SN1", "")),
    ],
)
def test_a_mark_stands_below_each_difference(read: str, near: str, shown: tuple[str, str, str]) -> None:
    """A missing character leaves a gap."""
    assert aligned(read, near) == shown


@given(serials, serials)
def test_nothing_of_either_is_lost(read: str, near: str) -> None:
    """Both are as long as the other then, and unmarked places are the same."""
    above, below, marks = aligned(read, near)
    assert (above.replace("_", ""), below.replace("_", "")) == (read, near)
    assert len(above) == len(below) >= len(marks)
    pairs = zip(above, below, marks.ljust(len(above)), strict=True)
    assert all(one == other for one, other, mark in pairs if mark == " ")
    assert [text.translate(dict.fromkeys(map(ord, "[_]"))) for text in bracketed(read, near)] == [read, near]


def test_what_differs_stands_in_brackets() -> None:
    """A gap where a character is missing."""
    assert bracketed("SN1O3", "SN103") == ("SN1[O]3", "SN1[0]3")
    assert bracketed("SN13", "SN123") == ("SN1[_]3", "SN1[2]3")


def column(row: str, text: str) -> int:
    """Give the cell at which a text begins."""
    return cell_count(row[: row.index(text)])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", list(Language))
async def test_the_hint_stands_below_the_answers_word(
    open_desk: Opener, size: tuple[int, int], language: Language
) -> None:
    """Where there is room for it: always from 120 by 40 on; the word stays large beside or above it."""
    async with open_desk(size, language) as desk:
        await desk.scan("RI-O-0001-T", "A312000079193B")
        answer = Answer(
            Message.UNIT_UNCERTAIN,
            Severity.NOTE,
            {"serial": SERIAL, "model": "", "reason": Reason.NEAR_MATCH, "near": NEAR},
            verdict=Verdict.UNCERTAIN,
            reasons=(Reason.NEAR_MATCH,),
            unit="u",
        )
        scene = replace(desk.last.scene, hand=Hand(SERIAL))
        await desk.show(replace(desk.last, scan=SERIAL, step=Step.CONDITION, answer=answer, scene=scene))
        (panel,) = desk.rows(desk.app.desk.verdict)
        wording, width = desk.app.wording, desk.app.desk.verdict.size.width
        rows = [place for place, row in enumerate(panel[:-TEXT_ROWS]) if NEAR in row]
        if size[1] >= 40:
            (row,) = rows
            assert SERIAL in panel[row - 1]
            assert column(panel[row], NEAR) + NEAR.index("00") == column(panel[row + 1], "^^")
        word = drawn(wording.term("verdict", Verdict.UNCERTAIN), width - 4, 1)
        assert any("█" in row or "▀" in row for row in panel[: len(word)])
