"""The erasure of one photo: for what reason, by badge and PIN; the log keeps that there was one."""

from __future__ import annotations

from collections.abc import Iterator

from intake.request import ErasePhoto, OpenReview, Wish
from intake.review.story import Step
from tui.review import step_row
from tui.review.form import Field
from tui.review.request_card import PIN, RequestCard
from tui.review.room import Room

_LONGEST_REASON = 200


class Erasing(RequestCard):
    """What is erased cannot be brought back: the PIN is asked anew."""

    NAME = "erase"

    def __init__(self, room: Room, digest: str, kept: Step) -> None:
        """Erase the photo of this SHA-256, which a step of a story has kept."""
        self._digest = digest
        self._kept = kept
        super().__init__(room)

    def about(self) -> Iterator[str]:
        """Say which photo, and what stays of it."""
        yield next(step_row.in_full(self._kept, self.room.wording))
        yield self.room.wording.review("erase_about")

    def fields(self) -> tuple[Field, ...]:
        """Ask for the reason, which stays in the log for ever."""
        reason = Field("reason", self.room.wording.review("erase_why"), needed=True, longest=_LONGEST_REASON)
        return reason, self.pin_field()

    def wishes(self) -> tuple[Wish, ...]:
        """Have badge and PIN verified first: the wish itself carries none."""
        values = self.form.values
        return OpenReview(self.room.badge, values[PIN]), ErasePhoto(self._digest, values["reason"])
