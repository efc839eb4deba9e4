"""The viewfinder: what the camera sees, the found code outlined, and one plain instruction below it.

A scan comes first: only the newest picture is drawn, so many a second, none until an answer is painted.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from itertools import zip_longest
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import on
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from intake.outcome import Outcome
from intake.settings import PreviewStyle
from intake.wording import Wording
from scanners.camera.messages import Preview
from scanners.hint import Hint
from scanners.light import Light, LightState
from tui.canvas import Canvas, Drawn
from tui.cells import fit, wrap
from tui.half_blocks import Dots, coloured, fitted, outlined, scaled, shaded
from tui.letters import ROWS, drawn
from tui.messages import PhotoTaken, PreviewSeen, PreviewWanted
from tui.viewing import WIDE, Place, asked_of, place_of
from tui.widgets.pictured import Pictured

PACE = 0.2
"""Seconds between two pictures, and from an answer to the next picture: by then it is painted."""

_SHOWN, _LOOKED_AT = 5, 2
"""Pictures a second that are asked for while they are shown, and while only what is found in them counts."""

_TEXT_ROWS = 2
"""Rows of the sentence below the picture."""

_LEAST = 18
"""Rows from which on there is room for the instruction in large letters too."""

_HIGH = 30
"""Rows from which on what is asked about a picture of the unit is said in large letters too."""

_NOTHING = (0, 0, 0)
_SMALL = Size(32, 11)
"""What is asked for while no picture is shown."""

_BROAD = 180
"""Cells of a screen on which the picture is larger still."""

_MARGIN = 1
_CAMERA = "camera:"


class Viewfinder(Pictured):
    """Right of the next step, or for a still picture in place of everything."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "viewfinder--text",
        "viewfinder--hint",
        "viewfinder--read",
        "viewfinder--found",
    }

    class Placed(Message):
        """The picture has to stand somewhere else."""

    wanted = PreviewStyle.AUTO
    """What the site wants; OFF: no live picture."""

    def __init__(self) -> None:
        """Begin without a camera."""
        super().__init__()
        self.place = Place.NOWHERE
        self._ready: set[str] = set()
        """Cameras that give pictures."""

        self._wish: bool | None = None
        self._found_in_vain = 0
        self._newest: Preview | None = None
        self._drawn: Preview | None = None
        self._still: tuple[str, Preview] | None = None
        """The last still picture's SHA-256, and how it looks."""

        self._canvas: Canvas | None = None
        self._resting: Timer | None = None
        self._strips: list[Strip] = []
        self._requested = _NOTHING
        self._outcome: Outcome | None = None
        self._wording: Wording | None = None

    # --- what it hears ---

    def change_light(self, light: Light) -> None:
        """Hear of a camera. One that gives no pictures leaves none standing, for it would be an old one."""
        if light.source.startswith(_CAMERA):
            change = self._ready.add if light.state is LightState.READY else self._ready.discard
            change(light.source)
            self._newest, self._found_in_vain = None, 0
            self._settle()

    def toggle(self) -> bool:
        """Show the picture, or hide it; tell whether there is a camera at all."""
        self._wish = self.place is Place.NOWHERE
        self._settle()
        return bool(self._ready)

    @on(PreviewSeen)
    def see(self, message: PreviewSeen) -> None:
        """Take the newest picture; it is drawn now, or when the last one has stood for a while."""
        if not self._ready:
            return
        seen = self._newest = message.preview
        self._found_in_vain = self._found_in_vain + 1 if seen.outline and not seen.is_read else 0
        self._settle()
        if self._resting is None:
            self._draw()

    @on(PhotoTaken)
    def hold(self, message: PhotoTaken) -> None:
        """Hold the still picture: it will be offered under its SHA-256."""
        self._still = sha256(message.photo.jpeg).hexdigest(), message.photo.thumbnail
        self._settle()
        self._draw()

    def tell(self, outcome: Outcome, wording: Wording) -> None:
        """Hear what the desk shows; an answer has to be painted before the next picture."""
        is_new = self._outcome is None or outcome.seq != self._outcome.seq
        self._found_in_vain = 0 if is_new else self._found_in_vain
        self._outcome, self._wording = outcome, wording
        self._stand()
        if self.place in {Place.BELOW, Place.WHOLE}:  # what is asked stands here
            self._draw()
        else:
            self._rest()

    # --- where it stands ---

    def _settle(self) -> None:
        before = self.place
        self._stand()
        if self.place is not before:
            self.screen.post_message(self.Placed())

    def _stand(self) -> None:
        is_there = self._offered is not None or (bool(self._ready) and self.wanted is not PreviewStyle.OFF)
        outcome = self._outcome if is_there else None
        width = self.app.size.width
        self.place = self._place(outcome, width) if outcome else Place.NOWHERE
        self.display = self.place is not Place.NOWHERE
        self.set_class(self.place is Place.BESIDE, "-beside")
        self.set_class(width >= WIDE, "-wide")
        self.set_class(width >= _BROAD, "-broad")
        self._ask()

    def _place(self, outcome: Outcome, width: int) -> Place:
        is_lying = self._newest is not None and self._newest.hint is Hint.LYING
        return place_of(outcome, width, wish=self._wish, found_in_vain=self._found_in_vain, is_lying=is_lying)

    @property
    def _offered(self) -> Preview | None:
        """The still picture that is to be kept or not."""
        wanted = self._outcome.scene.offered if self._outcome else ""
        return self._still[1] if self._still and self._still[0] == wanted else None

    @property
    def _is_offered(self) -> bool:
        return self._outcome is not None and bool(self._outcome.scene.offered)

    def _ask(self) -> None:
        """Ask the cameras for pictures of the right size."""
        width, height = self._room
        is_live = bool(self._ready) and self.wanted is not PreviewStyle.OFF and self._offered is None
        what = (width, 2 * height, _SHOWN if self.display else _LOOKED_AT) if is_live else _NOTHING
        if what != self._requested:
            self._requested = what
            self.app.post_message(PreviewWanted(*what))

    # --- drawing ---

    @property
    def _room(self) -> tuple[int, int]:
        """Cells across and rows for the picture alone."""
        size = self.size if self.display and self.size else _SMALL
        return size.width - _MARGIN, max(size.height - self._below, 1)

    @property
    def _below(self) -> int:
        """Rows below the picture: for the hint, and for what is asked where no next step stands beside."""
        if self.place is Place.BESIDE:
            return _TEXT_ROWS + (ROWS if self.size.height >= _LEAST else 0)
        return (_TEXT_ROWS if self._offered else 2 * _TEXT_ROWS) + (ROWS if self.size.height >= _HIGH else 0)

    def on_resize(self) -> None:
        """Ask for and draw pictures of another size."""
        self._ask()
        self._draw()

    def notify_style_update(self) -> None:
        """Draw in the colours of another theme."""
        super().notify_style_update()
        self._draw()

    def _rest(self) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(PACE, self._rested) if self.display else None

    def _rested(self) -> None:
        self._resting = None
        if self._newest is not self._drawn:
            self._draw()

    def _draw(self) -> None:
        """Draw the newest picture; only rows that have changed are painted."""
        if not (self.display and self.size and self._wording):
            return
        self._drawn = self._newest
        before, slices = self._strips, self.slices
        self._strips = [*self._picture(), *self._text(self._wording)]
        rows = enumerate(zip_longest(before, self._strips))
        changed = [
            Region(0, y, self.size.width, 1)
            for y, (old, new) in rows
            if old != new or slices.get(y) != self.slices.get(y)
        ]
        if changed:
            self.refresh(*changed)
        self._rest()

    def _picture(self) -> Iterator[Strip]:
        """Draw what is seen, or the still picture, in the middle of its rows."""
        columns, rows = self._room
        style, still = self._style("text"), self._offered
        if still is None:
            return self.centred(Drawn(self._live_rows(columns, rows)), rows, style)
        self._canvas = self._canvas or Canvas(self.app, self.wanted)
        dots = Dots(still.width, still.height, still.rgb)
        return self.centred(self._canvas.draw(dots, columns, rows, style), rows, style)

    def _live_rows(self, columns: int, rows: int) -> list[list[Segment]]:
        seen = self._newest
        if seen is None or self._is_offered:  # what is asked about is none of what lies there now
            return []
        width, height = fitted(seen.width, seen.height, columns, rows)
        dots = scaled(Dots(seen.width, seen.height, seen.rgb), width, height)
        marked = outlined(seen.outline, width, height) if seen.outline else set()
        mark = self._style("read" if seen.is_read else "found")
        if self.app.no_color or self.app.current_theme.ansi:
            return shaded(dots, marked, "#" if seen.is_read else "+", self._style("text"), mark)
        triplet = mark.color.triplet if mark.color else None
        return coloured(dots, marked, bytes(triplet or (255, 255, 255)))

    def _text(self, wording: Wording) -> Iterator[Strip]:
        """Give what hinders reading most; before it, where no next step stands beside, what is asked."""
        hint = self._newest.hint if self._newest and self._offered is None else None
        width = self.size.width - 2 * _MARGIN
        asked = [] if self.place is Place.BESIDE else self._asked(width, wording)
        told = wrap(wording.camera(hint), width, _TEXT_ROWS) if hint else []
        room = max(self._below - len(asked), 0)
        large = drawn(wording.camera(f"{hint}_large"), width, 1) if hint and room > 2 * _TEXT_ROWS else ()
        hinted = [*large, *told][:room]
        rows = [(line, "text") for line in asked] + [(line, "hint") for line in hinted]
        for line, name in [*rows, *[("", "text")] * (self._below - len(rows))]:
            yield Strip([Segment(fit(f" {line}", self.size.width), self._style(name))], self.size.width)

    def _asked(self, width: int, wording: Wording) -> list[str]:
        """Say what is asked."""
        if self._outcome is None:
            return []
        is_high = self.size.height >= _HIGH
        large = drawn(wording.step_word(self._outcome.prompt), width, 1) if is_high else ()
        return [*large, *wrap(wording.sentence(asked_of(self._outcome, self.place)), width, _TEXT_ROWS)]

    def render_line(self, y: int) -> Strip:
        """Draw one row."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, self._style("text"))

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"viewfinder--{name}")
