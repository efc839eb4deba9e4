"""A listing: a frame around a long list, with what is selected told in full below it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from tui.review.columns import filled, row
from tui.review.frame import Frame
from tui.review.pages import Rows
from tui.review.reader import PATIENCE, Found, Unread, Work
from tui.review.room import Room
from tui.widgets.lines import Lines, Styled
from tui.widgets.virtual_list import Sight, VirtualList

_ROWS = "rows"
"""Name of the look-up for more rows."""


class Columns(Lines):
    """What stands in each column."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"columns--text"}
    blank = "columns--text"


class Detail(Lines):
    """The selected row in full."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"detail--text"}
    blank = "detail--text"

    def tell(self, texts: Iterable[str]) -> None:
        """Show sentences, each from a line of its own on, as far as there is room."""
        width, height = max(self.size.width - 2, 20), max(self.size.height, 1)
        lines = [line for text in texts for line in filled(text, width, height)]
        self.show([(f" {line}", "detail--text") for line in lines[:height]])


class Listing(Frame, inherit_bindings=False):
    """Rows, one of them selected."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", priority=True),
        Binding("down", "move(1)", priority=True),
        Binding("pageup", "page(-1)", priority=True),
        Binding("pagedown", "page(1)", priority=True),
        Binding("home", "first", priority=True),
        Binding("end", "last", priority=True),
        Binding("enter", "choose", priority=True),
        Binding("escape", "back", priority=True),
    ]

    def __init__(self, room: Room, rows: Rows) -> None:
        """Show rows, as soon as they are read."""
        super().__init__(room)
        self.rows = rows
        self._coming: Rows | None = None
        """Rows that will be shown once the first of them are read."""

        self._reading: Work | None = None
        """The look-up asked for last, while it is under way."""

        self._ticket = 0
        """Its ticket."""

        self._oldest = 0
        """The oldest ticket that was asked for these rows; what an older one finds is stale."""

        self._came = asyncio.Event()
        self.columns = Columns()
        self.list = VirtualList(self._draw)
        self.detail = Detail()

    def parts(self) -> Iterable[Widget]:
        """Put the list above what is told of its selected row."""
        return (self.columns, self.list, self.detail)

    def on_mount(self) -> None:
        """Have the first rows read."""
        self.begin(self.rows)

    def _draw(self, position: int, width: int) -> Styled | None:
        found = self.rows.row(position)
        return None if found is None else self.rows.words.line(found, width, self.room.wording)

    @property
    def selected(self) -> object | None:
        """The selected row, where there is one and it is read."""
        return self.rows.row(self.list.selected)

    def about_selected(self, selected: object) -> Iterable[str]:
        """Say all about the selected row."""
        return self.rows.words.in_full(selected, self.room.wording)

    async def choose(self, selected: object) -> None:
        """Do what Enter does with a row."""

    # --- reading ---

    def begin(self, rows: Rows) -> None:
        """Show other rows from the first on, once the first are read; what the old ones wait for is stale."""
        self._oldest, self._reading = self._ticket + 1, None
        work = rows.wanted(Sight(0, max(self.list.size.height, 1)))
        if work is None:
            self._show_first(rows)
        else:
            self._coming = rows
            self._came.clear()
            self._read(work)

    def _read(self, work: Work) -> None:
        """Have rows read, unless they are being read already: what is under way is never begun anew."""
        if work != self._reading:
            self._reading = work
            self._ticket = self.room.reader.ask(_ROWS, work, self.post_message)

    def _show_first(self, rows: Rows) -> None:
        self.rows, self._coming = rows, None
        self._came.set()
        self.list.begin(rows.count)
        self.show_rows()

    @on(VirtualList.Moved)
    def look(self) -> None:
        """Tell the selected row, and have read what has come into sight."""
        self.show_selected()
        work = None if self._coming is not None else self.rows.wanted(self.list.sight)
        if work is not None:
            self._read(work)

    @on(Found)
    def take(self, message: Found) -> None:
        """Show what was read, unless it is stale."""
        if message.name != _ROWS or message.ticket < self._oldest:
            return
        if message.ticket == self._ticket:
            self._reading = None
        if self._coming is not None:
            self._coming.take(message.value)
            self._show_first(self._coming)
            self.show_first()
        else:
            self.rows.take(message.value)
            self.list.extend(self.rows.count)
            self.show_rows()

    @on(Unread)
    def give_up(self) -> None:
        """Have nothing wait for rows that could not be read."""
        self._reading = None
        self._came.set()

    def show_first(self) -> None:
        """Do what waited for the first rows."""

    # --- showing ---

    def reword(self) -> None:
        """Show everything in the language spoken now."""
        super().reword()
        self.show_rows()

    def show_rows(self) -> None:
        """Draw what is in sight anew, with the names of the columns above and the selected row below."""
        width = max(self.list.size.width - 1, 20)
        heads = self.rows.words.heads(width, self.room.wording)
        self.columns.show([(row(heads, width), "columns--text")])
        self.list.refresh()
        self.show_selected()

    def show_selected(self) -> None:
        """Tell the selected row in full."""
        selected = self.selected
        self.detail.tell(() if selected is None else self.about_selected(selected))

    # --- keys ---

    def action_move(self, rows: int) -> None:
        """Select a row above or below."""
        self.show_keys()
        self.list.move_to(self.list.selected + rows)

    def action_page(self, pages: int) -> None:
        """Go pages up or down."""
        self.show_keys()
        self.list.page(pages)

    def action_first(self) -> None:
        """Go to the first row."""
        self.list.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.list.move_to(self.list.count - 1)

    async def action_choose(self) -> None:
        """Do with the selected row what Enter does here.

        A gun's Enter comes before anything is found: it waits, and so does every key behind it.
        """
        if self._coming is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._came.wait(), PATIENCE)
        if self._coming is None and (selected := self.selected) is not None:
            await self.choose(selected)

    def action_back(self) -> None:
        """Go back to the screen before."""
        _ = self.dismiss()
