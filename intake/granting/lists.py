"""Wishes about affected lists and kept payloads."""

from __future__ import annotations

from intake import facts
from intake.events import Draft
from intake.granting.about import About
from intake.granting.rejudging import changes
from intake.granting.wishes import decide, no, yes
from intake.outcome import Answer, Message, Params
from intake.receipt import Decision
from intake.receipt.rejudging import Changes
from intake.request import ActivateList, ErasePayload
from intake.scan import Severity


@decide.register
def _(wish: ActivateList, about: About) -> Decision | Answer:
    """Put a list in force; a production folder never uses a training list."""
    published = about.published
    if published is None or (published.training and not about.training):
        return no(Message.LIST_REFUSED, campaign=wish.campaign, version=wish.version)
    fact = facts.ListActivated(wish.campaign, wish.version, published.training, published.checksum)
    found = changes(about)
    answer = _said(wish, about, found)
    return Decision((Draft(fact), *found.drafts), answer)


def _said(wish: ActivateList, about: About, found: Changes) -> Answer:
    """Tell the desk when the list says something else of the unit in hand, or of another of its parcel."""
    in_hand = about.receipt.unit
    judged = {draft.unit: draft.fact for draft in found.drafts if isinstance(draft.fact, facts.UnitJudged)}
    fact = judged.get(in_hand.id) if in_hand is not None else None
    if in_hand is not None and fact is not None:
        told: Params = {"campaign": wish.campaign, "serial": in_hand.serial or "", "verdict": fact.verdict}
        return Answer(
            Message.LIST_ACTIVATED_UNIT,
            Severity.OK,
            told,
            verdict=fact.verdict,
            reasons=fact.reasons,
            unit=in_hand.id,
        )
    if found.units:
        told = {"campaign": wish.campaign, "units": found.units}
        return Answer(Message.LIST_ACTIVATED_PARCEL, Severity.OK, told)
    told = {"campaign": wish.campaign, "version": wish.version}
    return Answer(Message.LIST_ACTIVATED, Severity.OK, told)


@decide.register
def _(wish: ErasePayload, about: About) -> Decision | Answer:
    if not about.payload_kept:
        return no(Message.PAYLOAD_UNKNOWN, sha256=wish.sha256)
    fact = facts.PayloadErased(wish.sha256, wish.reason)
    return yes(fact, Message.PAYLOAD_ERASED, sha256=wish.sha256)
