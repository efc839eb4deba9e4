"""Lines: a widget that draws styled lines of text, and repaints without any layout."""

from __future__ import annotations

from itertools import zip_longest

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.cells import fit

Styled = tuple[str, str]
"""A line's text and the name of its component class."""


_KEPT = 80
"""Drawn lines kept: more than the tallest screen has."""


class Lines(Widget):
    """Draws `self.lines`; text goes to the terminal as it is, never through markup."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's name)
        """Begin with nothing to show."""
        super().__init__(id=id)
        self.lines: list[Styled] = []
        self._strips: dict[tuple[str, str, int], Strip] = {}

    def show(self, lines: list[Styled], blank: str | None = None) -> None:
        """Show these lines, and `blank` below the last; only what is not there already is painted."""
        is_new = blank is not None and blank != self.blank
        if is_new or not self.size.width:  # without a width it has not been laid out since it was hidden
            self.lines, self.blank = lines, blank or self.blank
            self.refresh()
            return
        before, self.lines = self.lines, lines
        pairs = enumerate(zip_longest(before, lines))
        changed = [Region(0, y, self.size.width, 1) for y, (old, new) in pairs if old != new]
        if changed:
            self.refresh(*changed)

    def notify_style_update(self) -> None:
        """Forget what was drawn in the colours of another theme."""
        self._strips.clear()
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw without Textual's cache of borders and paddings, which costs more than the text itself.

        Where Textual is to filter colours (`NO_COLOR`), it draws in its own way.
        """
        if self.app.no_color:
            return super().render_lines(crop)
        strips = [self.render_line(y) for y in crop.line_range]
        whole = not crop.x and crop.width == self.size.width
        return strips if whole else [strip.crop(crop.x, crop.right) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """Draw one line, filled to the width; lines drawn lately are kept."""
        width = self.size.width
        text, name = self.lines[y] if y < len(self.lines) else ("", self.blank)
        strip = self._strips.get((text, name, width))
        if strip is None:
            if len(self._strips) > _KEPT:
                self._strips.clear()
            strip = Strip([Segment(fit(text, width), self._style(name))], width)
            self._strips[text, name, width] = strip
        return strip

    blank = ""
    """Component class of lines below the last."""

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name) if name else self.rich_style
