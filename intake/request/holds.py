"""Wishes of the review: to look, and to decide about what is held."""

from __future__ import annotations

import msgspec

from intake.hold import HoldDecision


class OpenReview(msgspec.Struct, frozen=True, tag="review.open"):
    """Look at the log and the holds, by badge and PIN."""

    lead: str
    pin: str


class ResolveHold(msgspec.Struct, frozen=True, tag="holds.resolve"):
    """Decide about one hold, by a supervisor's badge and PIN."""

    lead: str
    """The supervisor's badge."""

    pin: str
    hold: str
    """Its id."""

    decision: HoldDecision
    serial: str | None = None
    """What the supervisor read on the unit: from now on its serial."""

    model: str | None = None
    """What the unit is, where the list asks and nobody could scan its picture card."""

    colour: str | None = None
    channel: str | None = None
    """How the unit was sold, where the list asks: from the proof of purchase."""

    reference: str = ""
    """The document it rests on: the maker's written release for evidence, and for a unit the lists only doubt
    the maker's written word that it is recalled."""

    note: str = ""
