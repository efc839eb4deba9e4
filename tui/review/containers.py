"""Containers: what each holds against its limits, its age and place; sealed and handed over from here."""

from __future__ import annotations

from intake.review import registers
from intake.review.registers import ContainerRow
from tui.review import container_row
from tui.review.next_state import NextState, leads_on
from tui.review.register import Register
from tui.review.room import Room


class ContainersScreen(Register[ContainerRow]):
    """All containers, those that are gone last."""

    NAME = "containers"
    HEADER = ContainerRow.__struct_fields__

    def __init__(self, room: Room) -> None:
        """List them all."""
        super().__init__(room, container_row, registers.containers)

    async def choose(self, selected: object) -> None:
        """Bring a container to its next state."""
        if not isinstance(selected, ContainerRow):
            return
        if leads_on(selected):
            await self.app.push_screen(NextState(self.room, selected), self.go_on)
        else:
            self.note(self.room.wording.review("container_stays"))
