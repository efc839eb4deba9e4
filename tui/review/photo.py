"""A photo of a unit: the picture, who kept it and when; of an erased one who erased it and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from intake import photos
from intake.facts import PhotoErased
from intake.outcome import Outcome
from intake.photos import PhotoError
from intake.printable import printable
from intake.review.story import Step
from intake.sqlite import Connection
from intake.wording import Wording
from tui.half_blocks import Dots
from tui.jpeg import still_of
from tui.review import step_row
from tui.review.erasing import Erasing
from tui.review.frame import Frame
from tui.review.listing import Detail
from tui.review.reader import Found
from tui.review.room import Room
from tui.review.times import whole
from tui.widgets.still import Still

_PHOTO = "photo"
"""Name of the look-up for the picture."""


class Seen(NamedTuple):
    """What there is of a photo."""

    dots: Dots | None
    fault: str = ""
    """Why the file shows nothing; empty where there is none."""


def look(folder: Path, digest: str, _connection: Connection) -> Seen:
    """Read a picture, off the screen's thread. What is broken is told, and breaks nothing."""
    jpeg = photos.read(folder, digest)
    try:
        return Seen(still_of(jpeg, digest) if jpeg is not None else None)
    except PhotoError as error:
        return Seen(None, str(error))


class PhotoScreen(Frame, inherit_bindings=False):
    """One photo, full size."""

    NAME = "photo"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter", "back", priority=True),
        Binding("delete", "erase", priority=True),
    ]

    def __init__(
        self,
        room: Room,
        digest: str,
        kept: Step,
        erased: Step | None,
        on_erased: Callable[[Outcome], object],
    ) -> None:
        """Show the photo of this SHA-256; `kept` and `erased` are the steps of its unit's story.

        `on_erased` is told when this screen has closed because the photo is erased.
        """
        super().__init__(room)
        self._on_erased = on_erased
        self._digest = digest
        self._kept = kept
        self._erased = erased
        self._seen: Seen | None = None
        self.facts = Detail()
        self.still = Still(room.settings.preview)

    def parts(self) -> Iterable[Widget]:
        """Put what is known of it above the picture."""
        return (self.facts, self.still)

    def on_mount(self) -> None:
        """Have the picture read."""
        self.room.reader.ask(_PHOTO, partial(look, self.room.folder, self._digest), self.post_message)

    @on(Found)
    def take_photo(self, message: Found) -> None:
        """Show it."""
        if message.name == _PHOTO:
            self._seen = message.value
            self.still.show(message.value.dots)
            self.reword()

    def reword(self) -> None:
        """Show everything in the language spoken now."""
        super().reword()
        self.facts.tell(self._told(self.room.wording))

    def _told(self, wording: Wording) -> Iterator[str]:
        # Scan and answer stand in the story; the picture needs the rows.
        yield next(step_row.in_full(self._kept, wording))
        yield f"SHA-256 {self._digest[:16]}…"
        if self._erased is not None:
            yield from erasing(self._erased, wording)
        elif self._seen is not None and self._seen.fault:
            yield wording.review("photo_broken", fault=printable(self._seen.fault, 100))
        elif self._seen is not None and self._seen.dots is None:
            yield wording.review("photo_missing")

    def action_back(self) -> None:
        """Go back to the story."""
        _ = self.dismiss()

    async def action_erase(self) -> None:
        """Erase it, on a card; what is erased already stays so."""
        if self._erased is None:
            await self.app.push_screen(Erasing(self.room, self._digest, self._kept), self._leave)

    def _leave(self, outcome: Outcome | None) -> None:
        if outcome is not None:
            self.action_back()
            self._on_erased(outcome)


def erasing(step: Step, wording: Wording) -> Iterator[str]:
    """Say by whom a photo was erased, when and why."""
    if isinstance(step.fact, PhotoErased):
        by = printable(step.operator or step.by or "-", 20)
        yield wording.review(
            "photo_erased_by", at=whole(step.at), by=by, why=printable(step.fact.reason, 200)
        )
