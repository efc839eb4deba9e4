"""The next state of one container: sealed, loaded, handed over, or refused by the carrier."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from intake.container import ContainerState
from intake.request import (
    HandOverContainer,
    LoadContainer,
    OpenReview,
    RefuseContainer,
    SealContainer,
    Wish,
)
from intake.review.registers import ContainerRow
from tui.review import container_row
from tui.review.form import Field
from tui.review.request_card import PIN, RequestCard
from tui.review.room import Room


class Action(StrEnum):
    """What may be done with a container."""

    SEAL = "seal"
    LOAD = "load"
    HAND_OVER = "hand_over"
    REFUSE = "refuse"


_ACTIONS = {
    ContainerState.OPEN: (Action.SEAL,),
    ContainerState.SEALED: (Action.LOAD,),
    ContainerState.LOADED: (Action.HAND_OVER, Action.REFUSE),
}


def leads_on(container: ContainerRow) -> bool:
    """Tell whether anything may be done with it: a holding box is emptied, never sealed."""
    return ContainerState(container.state) in _ACTIONS and not container.holding


class NextState(RequestCard):
    """Each act is by badge and PIN anew: a label scanned twice must not send a container on its way."""

    NAME = "next_state"

    def __init__(self, room: Room, container: ContainerRow) -> None:
        """Bring a container on its way."""
        self._container = container
        super().__init__(room)

    def about(self) -> Iterator[str]:
        """Say which container, and what it holds."""
        return container_row.in_full(self._container, self.room.wording)

    def fields(self) -> tuple[Field, ...]:
        """Ask what is to be done, and for the carrier's papers where it leaves."""
        wording = self.room.wording
        actions = _ACTIONS[ContainerState(self._container.state)]
        choices = tuple((action.value, wording.review(f"action_{action}")) for action in actions)
        action = Field("action", wording.review("action"), choices=choices)
        if Action.HAND_OVER not in actions:
            return action, self.pin_field()
        return (
            action,
            Field("document", wording.review("document_or_reason"), needed=True),
            Field("release", wording.review("release")),
            self.pin_field(),
        )

    def wishes(self) -> tuple[Wish, ...]:
        """Have badge and PIN verified first: wishes about containers carry none."""
        return OpenReview(self.room.badge, self.form.values[PIN]), self._wish()

    def _wish(self) -> Wish:
        code, values = self._container.code, self.form.values
        match Action(values["action"]):
            case Action.SEAL:
                return SealContainer(code)
            case Action.LOAD:
                return LoadContainer(code)
            case Action.REFUSE:
                return RefuseContainer(code, values["document"])
            case Action.HAND_OVER:
                return HandOverContainer(code, values["document"], values["release"] or None)
