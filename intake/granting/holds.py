"""Wishes of the review: looking at the log, and a supervisor's word on what is held."""

from __future__ import annotations

from intake import facts
from intake.granting.about import About
from intake.granting.wishes import decide, no, yes
from intake.outcome import Answer, Message
from intake.receipt import Decision, resolving
from intake.request import OpenReview, ResolveHold


@decide.register
def _(wish: OpenReview, _about: About) -> Decision | Answer:
    return yes(facts.ReviewOpened(wish.lead), Message.REVIEW_OPENED, badge=wish.lead)


@decide.register
def _(wish: ResolveHold, about: About) -> Decision | Answer:
    if about.receipt.incident is not None:
        return no(Message.EMERGENCY_ON)
    return resolving.by_supervisor(about.case, wish, about.receipt, about.known, about.ids)
