"""A decision: the facts one reading leads to, and the answer to it."""

from __future__ import annotations

import hashlib

import msgspec

from intake.barcode import Reading, Unreadable
from intake.events import Draft
from intake.facts import Fact, ScanRefused
from intake.outcome import Answer, Message
from intake.receipt.known import Known
from intake.receipt.state import Receipt, Unit
from intake.receipt.step import Step
from intake.scan import Scan, Severity


class Situation(msgspec.Struct, frozen=True):
    """All a decision may look at."""

    receipt: Receipt
    step: Step
    scan: Scan
    reading: Reading
    known: Known
    ids: tuple[str, ...]
    """Fresh identifiers, for things that begin with this decision."""

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
    **params: str | int,
) -> Decision:
    """Record facts and say so; a unit's verdict stands in every answer about it."""
    if unit is None:
        return Decision(tuple(drafts), Answer(message, severity, dict(params)))
    return Decision(
        tuple(drafts),
        Answer(
            message,
            severity,
            dict(params),
            verdict=unit.verdict,
            reasons=unit.reasons,
            unit=unit.id,
            holds=unit.open_holds,
            container=unit.container,
        ),
    )


def refused(
    situation: Situation,
    message: Message,
    severity: Severity = Severity.REFUSED,
    offered: str | None = None,
    misread: str | None = None,
    **params: str | int,
) -> Decision:
    """Change nothing but record that the scan came, and say why it was refused."""
    draft = situation.draft(_refusal(situation, offered, misread))
    unit = situation.receipt.unit
    answer = Answer(message, severity, dict(params), unit=unit.id if unit else None)
    return Decision((draft,), answer)


def _refusal(situation: Situation, offered: str | None, misread: str | None) -> ScanRefused:
    """A text nobody recognised may hold personal data: the log names its digest, not its words."""
    raw = situation.scan.raw
    if not raw or not isinstance(situation.reading, Unreadable):
        return ScanRefused(offered=offered, misread=misread)
    return ScanRefused(hashlib.sha256(raw).hexdigest(), len(raw), offered, misread)
