"""The bar of `intake sync`: it stays on one line, or the next one would not be drawn over it."""

from __future__ import annotations

import pytest

from intake.cli.sync_progress import drawn
from intake.language import Language
from intake.line import Line
from intake.message import Message
from intake.printable import cell_count
from intake.wording import Wording


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("columns", [20, 40, 79, 80, 81, 120, 300])
@pytest.mark.parametrize("count", [1, 999, 5_000_000])
def test_a_bar_is_shorter_than_its_line(language, columns, count):
    told = {"sent": count // 2, "total": count, "rate": count, "seconds": count}
    said = Wording(language).sentence(Line(Message.SYNC_PROGRESS, told))
    line = drawn(said, 0.5, columns)
    assert cell_count(line) < columns
    assert said in line or columns < 80


def test_a_bar_shows_how_far_it_is():
    assert [drawn("sent", share, 80)[:26].count("#") for share in (0.0, 0.5, 1.0)] == [0, 12, 24]
