"""Units judged again: those of which a newer list says something else, with bag and container."""

from __future__ import annotations

from intake.review import registers
from intake.review.registers import RejudgedRow
from tui.review import rejudged_row
from tui.review.register import Register
from tui.review.room import Room


class RejudgedScreen(Register[RejudgedRow]):
    """All of them, the latest first."""

    NAME = "rejudged"
    HEADER = RejudgedRow.__struct_fields__

    def __init__(self, room: Room) -> None:
        """List them all."""
        super().__init__(room, rejudged_row, registers.rejudged)

    async def choose(self, selected: object) -> None:
        """Tell the unit's story."""
        if isinstance(selected, RejudgedRow):
            await self.tell_story(selected.unit)
