"""A still picture in the middle of its pane, drawn anew for each size."""

from __future__ import annotations

from typing import ClassVar

from textual.strip import Strip

from intake.settings import PreviewStyle
from tui.canvas import Canvas, Drawn
from tui.half_blocks import Dots
from tui.widgets.pictured import Pictured


class Still(Pictured):
    """One picture, or none."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"still--text"}

    def __init__(self, wanted: PreviewStyle) -> None:
        """Begin without a picture."""
        super().__init__()
        self._wanted = wanted
        self._canvas: Canvas | None = None
        self._dots: Dots | None = None
        self._strips: list[Strip] = []

    def show(self, dots: Dots | None) -> None:
        """Show a picture, or none."""
        self._dots = dots
        self.on_resize()

    def on_resize(self) -> None:
        """Draw it for the size there is."""
        self._canvas = self._canvas or Canvas(self.app, self._wanted)
        style, (width, height) = self.get_component_rich_style("still--text"), self.size
        drawn = self._canvas.draw(self._dots, width, height, style) if self._dots and self.size else Drawn([])
        self._strips = [*self.centred(drawn, height, style)]
        self.refresh()

    def notify_style_update(self) -> None:
        """Draw it in the colours of another theme."""
        super().notify_style_update()
        if self._dots:
            self.on_resize()

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self.get_component_rich_style("still--text"))
