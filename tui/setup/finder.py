"""The finder: what the camera sees while it is set up, with the code that it found outlined."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from scanners.camera.messages import Preview
from tui.cells import fit, wrap
from tui.half_blocks import Dots, coloured, fitted, outlined, scaled, shaded, width_of

_WHITE = (255, 255, 255)
_HINT_ROWS = 2


class Finder(Widget):
    """Over the right half of the sheet, below its question, while the page is the camera's."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"finder--text", "finder--found", "finder--read", "finder--hint"}

    def __init__(self) -> None:
        """See nothing yet."""
        super().__init__()
        self._rows: list[list[Segment]] = []

    def stand(self, is_wanted: bool) -> None:  # noqa: FBT001 (all there is to say)
        """Come up empty, or go."""
        if self.display != is_wanted:
            self.display, self._rows = is_wanted, []

    def see(self, seen: Preview, hint: str) -> None:
        """Draw a picture, and what hinders it most below."""
        if not self.display:
            return  # it was on its way when another page came up
        width, height = fitted(seen.width, seen.height, self.size.width, self.size.height - _HINT_ROWS)
        if not (width and height):
            return
        dots = scaled(Dots(seen.width, seen.height, seen.rgb), width, height)
        marked = outlined(seen.outline, width, height) if seen.outline else set()
        mark = self.get_component_rich_style("finder--read" if seen.is_read else "finder--found")
        if self.app.no_color or self.app.current_theme.ansi:
            text = self.get_component_rich_style("finder--text")
            self._rows = shaded(dots, marked, "#" if seen.is_read else "+", text, mark)
        else:
            self._rows = coloured(dots, marked, bytes(mark.color.triplet or _WHITE if mark.color else _WHITE))
        style = self.get_component_rich_style("finder--hint")
        told = wrap(hint, self.size.width - 1, _HINT_ROWS) if hint else []
        self._rows += [[Segment(fit(f" {line}", self.size.width), style)] for line in told]
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one row, the picture at the left."""
        style = self.get_component_rich_style("finder--text")
        row = self._rows[y] if y < len(self._rows) else []
        return Strip(row, width_of(row)).adjust_cell_length(self.size.width, style)
