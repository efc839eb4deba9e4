"""Lines: a widget that draws styled lines of text, and repaints without any layout."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.cells import fit

Styled = tuple[str, str]
"""A line's text and the name of its component class."""


class Lines(Widget):
    """Draws `self.lines`; text goes to the terminal as it is, never through markup."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Begin with nothing to show."""
        super().__init__(id=id)
        self.lines: list[Styled] = []

    def show(self, lines: list[Styled]) -> None:
        """Show these lines; nothing is painted when they are what stands there."""
        if lines != self.lines:
            self.lines = lines
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw one line, filled to the width."""
        width = self.size.width
        text, name = self.lines[y] if y < len(self.lines) else ("", self.blank)
        return Strip([Segment(fit(text, width), self._style(name))], width)

    blank = ""
    """Component class of lines below the last."""

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name) if name else self.rich_style
