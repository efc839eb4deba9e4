"""A decision: the facts one reading leads to, and the answer to it."""

from __future__ import annotations

import hashlib

import msgspec

from intake.barcode import Reading
from intake.events import Draft
from intake.facts import Fact, QuestionAsked, ScanRefused
from intake.outcome import Answer, Message, Params
from intake.question import Question
from intake.receipt.known import Known
from intake.receipt.recognised import is_recognised
from intake.receipt.state import Receipt, Unit
from intake.receipt.step import Step
from intake.scan import Scan, Severity

NOTHING: Params = {}


class Situation(msgspec.Struct, frozen=True):
    """All a decision may look at."""

    receipt: Receipt
    step: Step
    scan: Scan
    reading: Reading
    known: Known
    ids: tuple[str, ...]
    """Fresh identifiers, for things that begin with this decision."""

    @property
    def about(self) -> str:
        """What the open question is about."""
        return self.receipt.question.about if self.receipt.question else ""

    def draft(self, fact: Fact, unit: str | None = None) -> Draft:
        """Make a fact about the open parcel, and about a unit of it where one is named."""
        parcel = self.receipt.parcel
        return Draft(fact, parcel.id if parcel else None, unit)


class Decision(msgspec.Struct, frozen=True):
    """What is to be recorded, and what is to be said once it is."""

    drafts: tuple[Draft, ...]
    answer: Answer


def accepted(
    drafts: list[Draft],
    message: Message,
    severity: Severity = Severity.OK,
    unit: Unit | None = None,
    told: Params = NOTHING,
    **params: str | int,
) -> Decision:
    """Record facts and say so; a unit's verdict stands in every answer about it."""
    if unit is None:
        return Decision(tuple(drafts), Answer(message, severity, told | params))
    return Decision(
        tuple(drafts),
        Answer(
            message,
            severity,
            told | params,
            verdict=unit.verdict,
            reasons=unit.reasons,
            unit=unit.id,
            holds=unit.open_holds,
            container=unit.container,
        ),
    )


def asked(
    situation: Situation,
    question: Question,
    message: Message,
    severity: Severity = Severity.NOTE,
    told: Params = NOTHING,
    **params: str | int,
) -> Decision:
    """Change nothing but ask something that the next scan may answer."""
    unit = situation.receipt.unit
    answer = Answer(message, severity, told | params, unit=unit.id if unit else None)
    return Decision((situation.draft(QuestionAsked(question.ask, question.about)),), answer)


def dropped(situation: Situation) -> Decision:
    """Take "no" to an open question, and say that nothing is asked any more."""
    return refused(situation, Message.QUESTION_DROPPED, Severity.NOTE)


def asked_again(
    situation: Situation, message: Message, told: Params = NOTHING, **params: str | int
) -> Decision:
    """Refuse an answer and leave the question open."""
    question = situation.receipt.question
    if question is None:
        return refused(situation, message, told=told | params)
    return asked(situation, question, message, Severity.REFUSED, told, **params)


def refused(
    situation: Situation,
    message: Message,
    severity: Severity = Severity.REFUSED,
    *,
    misread: bool = False,
    told: Params = NOTHING,
    **params: str | int,
) -> Decision:
    """Change nothing but record that the scan came, and say why it was refused.

    `misread`: it was taken for a unit's serial, and is kept with the unit if that is declared unreadable.
    """
    draft = situation.draft(_refusal(situation, misread=misread))
    unit = situation.receipt.unit
    answer = Answer(message, severity, told | params, unit=unit.id if unit else None)
    return Decision((draft,), answer)


def _refusal(situation: Situation, *, misread: bool) -> ScanRefused:
    """A text nobody recognised may hold personal data: the log names its digest, not its words."""
    raw = situation.scan.raw
    if not raw or (not misread and is_recognised(situation.reading, situation.known.catalogue)):
        return ScanRefused(misread=misread)
    return ScanRefused(hashlib.sha256(raw).hexdigest(), len(raw), misread)
