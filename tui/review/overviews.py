"""Overviews: the screens that a function key puts in front of the log, by the names the keys call them."""

from __future__ import annotations

from tui.review.charts import ChartsScreen
from tui.review.containers import ContainersScreen
from tui.review.frame import Frame
from tui.review.holds import HoldsScreen
from tui.review.near import NearScreen
from tui.review.rejudged import RejudgedScreen
from tui.review.replacements import ReplacementsScreen

OVERVIEWS: dict[str, type[Frame]] = {
    screen.NAME: screen
    for screen in (
        *(HoldsScreen, ContainersScreen, ReplacementsScreen, ChartsScreen),
        *(NearScreen, RejudgedScreen),
    )
}
