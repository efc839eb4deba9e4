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


@decide.register
def _(wish: RejudgeUnits, about: About) -> Decision | Answer:
    """What was recorded in the meantime is passed over: a chunk sent again changes nothing."""
    if wish.lists != about.lists:
        return no(Message.LISTS_CHANGED)
    found = changes(about)
    answer = Answer(Message.UNITS_REJUDGED, Severity.OK, {"units": found.units})
    return Decision(tuple(found.drafts) or (Draft(facts.RequestRefused()),), answer)


@decide.register
def _(wish: EndRejudging, about: About) -> Decision | Answer:
    if wish.lists != about.lists:
        return no(Message.LISTS_CHANGED)
    fact = facts.RejudgingEnded(wish.lists, wish.units, wish.changed)
    return yes(fact, Message.REJUDGING_ENDED, units=wish.units, changed=wish.changed)
