"""The canvas: a still picture is drawn as well as the terminal can, and once."""

from __future__ import annotations

import os
import sys
from typing import Any, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.app import App

from intake.settings import PreviewStyle
from tui import kitty, sixel
from tui.half_blocks import Dots, coloured, fitted, scaled, shaded


class Drawn(NamedTuple):
    """A picture in rows of cells."""

    rows: list[list[Segment]]
    slices: tuple[str, ...] = ()
    """What is sent over each row after its text; empty: nothing is."""


class Canvas:
    """Draws one picture at a time for one terminal."""

    def __init__(self, app: App[Any], wanted: PreviewStyle) -> None:
        """Draw for this program, as the site wants it."""
        self._app = app
        name = os.environ.get("TERM", "")
        self._has_kitty, self._has_sixel = kitty.is_there(wanted, name), sixel.is_there(wanted, name)
        self._asked: object = None
        self._drawn = Drawn([])

    def draw(self, dots: Dots, columns: int, rows: int, style: Style) -> Drawn:
        """Give the rows of a picture, no more than there is room for."""
        if not (dots.width and dots.height):
            return Drawn([])
        asked = dots, columns, rows, style, self._is_plain, self._cell
        if asked != self._asked:
            self._drawn = self._anew(dots, columns, rows, style)
            self._asked = asked
        return self._drawn

    def _anew(self, dots: Dots, columns: int, rows: int, style: Style) -> Drawn:
        if self._has_kitty and not self._is_plain:
            return self._sent(dots, columns, min(rows, kitty.MOST_ROWS))
        if cell := self._cell:
            picture = sixel.sliced(dots, columns, rows, cell)
            return Drawn([[Segment(" " * picture.columns, style)]] * len(picture.slices), picture.slices)
        small = scaled(dots, *fitted(dots.width, dots.height, columns, rows))
        return Drawn(shaded(small, (), "", style, style) if self._is_plain else coloured(small, (), b""))

    def _sent(self, dots: Dots, columns: int, rows: int) -> Drawn:
        """Send a picture to kitty, which shows it where its placeholders stand."""
        scale = min(columns / dots.width, 2 * rows / dots.height)
        across, down = max(int(dots.width * scale), 1), max(int(dots.height * scale / 2), 1)
        if driver := self._app._driver:  # noqa: SLF001 (no public way)
            driver.write(kitty.sent(dots, across, down))
        return Drawn(kitty.placeholders(across, down))

    @property
    def _is_plain(self) -> bool:
        """Whether no colours are wanted but the terminal's own: then there are no graphics either."""
        return self._app.no_color or self._app.current_theme.ansi

    @property
    def _cell(self) -> sixel.Cell | None:
        """The size of a cell now, where sixels are shown; it changes with the font."""
        if not self._has_sixel or self._is_plain or sys.__stdin__ is None:
            return None
        return sixel.cell_of(sys.__stdin__.fileno())
