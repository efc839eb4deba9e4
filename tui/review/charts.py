"""Charts: one day in figures and bars, and how much has been recovered of what was announced."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget

from intake.campaign import Catalogue
from intake.review.lists import FollowUp, ListRow, follow_ups, lists
from intake.review.progress import Day, Recovery, day, recovery
from intake.sqlite import Connection
from intake.wording import Wording
from tui.cells import fit
from tui.review.frame import Frame
from tui.review.list_lines import follow_up_lines, list_lines
from tui.review.reader import Found
from tui.review.room import Room
from tui.widgets.lines import Lines, Styled

_DAY = "day"
"""Name of the look-up."""

_BAR = "█"
_GAP = ("", "bars--text")
_WORDS, _FIGURES = 14, 7
"""Cells of a bar's word and of its figure."""


class Figures(NamedTuple):
    """What is shown."""

    day: Day
    recovery: tuple[Recovery, ...]
    lists: tuple[ListRow, ...]
    follow_ups: tuple[FollowUp, ...]


def figures(on_day: date, catalogue: Catalogue, connection: Connection) -> Figures:
    """Count a day, and everything ever received; look which lists decide."""
    counted = day(connection, on_day), recovery(connection, catalogue)
    return Figures(*counted, lists(connection, catalogue), follow_ups(connection))


class Bars(Lines):
    """One column of bars."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bars--text", "bars--title"}
    blank = "bars--text"


class Sum(Bars):
    """The day in one line."""


class ChartsScreen(Frame, inherit_bindings=False):
    """The day's figures."""

    NAME = "charts"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", priority=True),
        Binding("right", "go(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
        Binding("down", "move(1)", priority=True),
        Binding("pageup", "move(-10)", priority=True),
        Binding("pagedown", "move(10)", priority=True),
        Binding("escape", "back", priority=True),
    ]

    def __init__(self, room: Room) -> None:
        """Begin with today."""
        super().__init__(room)
        self._today = datetime.now(UTC).astimezone().date()
        self._on = self._today
        self._figures: Figures | None = None
        self._top = 0
        self._ticket = 0
        self.sum = Sum()
        self.left = Bars()
        self.right = Bars()

    def parts(self) -> Iterable[Widget]:
        """Put two columns of bars side by side."""
        return (self.sum, Horizontal(self.left, self.right))

    def on_mount(self) -> None:
        """Have the day counted."""
        self._count()

    def _count(self) -> None:
        work = partial(figures, self._on, self.room.catalogue)
        self._ticket = self.room.reader.ask(_DAY, work, self.post_message)

    @on(Found)
    def take(self, message: Found) -> None:
        """Show the figures, unless another day is wanted by now."""
        if message.name == _DAY and message.ticket == self._ticket:
            self._figures = message.value
            self.reword()

    def reword(self) -> None:
        """Show everything in the language spoken now."""
        super().reword()
        if self._figures is None:
            return
        today, wording = self._figures.day, self.room.wording
        width, height = max(self.left.size.width - 2, 20), max(self.left.size.height, 1)
        left = [*hours(today, width, wording), _GAP, *recovered(self._figures.recovery, width, wording)]
        left += [_GAP, *in_force(self._figures, wording)]
        right = kinds(today, width, wording)
        self._top = max(min(self._top, max(len(left), len(right)) - height), 0)
        self.sum.show([(f" {total(today, wording)}", "bars--title")])
        for column, lines in ((self.left, left), (self.right, right)):
            column.show([(f" {text}", name) for text, name in lines[self._top :][:height]])

    def action_go(self, days: int) -> None:
        """Show another day, none that is still to come."""
        self._on = min(self._on + timedelta(days), self._today)
        self._count()

    def action_move(self, lines: int) -> None:
        """Show what stands above or below."""
        self._top += lines
        self.reword()

    def action_back(self) -> None:
        """Go back to the screen before."""
        _ = self.dismiss()


def total(today: Day, wording: Wording) -> str:
    """Say in one line what the day brought."""
    return wording.review(
        "chart_units",
        day=today.date.isoformat(),
        units=f"{today.units:,}",
        parcels=f"{today.parcels:,}",
        rejected=f"{today.rejected:,}",
    )


def hours(today: Day, width: int, wording: Wording) -> list[Styled]:
    """Draw the hours from the first with a unit to the last."""
    busy = [hour for hour, count in enumerate(today.hours) if count]
    span = range(busy[0], busy[-1] + 1) if busy else ()
    named = {f"{hour:02}:00": today.hours[hour] for hour in span}
    return block(wording.review("chart_hours"), named, width, wording)


def kinds(today: Day, width: int, wording: Wording) -> list[Styled]:
    """Draw verdicts, models and classes."""
    blocks: tuple[tuple[str, str, Mapping[str, int]], ...] = (
        ("chart_verdicts", "verdict", today.verdicts),
        ("chart_models", "model", today.models),
        ("chart_conditions", "class", today.conditions),
    )
    lines: list[Styled] = []
    for title, term, counts in blocks:
        words = {_word(term, code, wording): count for code, count in sorted(counts.items()) if count}
        lines += [*block(wording.review(title), words, width, wording), _GAP]
    return lines


def _word(term: str, code: str, wording: Wording) -> str:
    if not code:
        return wording.review("chart_none")
    return wording.term("verdict", code) if term == "verdict" else code


def recovered(shown: tuple[Recovery, ...], width: int, wording: Wording) -> list[Styled]:
    """Draw how much of each model has come back, with what was announced beside it."""
    lines: list[Styled] = [(wording.review("chart_recovery"), "bars--title")]
    for each in shown:
        share = _share(each, wording)
        room = max(width - len(each.model) - len(share) - 4, 0)
        part = each.received / each.announced if each.announced else 0
        lines.append((f"{each.model:<6} {share} {_BAR * round(room * min(part, 1))}", "bars--text"))
    return lines


def _share(each: Recovery, wording: Wording) -> str:
    if not each.announced:
        return f"{each.received:,}"
    percent = f"{100 * each.received / each.announced:.1f}"
    return wording.review(
        "chart_share", received=f"{each.received:,}", announced=f"{each.announced:,}", percent=percent
    )


def in_force(shown: Figures, wording: Wording) -> list[Styled]:
    """Say which lists decide, and how far units were judged anew."""
    texts = (*list_lines(shown.lists, time.time(), wording), *follow_up_lines(shown.follow_ups, wording))
    return [(wording.review("chart_lists"), "bars--title"), *((text, "bars--text") for text in texts)]


def block(title: str, counts: Mapping[str, int], width: int, wording: Wording) -> list[Styled]:
    """Draw a title and one bar for each figure, the longest as long as there is room."""
    room = max(width - _WORDS - _FIGURES - 2, 1)
    most = max(counts.values(), default=0)
    lines: list[Styled] = [(title, "bars--title")]
    lines += [
        (
            f"{fit(word, _WORDS)} {count:>{_FIGURES},} {_BAR * max(round(room * count / most), 1)}",
            "bars--text",
        )
        for word, count in counts.items()
        if most
    ]
    return lines if most else [*lines, (wording.review("chart_none"), "bars--text")]
