"""Wishes about expected returns, and parcels compared with newer ones."""

from __future__ import annotations

from intake import facts
from intake.events import Draft
from intake.granting.about import About
from intake.granting.wishes import decide, no, yes
from intake.outcome import Answer, Message
from intake.receipt import Decision
from intake.receipt.rematching import rematched
from intake.request import ActivateExpected, EndRematching, RematchParcels
from intake.scan import Severity


@decide.register
def _(wish: ActivateExpected, about: About) -> Decision | Answer:
    """Put them in force, and match the parcel on the table: its next unit must not meet an old claim."""
    if about.published is None:
        return no(Message.EXPECTED_REFUSED, version=wish.version)
    fact = Draft(facts.ExpectedActivated(wish.version, about.published.checksum))
    answer = Answer(Message.EXPECTED_ACTIVATED, Severity.OK, {"version": wish.version})
    return Decision((fact, *_rematched(wish.version, about)), answer)


@decide.register
def _(wish: RematchParcels, about: About) -> Decision | Answer:
    if wish.version != about.returns:
        return no(Message.EXPECTED_CHANGED, version=about.returns or "")
    drafts = _rematched(wish.version, about)
    matched = sum(isinstance(draft.fact, facts.ClaimMatched) for draft in drafts)
    answer = Answer(Message.PARCELS_REMATCHED, Severity.OK, {"parcels": matched})
    return Decision(drafts or (Draft(facts.RequestRefused()),), answer)


@decide.register
def _(wish: EndRematching, about: About) -> Decision | Answer:
    if wish.version != about.returns:
        return no(Message.EXPECTED_CHANGED, version=about.returns or "")
    fact = facts.RematchingEnded(wish.version, wish.parcels)
    return yes(fact, Message.REMATCHING_ENDED, version=wish.version, parcels=wish.parcels)


def _rematched(version: str, about: About) -> tuple[Draft, ...]:
    return rematched(about.announced, version, about.receipt, about.known, about.ids)
