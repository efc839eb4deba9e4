"""The log: every event, newest first; whatever is typed searches units at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import NamedTuple

from textual import on

from intake.review import entries
from intake.review.entries import Entry
from intake.review.query import Query, QueryError, parse
from intake.review.search import Search
from intake.review.unit_row import HEADER as UNIT_HEADER
from intake.review.unit_row import UnitRow
from intake.review.unit_row import mapping as unit_mapping
from intake.sqlite import Connection
from intake.wording import Wording
from tui.review import entry_row, unit_row
from tui.review.listed import Listed
from tui.review.pages import PAGE, Growing, Page, Pages
from tui.review.reader import Found
from tui.review.room import Room
from tui.review.searching import Searching
from tui.review.story import StoryScreen

FRESH = 1.0
"""Seconds between two looks whether the log has grown."""

_HEAD = "head"
"""Name of that look-up."""


class Head(NamedTuple):
    """The newest page of the log, and how many events there were when it was read."""

    events: int
    entries: Sequence[Entry]


def head(known: int, connection: Connection) -> Head:
    """Read the newest page if there are more events than are known."""
    log = entries.Log(connection)
    count = log.count()
    return Head(count, together(log.page(0, PAGE)) if count != known else ())


def page(base: int, connection: Connection, position: int) -> Sequence[Entry]:
    """Read a page by positions counted when the log had `base` events: it only grows at its top."""
    log = entries.Log(connection)
    return together(log.page(position + log.count() - base, PAGE))


def together(newest_first: Sequence[Entry]) -> list[Entry]:
    """Put what came along with an answer under it, not above it; answers stay newest first."""
    acts = (list(act) for _, act in groupby(newest_first, key=lambda entry: entry.first))
    return [entry for act in acts for entry in reversed(act)]


def units(query: Query, connection: Connection, mark: object) -> Page[UnitRow]:
    """Read the next units a search finds."""
    after = mark if isinstance(mark, int) else None
    found = Search(connection).find(query, after, PAGE)
    return Page(found.rows, found.mark, found.finished, 100 * found.looked // max(found.of, 1))


def _units_found(query: Query, connection: Connection) -> Iterator[Mapping[str, object]]:
    return map(unit_mapping, Search(connection).all(query))


def _events(wording: Wording, connection: Connection) -> Iterator[Mapping[str, object]]:
    log = entries.Log(connection)
    for position in range(0, log.count(), PAGE):
        yield from (entry_row.mapping(entry, wording) for entry in log.page(position, PAGE))


def log_rows(newest: Head) -> Pages[Entry]:
    """Give the rows of the log as it was when `newest` was read."""
    rows = Pages(entry_row, newest.events, partial(page, newest.events))
    rows.take([(0, newest.entries)])
    return rows


class LogScreen(Searching):
    """The first screen."""

    NAME = "log"

    def __init__(self, room: Room) -> None:
        """Begin with nothing read."""
        self._newest = Head(0, ())
        self._events = log_rows(self._newest)
        super().__init__(room, self._events)
        self.sought: Query | None = None
        """What is searched for; None while the log is shown."""

        self._unknown: str | None = None

    def on_mount(self) -> None:
        """Read the newest page, and look again from time to time."""
        self._look_for_newer()
        self.set_interval(FRESH, self._look_for_newer)

    async def choose(self, selected: object) -> None:
        """Tell the story of the unit, or of the parcel, that the row is about."""
        if isinstance(selected, Entry | UnitRow) and (selected.unit or selected.parcel):
            await self.app.push_screen(StoryScreen(self.room, selected.unit, selected.parcel))

    # --- the log ---

    def _look_for_newer(self) -> None:
        if self.is_current and self.sought is None:
            self.room.reader.ask(_HEAD, partial(head, self._newest.events), self.post_message)

    @on(Found)
    def take_newest(self, message: Found) -> None:
        """Show new events at the top, if that is what is looked at; else say how many there are."""
        if message.name != _HEAD or message.value.events == self._newest.events:
            return
        self._newest = message.value
        if self.sought is None and (not self._events.count or self.list.is_at_top):
            self._show_newest()
        else:
            self.show_rows()

    def _show_newest(self) -> None:
        self._events = log_rows(self._newest)
        self.begin(self._events)

    def action_first(self) -> None:
        """Go to the newest, also to what came since."""
        if self.sought is None and self._newest.events > self._events.count:
            self._show_newest()
        super().action_first()

    # --- the search ---

    def action_back(self) -> None:
        """Go back to the log."""
        self.begin_search()

    def follow(self) -> None:
        """Search units by what is typed; by nothing the log is shown."""
        self._unknown = None
        try:
            today = datetime.now(UTC).astimezone().date()
            query = parse(self.search.text, today, self.room.models)
        except QueryError as error:
            self._unknown = error.word
            return
        self.sought = query if query.terms else None
        if self.sought is None:
            self._show_newest()
        else:
            self.begin(Growing(unit_row, partial(units, self.sought)))

    def listed(self) -> Listed:
        """Give the units found, or all events, for a file."""
        if self.sought is not None:
            return Listed("units", UNIT_HEADER, partial(_units_found, self.sought))
        return Listed(self.NAME, entry_row.HEADER, partial(_events, self.room.wording))

    def status(self) -> str:
        """Say how many events or units there are, and how many came since."""
        wording = self.room.wording
        if self._unknown is not None:
            return wording.review("unknown_word", word=self._unknown)
        if self.sought is not None:
            return super().status()
        newer = self._newest.events - self._events.count
        if newer > 0:
            return wording.review("newer", count=f"{newer:,}")
        return wording.review("events", count=f"{self._events.count:,}")
