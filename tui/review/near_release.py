"""The release of several units a single slip off their claims: every pair of serials is shown before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.hold import HoldDecision
from intake.receipt.resolving import LONGEST_NOTE
from intake.request import ResolveHold, Wish
from tui.review import near_row
from tui.review.form import Field
from tui.review.near_row import NearRow
from tui.review.request_card import PIN, RequestCard
from tui.review.room import Room

MOST = 10
"""Pairs a card shows on the smallest screen; nothing is released that does not stand there."""


class NearRelease(RequestCard):
    """Each is decided by a request of its own; the first that is refused ends it."""

    NAME = "release_near"

    def __init__(self, room: Room, chosen: Sequence[NearRow]) -> None:
        """Release these."""
        self._chosen = chosen
        super().__init__(room)

    def about(self) -> Iterator[str]:
        """Show every pair in a row of its own."""
        return (near_row.pair(near) for near in self._chosen)

    def fields(self) -> tuple[Field, ...]:
        """Ask for a note that goes with each, and for the PIN."""
        note = Field("note", self.room.wording.review("note"), longest=LONGEST_NOTE)
        return note, self.pin_field()

    def wishes(self) -> tuple[Wish, ...]:
        """Ask for each of them to be released."""
        pin, note = self.form.values[PIN], self.form.values["note"]
        return tuple(
            ResolveHold(self.room.badge, pin, near.hold, HoldDecision.RELEASE, note=note)
            for near in self._chosen
        )
