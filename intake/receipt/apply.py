"""Apply: fold events into the receipt. Total, and blind to everything but the events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce

from msgspec.structs import replace

from intake import facts
from intake.events import Event
from intake.question import Ask, Question
from intake.receipt.history import apply_to_parcel, fold_parcel
from intake.receipt.state import Parcel, Receipt

KEEPING = (
    *(facts.StationCreated, facts.GuardRestored, facts.ScanRepeated),
    *(facts.RequestRefused, facts.PinAccepted, facts.PinRefused, facts.ReviewOpened),
    *(facts.NoteLeft, facts.NoteRead, facts.PayloadErased, facts.PhotoErased),
    *(facts.OperatorAdded, facts.OperatorRetired, facts.PersonForgotten),
    *(facts.ListActivated, facts.ExpectedActivated, facts.RejectBinAdded),
    *(facts.ContainerOpened, facts.ContainerInspected, facts.ContainerSealed, facts.ContainerLoaded),
    *(facts.ContainerAccepted, facts.ContainerRefused, facts.ContainerSuspected, facts.ContainerCleared),
    *(facts.HoldResolved, facts.SerialCertified, facts.HoldRaised, facts.ReplacementQueued),
    *(facts.UnitJudged, facts.ClaimMatched, facts.RejudgingEnded, facts.RematchingEnded),
    *(facts.SerialReserved, facts.SerialHeldElsewhere, facts.ReplacementAnswered, facts.HeadAnchored),
    *(facts.NeighbourEmergency, facts.StationRestored, facts.HistoryFetched),
)
"""What leaves an open question open: every fact that can be recorded beside the desk, by a request or at a
start. None of them may turn a look-up into an intake. What ends the operator's turn is not among them: the
desk locked, an emergency over, an act undone, a unit moved.

A scan that leads to one of these drops the question by another fact of its own, asks it anew
(`receipt.rounds`), or has answered it (`_is_answered`).
"""


def apply(receipt: Receipt, event: Event) -> Receipt:
    """Fold one event into what the lane stands at.

    An event of a parcel other than the open one changes no receipt, and a negated one needs the parcel's
    whole history: `settle` puts both right.
    """
    if receipt.question is not None and not leaves_open(receipt.question, event.fact):
        receipt = replace(receipt, question=None)
    match event.fact:
        case facts.QuestionAsked(ask=ask, about=about):
            return replace(receipt, question=Question(ask, about))
        case facts.ScanRefused(misread=True, payload=payload):
            return replace(receipt, misread=payload)
        case facts.ParcelOpened():
            return replace(receipt, parcel=apply_to_parcel(None, event))
        case _:
            return _apply_open(_apply_to_desk(receipt, event), event)


def leaves_open(question: Question, fact: facts.Fact) -> bool:
    """Tell whether a question is still open after a fact that does not ask anew."""
    return isinstance(fact, KEEPING) and not _is_answered(question, fact)


def _is_answered(question: Question, fact: facts.Fact) -> bool:
    """A container that is open now, whoever opened it, need not be asked about any more."""
    if question.ask is not Ask.OPEN_CONTAINER or not isinstance(fact, facts.ContainerOpened):
        return False
    return fact.code == question.about


def _apply_to_desk(receipt: Receipt, event: Event) -> Receipt:
    """Fold who stands there, whether an emergency is on, and which cage is being filled."""
    match event.fact:
        case facts.OperatorSignedIn() | facts.OperatorSignedOut():
            return replace(receipt, operator=getattr(event.fact, "code", None))
        case facts.EmergencyRaised(incident=incident):
            return replace(receipt, incident=incident)
        case facts.EmergencyClosed():
            return replace(receipt, incident=None)
        case facts.ArrivalsBegun() | facts.ArrivalsEnded():
            begun = isinstance(event.fact, facts.ArrivalsBegun)
            return replace(receipt, cage=event.fact.cage if begun else None)
        case _:
            return receipt


def _apply_open(receipt: Receipt, event: Event) -> Receipt:
    parcel = receipt.parcel
    if parcel is None or event.parcel != parcel.id:
        return receipt
    changed = apply_to_parcel(parcel, event)
    if changed is None or changed.closed_at is not None:
        return replace(receipt, parcel=None, misread=None)
    identified = isinstance(event.fact, facts.UnitIdentified)
    return replace(receipt, parcel=changed, misread=None if identified else receipt.misread)


Changed = dict[str, tuple[Parcel | None, Parcel | None]]
"""Parcels by id, before and after."""


def touched(
    parcel: Parcel | None, events: Iterable[Event], history: Callable[[str], Iterable[Event]]
) -> Changed:
    """Give every parcel that events concern, by id, before and after them.

    `parcel` is the open one; `history` reads what is recorded of another. A negation folds the whole
    history of its parcel anew.
    """
    together = list(events)
    changed: Changed = {}
    for event in together:
        if event.parcel is None:
            continue
        if event.parcel not in changed:
            is_open = parcel is not None and parcel.id == event.parcel
            before = parcel if is_open else _recorded(event, history)
            changed[event.parcel] = (before, before)
        before, after = changed[event.parcel]
        changed[event.parcel] = (before, apply_to_parcel(after, event))
    for corrected in {e.parcel for e in together if isinstance(e.fact, facts.FactNegated) and e.parcel}:
        mine = [event for event in together if event.parcel == corrected]
        changed[corrected] = (changed[corrected][0], fold_parcel([*history(corrected), *mine]))
    return changed


def _recorded(event: Event, history: Callable[[str], Iterable[Event]]) -> Parcel | None:
    if event.parcel is None or isinstance(event.fact, facts.ParcelOpened):
        return None
    return fold_parcel(history(event.parcel))


def settle(receipt: Receipt, changed: Changed) -> Receipt:
    """Give the receipt the parcel that is open after everything in `changed`.

    A reopened parcel comes back onto the table, and so does one whose closing is negated.
    """
    is_open = [after for _, after in changed.values() if after is not None and after.closed_at is None]
    mine = next(
        (each for each in is_open if receipt.parcel is not None and each.id == receipt.parcel.id), None
    )
    if mine is not None:
        return replace(receipt, parcel=mine)
    if receipt.parcel is not None and receipt.parcel.id not in changed:
        return receipt
    return replace(receipt, parcel=is_open[0] if is_open else None, misread=None)


def fold(receipt: Receipt, events: Iterable[Event]) -> Receipt:
    """Fold events in order."""
    return reduce(apply, events, receipt)
