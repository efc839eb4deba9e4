"""Signing in: a badge, scanned or typed, and its PIN; the log keeps who looked."""

from __future__ import annotations

from intake.request import OpenReview, Wish
from tui.review.form import Field
from tui.review.request_card import PIN, RequestCard

BADGE = "badge"


class SignIn(RequestCard):
    """The first card."""

    NAME = "sign_in"

    def about(self) -> tuple[str, ...]:
        """Say why it is not in the language the site wants, where this terminal cannot show that one."""
        wording = self.room.wording
        is_wanted = wording.language is self.room.settings.language
        return () if is_wanted else (wording.screen("not_shown_here"),)

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
