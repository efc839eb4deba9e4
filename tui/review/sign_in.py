"""Signing in: a badge, scanned or typed, and its PIN; the log keeps who looked."""

from __future__ import annotations

from intake.request import OpenReview, Wish
from tui.review.card import PIN, Card
from tui.review.form import Field

BADGE = "badge"


class SignIn(Card):
    """The first card."""

    NAME = "sign_in"

    def fields(self) -> tuple[Field, ...]:
        """Ask for badge and PIN."""
        wording = self.room.wording
        return (
            Field(BADGE, wording.review("badge"), longest=11, needed=True),
            self.pin_field(),
        )

    def badge(self) -> str:
        """Give the badge typed."""
        return self.form.values[BADGE].strip().upper()

    def wishes(self) -> tuple[Wish, ...]:
        """Ask for the review to be opened."""
        return (OpenReview(self.badge(), self.form.values[PIN]),)
