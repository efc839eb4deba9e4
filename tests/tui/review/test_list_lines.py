"""Lists in force in words: version and age of each, and how far units were judged anew."""

from __future__ import annotations

from datetime import datetime

import pytest
from rich.cells import cell_len

from intake.follow_up import Task
from intake.language import Language
from intake.review.lists import FollowUp, ListRow
from intake.wording import Wording
from tui.review.list_lines import follow_up_lines, list_lines
from tui.review.times import shown

AT = "2026-11-22T01:02:03.004Z"
NOW = datetime.fromisoformat(AT).timestamp() + 3 * 86_400
COLUMN = 38
"""Cells of a column of the narrowest screen."""

in_both = pytest.mark.parametrize(
    "wording", [Wording(each) for each in Language], ids=lambda each: each.language
)


@in_both
def test_each_campaign_has_its_version_and_age(wording: Wording) -> None:
    """Or says that it has no list."""
    rows = (ListRow("jp-2025-10-21", "2026-11-22.12", since=AT), ListRow("us-2025-06-12"))
    first, second = list_lines(rows, NOW, wording)
    assert first.split("  ") == ["jp-2025-10-21", "2026-11-22.12", wording.age(3 * 86_400)]
    assert second.split("  ")[1:] == [wording.review("no_list")]
    assert cell_len(first) <= COLUMN
    (training,) = list_lines([ListRow("x", "1", training=True, since=AT)], NOW, wording)
    assert training.endswith(wording.review("list_training"))
    (named,) = list_lines([ListRow("jp-2025-10-21", "training-12", training=True, since=AT)], NOW, wording)
    assert named.split("  ") == ["jp-2025-10-21", "training-12", wording.age(3 * 86_400)]


@in_both
def test_what_is_due_and_what_has_ended_are_told(wording: Wording) -> None:
    """Parcels are only counted where their claim has changed."""
    due = FollowUp(Task.REJUDGING, AT, None, None, None)
    ended = FollowUp(Task.REJUDGING, AT, AT, 1_000_000, 12)
    claims = FollowUp(Task.REMATCHING, AT, AT, None, 2)
    lines = [*follow_up_lines([due, ended, claims], wording)]
    assert [shown(AT, 0) in line for line in lines] == [True, True, False, True, False]
    assert lines[2].split() == [
        *f"{wording.review('follow_up_units', count='1,000,000')},".split(),
        *wording.review("follow_up_changed", count="12").split(),
    ]
    assert lines[4].strip() == wording.review("follow_up_changed", count="2")
    assert all(cell_len(line) <= COLUMN for line in lines)
