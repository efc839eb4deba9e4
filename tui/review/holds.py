"""Holds: what stands against dispatching, oldest first; each is decided on a card, and the list goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from intake.review import registers
from intake.review.registers import HoldRow
from intake.sqlite import Connection
from tui.review import hold_row
from tui.review.decision import Decision
from tui.review.register import Register
from tui.review.room import Room


def _open_holds(connection: Connection, mark: Any, limit: int) -> Sequence[HoldRow]:  # noqa: ANN401
    return registers.holds(connection, after=mark, limit=limit)


class HoldsScreen(Register[HoldRow]):
    """All open holds."""

    NAME = "holds"
    HEADER = HoldRow.__struct_fields__
    BINDINGS: ClassVar[list[BindingType]] = [Binding("right", "tell_story", priority=True)]

    def __init__(self, room: Room) -> None:
        """List them all."""
        super().__init__(room, hold_row, _open_holds)

    async def choose(self, selected: object) -> None:
        """Decide about a hold."""
        if isinstance(selected, HoldRow):
            await self.app.push_screen(Decision(self.room, selected), self.go_on)

    async def action_tell_story(self) -> None:
        """Tell the unit's story."""
        if isinstance(self.selected, HoldRow):
            await self.tell_story(self.selected.unit)
