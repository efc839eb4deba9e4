"""Wishes that bring what the central claims system said. What is recorded already is passed over."""

from __future__ import annotations

from itertools import count

from intake import facts
from intake.events import Draft
from intake.granting.about import About
from intake.granting.wishes import decide, no, yes
from intake.outcome import Answer, Message
from intake.receipt import Decision
from intake.receipt.answering import answered, elsewhere
from intake.request import (
    AnchorHead,
    AnswerReplacements,
    EndRecovery,
    RecordReservation,
    TellDuplicate,
    TellEmergency,
)
from intake.scan import Severity
from intake.wire import EmergencyState

_PASSED_OVER = Decision((Draft(facts.RequestRefused()),), Answer(Message.RECORDED_BEFORE, Severity.OK))


@decide.register
def _(wish: AnswerReplacements, about: About) -> Decision | Answer:
    fresh = (f"{about.ids[0]}.{number}" for number in count())
    drafts = tuple(answered(about.awaiting, wish.answers, fresh))
    recorded = sum(isinstance(draft.fact, facts.ReplacementAnswered) for draft in drafts)
    answer = Answer(Message.ANSWERS_RECORDED, Severity.OK, {"count": recorded})
    return Decision(drafts, answer) if drafts else _PASSED_OVER


@decide.register
def _(wish: RecordReservation, about: About) -> Decision | Answer:
    reserved = about.unit.reservation if about.unit is not None else None
    if about.unit is None or (
        reserved is not None and (reserved.key, reserved.epoch) == (wish.key, wish.epoch)
    ):
        return _PASSED_OVER
    draft = Draft(facts.SerialReserved(wish.key, wish.epoch), wish.parcel, wish.unit)
    return Decision((draft,), Answer(Message.RESERVATION_RECORDED, Severity.OK))


@decide.register
def _(wish: TellDuplicate, about: About) -> Decision | Answer:
    if about.unit is None:
        return _PASSED_OVER
    return elsewhere(wish, about.unit, about.ids[0]) or _PASSED_OVER


@decide.register
def _(wish: AnchorHead, about: About) -> Decision | Answer:
    """Only what is ours is anchored: another log under our name must never look like this one."""
    if about.anchored >= wish.seq:
        return _PASSED_OVER
    head = about.head
    if head is None or (head.incarnation, head.hash) != (wish.incarnation, wish.hash):
        return no(Message.ANCHOR_DIFFERS)
    fact = facts.HeadAnchored(wish.incarnation, wish.seq, wish.hash, head.at)
    return yes(fact, Message.HEAD_ANCHORED, seq=wish.seq)


@decide.register
def _(wish: TellEmergency, about: About) -> Decision | Answer:
    """One that is over before it was heard of is nobody's business any more."""
    is_over = wish.state is EmergencyState.CLOSED
    if about.neighbour is (None if is_over else EmergencyState.RAISED) or (
        about.neighbour is EmergencyState.CLOSED
    ):
        return _PASSED_OVER
    fact = Draft(facts.NeighbourEmergency(wish.station, wish.incident, wish.state))
    said = Message.EMERGENCY_ELSEWHERE_ENDED if is_over else Message.EMERGENCY_ELSEWHERE
    severity = Severity.NOTE if is_over else Severity.HAZARD
    return Decision((fact,), Answer(said, severity, {"station": wish.station}))


@decide.register
def _(wish: EndRecovery, about: About) -> Decision | Answer:
    if not about.known.recovering:
        return _PASSED_OVER
    fact = facts.HistoryFetched(wish.incarnation, wish.events)
    return yes(fact, Message.RECOVERY_ENDED, count=wish.events)
