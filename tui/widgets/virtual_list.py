"""The virtual list: rows drawn one by one as they come into sight, however many there are.

It holds no row: whoever owns it words the row at a position, or says that it is not read yet. A table widget
would hold them all and take minutes for a million.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.cells import fit
from tui.widgets.lines import Styled

Draw = Callable[[int, int], Styled | None]
"""From a row's position and the cells there are to its text and component class; None: not read yet."""


class Sight(NamedTuple):
    """Positions of the first row in sight and of the one after the last."""

    first: int
    end: int


class VirtualList(ScrollView, can_focus=False, inherit_bindings=False):
    """Rows of one line each, one of them selected."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"virtual-list--{name}"
        for name in ("plain", "dim", "ok", "note", "refused", "hazard", "emergency", "selected", "waiting")
    }

    class Moved(Message):
        """Another row is selected, or others are in sight."""

    def __init__(self, draw: Draw, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Show no row yet."""
        super().__init__(id=id)
        self._draw = draw
        self.count = 0
        self.selected = 0

    @property
    def sight(self) -> Sight:
        """What is seen now."""
        first = round(self.scroll_y)
        return Sight(first, min(first + max(self.size.height, 1), self.count))

    @property
    def is_at_top(self) -> bool:
        """Whether nothing newer is out of sight and the first row is selected."""
        return self.selected == 0 and self.sight.first == 0

    def extend(self, count: int) -> None:
        """Take more rows at the end, or fewer; what is selected stays."""
        self.count = count
        self.virtual_size = Size(0, count)
        self.move_to(self.selected)

    def begin(self, count: int) -> None:
        """Show other rows, from the first on."""
        self.selected = 0
        self.scroll_to(y=0, animate=False)
        self.extend(count)

    def move_to(self, position: int) -> None:
        """Select a row, the nearest there is, and bring it into sight."""
        self.selected = max(min(position, self.count - 1), 0)
        height, first = max(self.size.height, 1), round(self.scroll_y)
        if not first <= self.selected < first + height:
            first = self.selected if self.selected < first else self.selected - height + 1
            self.scroll_to(y=first, animate=False)
        self._tell()

    def page(self, pages: int) -> None:
        """Go so many pages down, or up; the selected row keeps its place on the screen."""
        rows = pages * max(self.size.height, 1)
        self.scroll_to(y=round(self.scroll_y) + rows, animate=False)
        self.move_to(self.selected + rows)

    def _tell(self) -> None:
        self.refresh()
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Keep the selected row in sight."""
        self.move_to(self.selected)

    def render_line(self, y: int) -> Strip:
        """Draw one row; text goes to the terminal as it is, never through markup."""
        width, position = self.size.width, round(self.scroll_y) + y
        if position >= self.count:
            return Strip.blank(width, self.rich_style)
        text, name = self._draw(position, width - 1) or (" …", "waiting")
        style = self.get_component_rich_style(f"virtual-list--{name}")
        if position == self.selected:
            style += self.get_component_rich_style("virtual-list--selected")
        return Strip([Segment(fit(text, width), style)], width)
