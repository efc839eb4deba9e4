"""A desk in memory: one case after the other, from an empty receipt, folded as the station folds."""

from __future__ import annotations

from itertools import count
from typing import Any, NamedTuple

from msgspec.structs import replace

from intake import facts
from intake.container import Container
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome
from intake.events import Event
from intake.own_label import Command, CommandWord
from intake.photo import PhotoFault
from intake.receipt import (
    Act,
    Decision,
    Known,
    Receipt,
    Step,
    decide,
    fold,
    photos,
    prompt,
    settle,
    signing,
    step_of,
    touched,
    undoing,
)
from intake.receipt.emergency import end
from intake.request import CloseEmergency
from tests.intake.receipt.cases import (
    BADGE_2,
    BY_NAME,
    CATALOGUE,
    CHECKLIST,
    NOW,
    OLD_HISTORY,
    POLICY,
    Case,
    known_of,
    reading_of,
)

_SEQ = count(1)
PASSED_OVER = (
    *(facts.ScanRefused, facts.ScanRepeated, facts.QuestionAsked, facts.FactNegated, facts.SerialLookedUp),
    *(facts.OperatorSignedIn, facts.OperatorSignedOut, facts.ArrivalsBegun, facts.ArrivalsEnded),
    *(facts.ParcelArrived, facts.ContainerOpened, facts.ContainerInspected, facts.PhotoFailed),
)
"""What undoing passes over."""

Acts = tuple[tuple[Event, ...], ...]
"""What each scan or request recorded, in order."""


class State(NamedTuple):
    """A receipt and what led to it."""

    receipt: Receipt
    acts: Acts = ()

    def history(self, parcel: str) -> list[Event]:
        """Give all events of one parcel."""
        before = OLD_HISTORY if parcel == "old" else ()
        return [*before, *(event for act in self.acts for event in act if event.parcel == parcel)]

    @property
    def act(self) -> Act | None:
        """Give the last act that counts."""
        negated: set[str] = set()
        for act in reversed(self.acts):
            negated |= {event.fact.event for event in act if isinstance(event.fact, facts.FactNegated)}
            if not all(isinstance(one.fact, PASSED_OVER) or one.id in negated for one in act):
                return Act(act, act[0].operator)
        return None

    def after(self, decision: Decision) -> State:
        """Record a decision and fold it."""
        new = tuple(
            Event(
                next(_SEQ), f"e{next(_SEQ)}", NOW, self.receipt.operator, draft.parcel, draft.unit, draft.fact
            )
            for draft in decision.drafts
        )
        receipt = fold(self.receipt, new)
        if any(event.parcel for event in new):
            receipt = settle(receipt, touched(self.receipt.parcel, new, self.history))
        return State(receipt, (*self.acts, new))


def fresh() -> tuple[str, ...]:
    """Give eight identifiers."""
    first = next(_SEQ)
    return tuple(f"i{first}.{place}" for place in range(8))


def take(receipt: Receipt, case: Case, acts: Acts = (), ids: tuple[str, ...] | None = None) -> Decision:
    """Decide one case."""
    reading = reading_of(case, receipt)
    known = known_of(case, reading, receipt)
    if isinstance(reading, Command) and reading.word in {CommandWord.UNDO, CommandWord.REASON}:
        act = State(receipt, acts).act
        known = replace(known, act=replace(act, **case.act) if act else None)
    return decide(receipt, case.scan, reading, known, ids or fresh())


ENDING = "the lead ends it"
LOCKING = "nobody scans for a while"
LEAD_UNDOES = "the lead undoes it"
OFFERED = "the camera offers a picture"
NO_PICTURE = "the camera gives no picture"
PICTURE = "f" * 64
WISH = CloseEmergency(BADGE_2, "1234", EmergencyOutcome.WATER_BATH)


def requested(state: State, name: str) -> Any:
    """Decide what is not scanned: a decision, or an answer that refuses."""
    if name == ENDING:
        return end(state.receipt, WISH, Known(CATALOGUE, POLICY), fresh(), NOW)
    if name == LOCKING:
        return signing.lock(state.receipt)
    wish = state.receipt.question.about if state.receipt.question else ""
    if name == OFFERED:
        return photos.offered(state.receipt, wish, PICTURE, is_stored=True)
    if name == NO_PICTURE:
        return photos.failed(state.receipt, wish, PhotoFault.NO_CAMERA)
    parcel = state.receipt.parcel
    return undoing.by_lead(state.act, UndoReason.MISTAKE, lying=parcel.loose if parcel else 0)


class Desk:
    """A desk at which cases are scanned one after the other, from an empty receipt."""

    def __init__(self, *names: str) -> None:
        self.state = State(Receipt())
        self.scan("badge", *names)

    def scan(self, *names: str) -> Any:
        """Scan cases by name and give the last one's decision."""
        decision: Any = None
        for name in names:
            case = BY_NAME.get(name)
            decision = take(self.receipt, case, self.state.acts) if case else requested(self.state, name)
            self.state = self.state.after(decision)
        return decision

    def take(self, case: Case) -> Decision:
        """Scan a case made for the occasion."""
        decision = take(self.receipt, case, self.state.acts)
        self.state = self.state.after(decision)
        return decision

    @property
    def receipt(self) -> Any:
        """What the desk stands at."""
        return self.state.receipt

    @property
    def step(self) -> Step:
        """What the desk waits for."""
        return step_of(self.receipt)

    @property
    def unit(self) -> Any:
        """The last unit of the open parcel."""
        return self.receipt.parcel.units[-1]


def asked(receipt: Receipt, fitting: Container | None = None):
    """Give what the desk asks for next."""
    return prompt(receipt, fitting, CHECKLIST)


def said(decision: Any) -> tuple:
    """Give an answer's message and severity."""
    return decision.answer.message, decision.answer.severity


def fact_of(decision: Decision, place: int = 0) -> Any:
    """Give one of the facts recorded."""
    return decision.drafts[place].fact


def recorded(decision: Decision) -> list[str]:
    """Give the names of the facts recorded."""
    return [type(draft.fact).__name__ for draft in decision.drafts]
