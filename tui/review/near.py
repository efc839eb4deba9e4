"""Units a single slip off their own parcel's claim: released together, each recorded by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import ClassVar

from textual.binding import Binding, BindingType

from intake.outcome import Outcome
from intake.review.near_claims import NearClaim, near_claims
from intake.review.registers import Mark
from intake.sqlite import Connection
from tui.review import near_row
from tui.review.near_release import MOST, NearRelease
from tui.review.near_row import NearRow
from tui.review.register import Register
from tui.review.room import Room


def near_rows(connection: Connection, mark: Mark | None, limit: int) -> Sequence[NearRow]:
    """Read so many rows behind a mark; fewer are the last."""
    return tuple(islice((_row(near) for near in _all(connection, mark)), limit))


def _all(connection: Connection, mark: Mark | None) -> Iterator[NearClaim]:
    page = near_claims(connection, mark)
    yield from page.found
    while page.mark is not None:
        page = near_claims(connection, page.mark)
        yield from page.found


def _row(near: NearClaim) -> NearRow:
    held = near.held
    return NearRow(
        held.hold, held.unit, held.label, held.serial or "", near.claimed, held.raised_at, held.mark
    )


class NearScreen(Register[NearRow]):
    """All such holds, oldest first."""

    NAME = "near"
    HEADER = NearRow.__struct_fields__
    BINDINGS: ClassVar[list[BindingType]] = [Binding("right", "tell_story", priority=True)]

    def __init__(self, room: Room) -> None:
        """List them all."""
        super().__init__(room, near_row, near_rows)

    async def choose(self, selected: object) -> None:  # noqa: ARG002 (as every listing's)
        """Release the selected one, and those below it as far as one card shows them."""
        first = self.list.selected
        found = [self.rows.row(place) for place in range(first, min(first + MOST, self.rows.count))]
        chosen: Sequence[NearRow] = [row for row in found if isinstance(row, NearRow)]
        await self.app.push_screen(NearRelease(self.room, chosen), self.go_on)

    def go_on(self, outcome: Outcome | None) -> None:
        """List what is still open even where the last was refused: those before it are decided."""
        if outcome is None:
            self.read_again()
        super().go_on(outcome)

    async def action_tell_story(self) -> None:
        """Tell the unit's story."""
        if isinstance(self.selected, NearRow):
            await self.tell_story(self.selected.unit)
