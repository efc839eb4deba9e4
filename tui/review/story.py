"""The story of one unit: everything that happened to it and its parcel, in order, with the answers given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from textual import on
from textual.widget import Widget

from intake.facts import PhotoErased, PhotoKept
from intake.outcome import Outcome
from intake.printable import printable
from intake.review.story import Step, Story, StoryError, parcel_story, story
from intake.sqlite import Connection
from intake.wording import Wording
from tui.review import replacement_row, step_row, unit_row
from tui.review.listing import Detail, Listing
from tui.review.pages import Growing, Page
from tui.review.photo import PhotoScreen
from tui.review.reader import Found
from tui.review.room import Room

_UNIT = "unit"
"""Name of the look-up for what stands above the steps."""


class Facts(Detail):
    """What is known of a unit."""


class StoryScreen(Listing):
    """What is known of a unit above, its steps below."""

    NAME = "story"

    def __init__(self, room: Room, unit: str | None, parcel: str | None) -> None:
        """Tell of a unit, or of a parcel without any."""
        self._read_steps = partial(_steps, unit, parcel)
        super().__init__(room, Growing(step_row, self._read_steps))
        self._unit = unit
        self.facts = Facts()
        self.story: Story | None = None

    def parts(self) -> Iterator[Widget]:
        """Put what is known above the steps."""
        yield self.facts
        yield from super().parts()

    def on_mount(self) -> None:
        """Read what is known."""
        if self._unit:
            self.room.reader.ask(_UNIT, partial(_known, self._unit), self.post_message)

    @on(Found)
    def take_story(self, message: Found) -> None:
        """Show what is known."""
        if message.name == _UNIT:
            self.story = message.value
            self.show_rows()

    async def choose(self, selected: object) -> None:
        """Show the photo a step has kept."""
        if isinstance(selected, Step) and isinstance(selected.fact, PhotoKept):
            digest = selected.fact.sha256
            erased = (step for step in self._all() if _erases(step, digest))
            photo = PhotoScreen(self.room, digest, selected, next(erased, None), self.go_on)
            await self.app.push_screen(photo)

    def go_on(self, outcome: Outcome) -> None:
        """Say what was done about a photo, and tell the story as it is now."""
        self.begin(Growing(step_row, self._read_steps))
        self.note(self.room.wording.sentence(outcome.answer.line))

    def _all(self) -> Iterator[Step]:
        read = (self.rows.row(place) for place in range(self.rows.count))
        return (step for step in read if isinstance(step, Step))

    def show_rows(self) -> None:
        """Show what is known as well."""
        super().show_rows()
        self.facts.display = self.story is not None
        if self.story is not None:
            self.facts.tell(told(self.story, self.room.wording))


def _erases(step: Step, digest: str) -> bool:
    return isinstance(step.fact, PhotoErased) and step.fact.sha256 == digest


def told(known: Story, wording: Wording) -> Iterator[str]:
    """Say what is known of a unit."""
    yield from unit_row.in_full(known.unit, wording)
    parts = [wording.term("how", known.how)] if known.how else []
    parts += [wording.term("reason", reason) for reason in known.reasons]
    if known.list_version:
        parts.append(f"{wording.review('list')} {known.campaign or ''} {known.list_version}")
    yield "   ".join(parts)
    if known.container_state:
        state = wording.term("state", known.container_state)
        yield f"{known.unit.container} {state} {printable(known.document or '', 40)}".rstrip()
    if known.replacement:
        state = wording.term("replacement", known.replacement.state)
        yield f"{wording.review('replacement')}: {state}   {printable(known.replacement.item, 60)}"
        if known.replacement.answer:
            yield replacement_row.answer(known.replacement, wording)


def _steps(unit: str | None, parcel: str | None, connection: Connection, _mark: object) -> Page[Step]:
    """Read the steps of a unit; of its parcel where its reading was undone, or where there never was one."""
    with suppress(StoryError):
        return Page(story(connection, unit or "").steps, None, finished=True)
    return Page(parcel_story(connection, parcel or ""), None, finished=True)


def _known(unit: str, connection: Connection) -> Story | None:
    with suppress(StoryError):
        return story(connection, unit)
    return None
