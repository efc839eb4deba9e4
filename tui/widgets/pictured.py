"""Pictured: a widget with a still picture in it, whose dots come and go with its rows."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.canvas import Drawn
from tui.half_blocks import width_of


class Pictured(Widget):
    """Sends the slices of a picture behind the text of their rows.

    A row of which a part is covered is painted without its slice: dots would lie over what covers it.
    """

    def __init__(self) -> None:
        """Begin without a picture."""
        super().__init__()
        self.slices: dict[int, tuple[int, str]] = {}
        """By row: the cell it begins in, and the sequence."""

    def centred(self, drawn: Drawn, rows: int, style: Style) -> Iterator[Strip]:
        """Give so many rows with a picture in the middle, whose slices are from now on sent with them."""
        width, above = self.size.width, (rows - len(drawn.rows)) // 2
        left = (width - max(map(width_of, drawn.rows), default=0)) // 2
        self.slices = {above + row: (left, slice_) for row, slice_ in enumerate(drawn.slices)}
        blank, margin = Strip.blank(width, style), Segment(" " * left, style)
        yield from [blank] * above
        for row in drawn.rows:
            yield Strip([margin, *row]).adjust_cell_length(width, style)
        yield from [blank] * (rows - above - len(drawn.rows))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some rows, with their slices where they are painted whole."""
        strips = super().render_lines(crop)
        if not self.slices or crop.column_span != (0, self.size.width):
            return strips
        return [self._whole(y, strip) for y, strip in zip(crop.line_range, strips, strict=True)]

    def _whole(self, y: int, strip: Strip) -> Strip:
        if y not in self.slices:
            return strip
        left, slice_ = self.slices[y]
        return _Sliced(strip, self.region.x + left, slice_)


class _Sliced(Strip):
    """A row with its slice. What Textual cuts off it, or makes of it, is a plain strip."""

    def __init__(self, strip: Strip, column: int, sequence: str) -> None:
        super().__init__([*strip], strip.cell_length)
        # To the column and back: where the text ends, and in which colours, stays as it is.
        self._sequence = f"\x1b7\x1b[{column + 1}G{sequence}\x1b8"

    def render(self, console: Console) -> str:
        """Render the text, and the slice over it."""
        return super().render(console) + self._sequence
