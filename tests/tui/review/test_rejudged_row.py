"""A unit judged again in one row: what was said, what is said now, and what must be done about it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from intake.condition import Condition
from intake.disposition import UnitDisposition
from intake.language import Language
from intake.review.registers import RejudgedRow
from intake.verdict import Verdict
from intake.wording import Wording
from tui.review import rejudged_row

ROW = RejudgedRow(
    unit="u",
    serial="ATEST1263K00FVU8",
    verdict_before=Verdict.NOT_AFFECTED,
    verdict=Verdict.AFFECTED,
    model="A1263",
    condition=Condition.R,
    bag="RI-U-000001-K",
    container="RI-Q-0012-T",
    to_move=True,
    disposition=UnitDisposition.QUARANTINED,
    label="312000079193",
    judged_at="2026-11-22T01:02:03.004Z",
    mark=(),
)
MOVED = replace(ROW, to_move=False)
GONE = replace(MOVED, disposition=UnitDisposition.HANDED_OVER)
in_both = pytest.mark.parametrize(
    "wording", [Wording(each) for each in Language], ids=lambda each: each.language
)


@in_both
@pytest.mark.parametrize("width", [79, 119, 199])
def test_what_matters_stands_in_the_row_whole(wording: Wording, width: int) -> None:
    """Serial, both verdicts, container and what to do; nothing of it cut."""
    text, tone = rejudged_row.line(ROW, width, wording)
    assert cell_len(text) == width
    told = (ROW.serial, rejudged_row.verdicts(ROW, wording), ROW.container, wording.review("to_move"))
    assert all(each and each in text for each in told)
    assert tone == "note"
    gone, _ = rejudged_row.line(GONE, width, wording)
    assert wording.term("disposition", UnitDisposition.HANDED_OVER) in gone
    assert sum(cells + 1 for _, cells in rejudged_row.heads(width, wording)) < width


@in_both
def test_every_pair_of_verdicts_fits_its_column(wording: Wording) -> None:
    """Twenty-four cells, but for pairs that no list can bring about."""
    for before in (*Verdict, None):
        for now in set(Verdict) - {before}:
            said = rejudged_row.verdicts(replace(ROW, verdict_before=before, verdict=now), wording)
            assert cell_len(said) <= 24


@in_both
def test_a_unit_is_found_by_what_is_told_of_it(wording: Wording) -> None:
    """And told in full below."""
    texts = "\n".join(rejudged_row.texts(ROW, wording))
    shown = "\n".join(rejudged_row.in_full(ROW, wording))
    for told in (ROW.serial, ROW.bag, ROW.container, ROW.label, wording.term("verdict", "AFFECTED")):
        assert told
        assert told in texts
        assert told in shown


@pytest.mark.parametrize(
    ("row", "tone"),
    [
        (ROW, "note"),
        (MOVED, "plain"),
        (GONE, "hazard"),
        (replace(GONE, verdict=Verdict.UNCERTAIN), "dim"),
        (replace(MOVED, serial=None, bag=None, container=None, disposition=None), "plain"),
    ],
)
def test_what_left_as_not_affected_stands_out(row: RejudgedRow, tone: str) -> None:
    """More than what is only to be moved."""
    assert rejudged_row.line(row, 79, Wording(Language.EN))[1] == tone
