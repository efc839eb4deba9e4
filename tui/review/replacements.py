"""Replacements: what is owed to owners, how far it has got, and what holds it."""

from __future__ import annotations

from intake.review import registers
from intake.review.registers import ReplacementRow
from tui.review import replacement_row
from tui.review.register import Register
from tui.review.room import Room


class ReplacementsScreen(Register[ReplacementRow]):
    """All replacements, newest first."""

    NAME = "replacements"
    HEADER = ReplacementRow.__struct_fields__

    def __init__(self, room: Room) -> None:
        """List them all."""
        super().__init__(room, replacement_row, registers.replacements)

    async def choose(self, selected: object) -> None:
        """Tell the unit's story."""
        if isinstance(selected, ReplacementRow):
            await self.tell_story(selected.unit)
