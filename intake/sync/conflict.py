"""Conflicts: two logs stand under one station's name. Nothing is overwritten, and a person decides."""

from __future__ import annotations

from typing import NoReturn

from intake.errors import IntakeError
from intake.sync.outbox import Outbox, Stretch
from intake.wire import Position

_WHAT_TO_DO = (
    "nothing was overwritten: find out which folder the dock works with, stop the other one for good, and "
    "bring the right one back by intake restore"
)


class ConflictError(IntakeError):
    """Two logs stand under one station's name."""


def other_event(seq: int) -> NoReturn:
    """Refuse to go on: at one position stand two events. Raises ConflictError."""
    raise ConflictError(
        f"expected the central claims system to have this folder's event {seq}, got another one under this "
        f"station's name; {_WHAT_TO_DO}"
    )


def expect_same(outbox: Outbox, position: Position) -> None:
    """Raise ConflictError where the other side's event is not ours; of what we lack nothing can be said."""
    if position.seq and position.hash != outbox.hash_at(position.seq):
        other_event(position.seq)


def hub_ahead(stretch: Stretch, position: Position) -> NoReturn:
    """Refuse to go on: the other side has more of our log than there is. Raises ConflictError."""
    raise ConflictError(
        f"expected the central claims system to have at most this folder's {stretch.last} events, got "
        f"{position.seq} there: this folder is an older copy of itself; {_WHAT_TO_DO}"
    )


def expect_one_folder(own: list[Stretch], positions: tuple[Position, ...]) -> None:
    """Raise ConflictError where a copy of this folder was restored and both go on.

    Its log began at an event of ours, we have gone on behind that event, and do not know it.
    """
    ours = {stretch.incarnation: stretch for stretch in own}
    for position in positions:
        origin = ours.get(position.before or "")
        if position.incarnation not in ours and origin is not None and position.first <= origin.last:
            raise ConflictError(
                f"expected one folder under this station's name, got another that was restored from event "
                f"{position.first - 1} of this one and goes on as well; {_WHAT_TO_DO}"
            )
