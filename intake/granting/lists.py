"""Wishes about affected lists, expected returns and kept payloads."""

from __future__ import annotations

from intake import facts
from intake.granting.about import About
from intake.granting.wishes import decide, no, yes
from intake.outcome import Answer, Message
from intake.receipt import Decision
from intake.request import ActivateExpected, ActivateList, ErasePayload


@decide.register
def _(wish: ActivateList, about: About) -> Decision | Answer:
    """Put a list in force; a production folder never uses a training list."""
    published = about.published
    if published is None or (published.training and not about.training):
        return no(Message.LIST_REFUSED, campaign=wish.campaign, version=wish.version)
    fact = facts.ListActivated(wish.campaign, wish.version, published.training, published.checksum)
    return yes(fact, Message.LIST_ACTIVATED, campaign=wish.campaign, version=wish.version)


@decide.register
def _(wish: ActivateExpected, about: About) -> Decision | Answer:
    if about.published is None:
        return no(Message.EXPECTED_REFUSED, version=wish.version)
    fact = facts.ExpectedActivated(wish.version, about.published.checksum)
    return yes(fact, Message.EXPECTED_ACTIVATED, version=wish.version)


@decide.register
def _(wish: ErasePayload, about: About) -> Decision | Answer:
    if not about.payload_kept:
        return no(Message.PAYLOAD_UNKNOWN, sha256=wish.sha256)
    fact = facts.PayloadErased(wish.sha256, wish.reason)
    return yes(fact, Message.PAYLOAD_ERASED, sha256=wish.sha256)
