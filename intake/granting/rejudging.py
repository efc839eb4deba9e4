"""Wishes that judge units received before by newer lists."""

from __future__ import annotations

from itertools import count

from intake import facts
from intake.events import Draft
from intake.granting.about import About
from intake.granting.wishes import decide, no, yes
from intake.outcome import Answer, Message
from intake.receipt import Decision
from intake.receipt.rejudging import Changes
from intake.request import EndRejudging, RejudgeUnits
from intake.scan import Severity


def changes(about: About) -> Changes:
    """Give what follows for the units gathered."""
    found = Changes(about.known, (f"{about.ids[0]}.{number}" for number in count()))
    for received, said in about.received:
        found.add(received, said)
    return found


def of_unit_in_hand(about: About, found: Changes, campaign: str = "") -> Answer | None:
    """Tell the desk what the lists say of the unit in hand, where that is something else than before.

    `campaign`: whose list has just been put in force.
    """
    unit = about.receipt.unit
    judged = {draft.unit: draft.fact for draft in found.drafts if isinstance(draft.fact, facts.UnitJudged)}
    fact = judged.get(unit.id) if unit is not None else None
    if unit is None or fact is None:
        return None
    return Answer(
        Message.LIST_ACTIVATED_UNIT,
        Severity.OK,
        {"campaign": campaign or fact.campaign or "", "serial": unit.serial or "", "verdict": fact.verdict},
        verdict=fact.verdict,
        reasons=fact.reasons,
        unit=unit.id,
    )


def _other_ground(wish: RejudgeUnits | EndRejudging, about: About) -> Answer | None:
    """Refuse what is judged by other lists, campaigns or settings than the desk judges by."""
    if wish.lists != about.lists:
        return no(Message.LISTS_CHANGED)
    return no(Message.RULES_DIFFER) if wish.rules != about.rules else None


@decide.register
def _(wish: RejudgeUnits, about: About) -> Decision | Answer:
    """What was recorded in the meantime is passed over: a chunk sent again changes nothing.

    A parcel may have come back onto the table since, and with it the unit in somebody's hand.
    """
    refusal = _other_ground(wish, about)
    if refusal is not None:
        return refusal
    found = changes(about)
    answer = of_unit_in_hand(about, found)
    answer = answer or Answer(Message.UNITS_REJUDGED, Severity.OK, {"units": found.units})
    return Decision(tuple(found.drafts) or (Draft(facts.RequestRefused()),), answer)


@decide.register
def _(wish: EndRejudging, about: About) -> Decision | Answer:
    refusal = _other_ground(wish, about)
    if refusal is not None:
        return refusal
    fact = facts.RejudgingEnded(wish.lists, wish.units, wish.changed)
    return yes(fact, Message.REJUDGING_ENDED, units=wish.units, changed=wish.changed)
