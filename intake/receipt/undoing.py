"""Undoing: the last act that counts is negated, with a reason and a word on where the thing goes back to.

What may be undone, and until when:

- Acts are undone newest first, each by the same scan again. An act is all that one scan recorded.
- Never: emergencies and what lies before one, moves (move it back), containers opened, arrivals, sign-ins,
  requests; nothing in a container that is no longer open; nothing of a unit a supervisor has since decided
  about. After that only a new fact helps.
- By the lead, with badge and PIN: that a unit taken in was none of this parcel's, what is in a container, a
  class K1, evidence and its pictures, what another badge did in a parcel that is closed. Everything else by
  whoever stands at the desk. A unit that is undone lies on the table: it is to be identified again before the
  parcel closes, and until then only a lead undoes the parcel's opening.
"""

from __future__ import annotations

from typing import NamedTuple

from intake import facts
from intake.condition import Observation
from intake.correction import UndoReason
from intake.events import Draft, Event
from intake.hold import HoldKind
from intake.outcome import Answer, Message
from intake.own_label import Command
from intake.question import Ask, Question
from intake.receipt.decision import Decision, Situation, accepted, asked, asked_again, refused
from intake.receipt.known import Act
from intake.receipt.state import Receipt
from intake.scan import Severity


class Undoing(NamedTuple):
    """How one kind of act is undone."""

    said: Message
    needs_lead: bool = False


TABLE: dict[type[facts.Fact], Undoing] = {
    facts.ParcelOpened: Undoing(Message.UNDONE_PARCEL_OPENED),
    facts.ParcelReopened: Undoing(Message.UNDONE_REOPENED),
    facts.ParcelClosed: Undoing(Message.UNDONE_CLOSED),
    facts.ConditionNoticed: Undoing(Message.UNDONE_NOTICED),
    facts.SerialKeyed: Undoing(Message.UNDONE_KEYED),
    facts.KeyedDropped: Undoing(Message.UNDONE_KEYED),
    facts.UnitIdentified: Undoing(Message.UNDONE_UNIT),
    facts.ModelConfirmed: Undoing(Message.UNDONE_MODEL),
    facts.ColourConfirmed: Undoing(Message.UNDONE_COLOUR),
    facts.ConditionRecorded: Undoing(Message.UNDONE_CONDITION),
    facts.ChecklistBegun: Undoing(Message.UNDONE_CHECKLIST),
    facts.SignDenied: Undoing(Message.UNDONE_CHECKLIST),
    facts.BagAttached: Undoing(Message.UNDONE_BAG),
    facts.UnitContained: Undoing(Message.UNDONE_CONTAINED, needs_lead=True),
    facts.AccessoryFlagged: Undoing(Message.UNDONE_FLAG),
    facts.BoxFoundEmpty: Undoing(Message.UNDONE_BOX),
    facts.BatteryFoundInBox: Undoing(Message.UNDONE_BOX),
    facts.AccessoryRejected: Undoing(Message.UNDONE_REJECTED),
    facts.AccessoryTagged: Undoing(Message.UNDONE_REJECTED),
    facts.PhotoKept: Undoing(Message.UNDONE_PHOTO),
}
"""By the fact that tells what the act was: the first of these, in this order, that it recorded."""

BARS = (facts.EmergencyRaised, facts.EmergencyClosed, facts.UnitMoved)
"""Behind these nothing is undone."""

REASONS = {reason.card: reason for reason in UndoReason}


def telling(act: Act) -> Event | None:
    """Give the event that tells what an act was; None for one that is never undone."""
    if any(isinstance(event.fact, BARS) for event in act.events):
        return None
    by_kind = {type(event.fact): event for event in reversed(act.events)}
    return next((by_kind[kind] for kind in TABLE if kind in by_kind), None)


def ask(situation: Situation) -> Decision:
    """Say what would be undone and ask for the reason (`RI-C-UNDO`)."""
    act = situation.known.act
    told = telling(act) if act else None
    if act is None or told is None or act.fixed:
        return refused(situation, Message.UNDO_NOTHING)
    if needs_lead(act, situation.receipt):
        return refused(situation, Message.UNDO_NEEDS_LEAD, act=type(told.fact).__name__)
    return asked(situation, Question(Ask.UNDO, told.id), Message.UNDO_ASKED, act=type(told.fact).__name__)


def needs_lead(act: Act, receipt: Receipt) -> bool:
    """Tell whether only a lead may undo this."""
    told = telling(act)
    if told is None or TABLE[type(told.fact)].needs_lead:
        return True
    match told.fact:
        case facts.ConditionRecorded(observation=Observation.K1):
            return True
        case facts.ConditionNoticed(observation=Observation.K1):
            return True
        case facts.ParcelOpened() if receipt.parcel is not None and receipt.parcel.loose:
            return True  # what lies on the table would be in no parcel any more
    if _is_evidence(act, told, receipt):
        return True
    return receipt.parcel is None and act.operator != receipt.operator


def _is_evidence(act: Act, told: Event, receipt: Receipt) -> bool:
    """Tell whether the act began to hold a unit as evidence, or kept a picture of one, erased when undone."""
    if any(isinstance(e.fact, facts.HoldRaised) and e.fact.kind is HoldKind.EVIDENCE for e in act.events):
        return True
    unit = receipt.parcel.unit(told.unit) if receipt.parcel is not None else None
    is_held = unit is not None and HoldKind.EVIDENCE in unit.open_holds
    return is_held and isinstance(told.fact, facts.PhotoKept)


def by_card(situation: Situation) -> Decision:
    """Undo for the reason on the card (`RI-C-REASON-MISREAD`)."""
    card, act = situation.reading, situation.known.act
    reason = REASONS.get((card.argument or "") if isinstance(card, Command) else "")
    if reason is None:
        return asked_again(situation, Message.REASON_UNKNOWN)
    told = telling(act) if act else None
    if act is None or told is None or told.id != situation.about:
        return refused(situation, Message.UNDO_NOTHING)
    if isinstance(told.fact, facts.UnitIdentified) and reason is UndoReason.WRONG_UNIT:
        return refused(situation, Message.UNDO_NEEDS_LEAD, act=type(told.fact).__name__)
    said = TABLE[type(told.fact)].said
    lying = situation.receipt.parcel.loose if situation.receipt.parcel else 0
    return accepted(_negations(act, reason, lying), said, Severity.NOTE, told=_params(told))


def by_lead(
    act: Act | None, reason: UndoReason, meant: str | None = None, *, lying: int = 0
) -> Decision | Answer:
    """Undo what only a lead may undo; badge and PIN were verified.

    `meant`: the event that told the lead what would be undone; another act since then is left alone.
    `lying`: how many batteries lie on the table already, to be identified.
    """
    told = telling(act) if act else None
    if act is None or told is None or act.fixed:
        return Answer(Message.UNDO_NOTHING, Severity.REFUSED)
    if meant is not None and meant != told.id:
        return Answer(Message.UNDO_CHANGED, Severity.REFUSED, {"act": type(told.fact).__name__})
    said = TABLE[type(told.fact)].said
    return Decision(tuple(_negations(act, reason, lying)), Answer(said, Severity.NOTE, _params(told)))


def _negations(act: Act, reason: UndoReason, lying: int) -> list[Draft]:
    """Negate every fact of the act that has a parcel; its other facts are never undone."""
    return [
        Draft(_negation(event, reason, lying), event.parcel, event.unit)
        for event in act.events
        if event.parcel is not None
    ]


def _negation(event: Event, reason: UndoReason, lying: int) -> facts.FactNegated:
    """A unit taken in by mistake lies on the table, unless it is said to be none of this parcel's."""
    match event.fact:
        case facts.UnitIdentified():
            return facts.FactNegated(event.id, reason, lying + (reason is not UndoReason.WRONG_UNIT))
        case facts.ParcelOpened(label=label):
            return facts.FactNegated(event.id, reason, unopened=label)
        case _:
            return facts.FactNegated(event.id, reason)


def _params(told: Event) -> dict[str, str | int]:
    """Name the place the thing comes back from."""
    match told.fact:
        case facts.UnitContained(container=container):
            return {"container": container}
        case facts.AccessoryRejected(bin=place) | facts.AccessoryTagged(tag=place):
            return {"bin": place}
        case facts.BagAttached(bag=bag):
            return {"bag": bag}
        case facts.ParcelOpened(label=label):
            return {"parcel": label}
        case _:
            return {}
