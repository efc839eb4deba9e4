"""A unit a slip off its claim in one row: both serials whole, what differs in brackets."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from intake.language import Language
from intake.wording import Wording
from tui.review import near_row
from tui.review.near_row import NearRow

ROW = NearRow(
    "h", "u", "RI-P-000123-B", "ATEST1263K0OFVU8", "ATEST1263K00FVU8", "2026-11-22T01:02:03.004Z", ()
)
LONGEST = NearRow(
    "h", "u", "RI-P-000123-B", "JP-07Y356-12345-67A-OBCD", "JP-07Y356-12345-67A-0BCD", ROW.raised_at, ()
)
in_both = pytest.mark.parametrize(
    "wording", [Wording(each) for each in Language], ids=lambda each: each.language
)


@in_both
@pytest.mark.parametrize("width", [79, 119, 199])
def test_both_serials_stand_in_the_row_whole(wording: Wording, width: int) -> None:
    """Beside the parcel."""
    text, _ = near_row.line(ROW, width, wording)
    assert cell_len(text) == width
    assert all(told in text for told in ("ATEST1263K0[O]FVU8", "ATEST1263K0[0]FVU8", ROW.label))
    shown = "\n".join(near_row.in_full(ROW, wording))
    assert near_row.pair(ROW) in shown
    assert set(near_row.texts(ROW, wording)) >= {ROW.serial, ROW.claimed, ROW.label}


@in_both
def test_a_pair_has_one_row_of_a_card(wording: Wording) -> None:
    """Also the longest known serials: ten pairs and nothing else stand on the smallest screen."""
    assert cell_len(near_row.pair(LONGEST)) <= 74
    assert [*near_row.heads(79, wording)]
