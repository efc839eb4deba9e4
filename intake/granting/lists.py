"""Wishes about affected lists and kept payloads."""

from __future__ import annotations

from intake import facts
from intake.events import Draft
from intake.follow_up import campaign_named
from intake.granting.about import About
from intake.granting.rejudging import changes, of_unit_in_hand
from intake.granting.wishes import decide, no, yes
from intake.outcome import Answer, Message, Params
from intake.receipt import Decision
from intake.receipt.rejudging import Changes
from intake.request import ActivateList, ErasePayload
from intake.scan import Severity


@decide.register
def _(wish: ActivateList, about: About) -> Decision | Answer:
    """Put a list in force; a production folder never uses a training list.

    Nor is anything judged by the list of a campaign that is not known, or whose file has changed.
    """
    published = about.published
    if published is None or (published.training and not about.training):
        return no(Message.LIST_REFUSED, campaign=wish.campaign, version=wish.version)
    catalogue = about.known.catalogue
    known = [each for each in (*catalogue.campaigns, *catalogue.left_out) if each.id == wish.campaign]
    if wish.rules not in {None, *map(campaign_named, known)} or not known:
        return no(Message.CAMPAIGN_DIFFERS, campaign=wish.campaign)
    fact = facts.ListActivated(wish.campaign, wish.version, published.training, published.checksum)
    found = changes(about)
    answer = of_unit_in_hand(about, found, wish.campaign) or _said(wish, found)
    return Decision((Draft(fact), *found.drafts), answer)


def _said(wish: ActivateList, found: Changes) -> Answer:
    """Tell the desk when the list says something else of units of its parcel."""
    if found.units:
        told: Params = {"campaign": wish.campaign, "units": found.units}
        return Answer(Message.LIST_ACTIVATED_PARCEL, Severity.OK, told)
    told = {"campaign": wish.campaign, "version": wish.version}
    return Answer(Message.LIST_ACTIVATED, Severity.OK, told)


@decide.register
def _(wish: ErasePayload, about: About) -> Decision | Answer:
    if not about.payload_kept:
        return no(Message.PAYLOAD_UNKNOWN, sha256=wish.sha256)
    fact = facts.PayloadErased(wish.sha256, wish.reason)
    return yes(fact, Message.PAYLOAD_ERASED, sha256=wish.sha256)
