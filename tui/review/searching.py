"""Searching: a listing whose rows follow what is typed anywhere on its screen."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.review.listed import Listed
from tui.review.listing import Listing
from tui.review.pages import MOST, Growing, Rows
from tui.review.room import Room
from tui.review.search_line import SearchLine


class Searching(Listing):
    """A search line above the rows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("backspace", "take_back", priority=True),
        Binding("delete", "empty", priority=True),
    ]

    def __init__(self, room: Room, rows: Rows) -> None:
        """Begin with nothing typed."""
        super().__init__(room, rows)
        self.search = SearchLine()

    def parts(self) -> Iterator[Widget]:
        """Put the search line on top."""
        yield self.search
        yield from super().parts()

    @abstractmethod
    def follow(self) -> None:
        """Show the rows that fit what is typed now."""

    @abstractmethod
    def listed(self) -> Listed:
        """Give what is listed, for a file."""

    def status(self) -> str:
        """Say how many rows fit what is typed now; until all are found, also how far it has looked."""
        rows = self._coming or self.rows
        wording, count = self.room.wording, f"{rows.count:,}"
        if not isinstance(rows, Growing) or rows.last.finished:
            return wording.review("found", count=count)
        if rows.count >= MOST:
            return wording.review("found_first", count=count)
        return wording.review("found_so_far", count=count, part=rows.last.part)

    def show_rows(self) -> None:
        """Show the search line as well."""
        super().show_rows()
        self.show_search()

    def show_search(self) -> None:
        """Show what is typed, and what came of it."""
        wording = self.room.wording
        hint = wording.review(f"search_{self.NAME}")
        self.search.tell(wording.review("search"), hint, self.status())

    def type(self, text: str) -> None:
        """Search by what is typed or pasted."""
        if self.search.type(text):
            self.begin_search(self.search.text)

    def begin_search(self, text: str = "") -> None:
        """Search by a text; by none everything is listed."""
        self.search.text = text
        self.show_keys()
        self.follow()
        self.show_search()

    def action_take_back(self) -> None:
        """Take the last character back."""
        if self.search.text:
            self.begin_search(self.search.text[:-1])

    def action_empty(self) -> None:
        """Take the whole text back."""
        self.begin_search()
