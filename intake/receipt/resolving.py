"""Resolving holds: a supervisor's word on what stands against a replacement, and what then is owed.

A unit has its replacement at last when nothing is held against it any more. At most one is ever queued for
one maker and serial: where one is, no other unit of that serial is released.
"""

from __future__ import annotations

import msgspec

from intake.events import Draft, Event
from intake.facts import Fact, HoldRaised, HoldResolved, SerialCertified
from intake.hold import HoldDecision, HoldKind
from intake.outcome import Answer, Message
from intake.receipt.decision import Decision, accepted
from intake.receipt.history import apply_to_parcel
from intake.receipt.known import Earlier, Known
from intake.receipt.placing import owed_for
from intake.receipt.state import Hold, Parcel, Receipt, Unit
from intake.receipt.units import is_excluded, mismatch
from intake.request import ResolveHold
from intake.scan import Severity
from intake.serial_number import How
from intake.verdict import Judgement, Reason, Verdict, unvouched

LONGEST_REFERENCE = 80
LONGEST_NOTE = 200
"""Characters."""

_ONLY_ONCE = frozenset({HoldKind.DUPLICATE, HoldKind.ALREADY_REPLACED})


class Case(msgspec.Struct, frozen=True):
    """One hold with what stands behind it."""

    parcel: Parcel
    unit: Unit
    hold: Hold
    judged: Judgement | None = None
    """What the lists in force say of the serial the supervisor gave."""

    twin: Earlier | None = None
    """Another unit of the serial the unit then has."""

    queued: str | None = None
    """The label of the parcel by which that serial's replacement is queued, for another unit."""


def by_supervisor(
    case: Case | None, wish: ResolveHold, receipt: Receipt, known: Known, ids: tuple[str, ...]
) -> Decision | Answer:
    """Decide about a hold; badge and PIN were verified. `ids` are fresh, for holds that begin with this."""
    if case is None:
        return _no(Message.HOLD_UNKNOWN)
    refusal = _not_now(case, receipt, known) or _lacking(case, wish) or _wrong_serial(case, known)
    if refusal is not None:
        return refusal
    facts = [
        HoldResolved(case.hold.id, wish.decision, wish.lead, wish.reference, wish.note),
        *(_certified(case, case.judged, wish.serial or "", known, ids) if case.judged else ()),
    ]
    return _with_replacement(case, wish, receipt, known, facts)


def _not_now(case: Case, receipt: Receipt, known: Known) -> Answer | None:
    """What lies on the table is the operator's; what a campaign owes stands in its file."""
    if case.hold.resolved_at is not None:
        told = {"hold": case.hold.kind, "at": case.hold.resolved_at, "badge": case.hold.resolved_by or ""}
        return _no(Message.HOLD_RESOLVED_BEFORE, **told)
    if receipt.parcel is not None and receipt.parcel.id == case.parcel.id:
        return _no(Message.HOLD_PARCEL_OPEN, parcel=case.parcel.label)
    campaign = case.unit.campaign
    if campaign is not None and campaign not in {each.id for each in known.catalogue.campaigns}:
        return _no(Message.HOLD_CAMPAIGN_MISSING, campaign=campaign)
    return None


def _lacking(case: Case, wish: ResolveHold) -> Answer | None:
    """Evidence goes only by the maker's written word: to deny a replacement says nothing about it."""
    if not (_may_stand(wish.reference, LONGEST_REFERENCE) and _may_stand(wish.note, LONGEST_NOTE)):
        return _no(Message.HOLD_TEXT_REFUSED, reference=LONGEST_REFERENCE, note=LONGEST_NOTE)
    if case.hold.kind is HoldKind.EVIDENCE and wish.decision is HoldDecision.DENY:
        return _no(Message.HOLD_EVIDENCE_STAYS)
    if case.hold.kind is HoldKind.EVIDENCE and not wish.reference.strip():
        return _no(Message.HOLD_NEEDS_REFERENCE)
    is_uncertain = case.hold.kind is HoldKind.UNCERTAIN_SERIAL
    if is_uncertain and wish.decision is HoldDecision.RELEASE and case.judged is None:
        return _no(Message.HOLD_NEEDS_SERIAL)
    return None


def _may_stand(text: str, limit: int) -> bool:
    return len(text) <= limit and text.isprintable()


def _wrong_serial(case: Case, known: Known) -> Answer | None:
    """Only a whole valid serial is ever certified, and none in place of one that has its replacement."""
    judged = case.judged
    if judged is None:
        return None
    if not any(campaign.serial.matches(judged.serial) for campaign in known.catalogue.campaigns):
        told: dict[str, str | int] = {"reason": judged.reasons[0], "length": len(judged.serial)}
        return Answer(
            Message.HOLD_SERIAL_INVALID, Severity.REFUSED, told, Verdict.INVALID, reasons=judged.reasons
        )
    if case.unit.replacement is not None and judged.serial != case.unit.serial:
        return _no(Message.HOLD_SERIAL_STAYS, serial=case.unit.replacement.serial)
    return None


def _certified(case: Case, judged: Judgement, raw: str, known: Known, ids: tuple[str, ...]) -> list[Fact]:
    """Make the fact of the serial the supervisor gave, and of what this raises against the replacement."""
    fact = _certificate(case, judged, raw, known)
    raised = zip(ids, _raised(case, judged, fact, known), strict=False)
    return [fact, *(HoldRaised(hold, kind, detail) for hold, (kind, detail) in raised)]


def _certificate(case: Case, judged: Judgement, raw: str, known: Known) -> SerialCertified:
    """Judge it. What is typed says NOT_AFFECTED only where a device had read the very same, whole."""
    unit, campaign_id = case.unit, judged.campaign or case.unit.campaign
    if _claim_disagrees(case.parcel, judged.serial):
        judged = unvouched(judged, Reason.CLAIM_DISAGREES)
    if unit.how is not How.SCANNED or unit.serial != judged.serial:
        judged = unvouched(judged, Reason.CERTIFIED)
    same_model = judged.model is None or judged.model == unit.model
    campaign = known.catalogue.campaign(campaign_id) if campaign_id else None
    return SerialCertified(
        judged.serial,
        raw,
        judged.verdict,
        judged.reasons,
        campaign.maker if campaign else None,
        campaign_id,
        judged.model or unit.model,
        judged.colour or (unit.colour if same_model else None),
        judged.list_version,
    )


def _claim_disagrees(parcel: Parcel, serial: str) -> bool:
    named = parcel.claim.serials if parcel.claim else ()
    return bool(named) and serial not in named


def _raised(case: Case, judged: Judgement, fact: SerialCertified, known: Known) -> list[tuple[HoldKind, str]]:
    """Give what the serial itself raises; what is held already is not held twice."""
    found = list(mismatch(case.parcel, fact.serial))
    if case.twin is not None:
        found.append((HoldKind.DUPLICATE, case.twin.parcel))
    if case.unit.model not in {None, fact.model}:
        found.append((HoldKind.WRONG_MODEL, case.unit.model or ""))
    if is_excluded(known, judged.campaign, judged.model, fact.colour):
        found.append((HoldKind.EXCLUDED_COLOUR, fact.colour or ""))
    is_new = fact.serial != case.unit.serial
    before = {hold.kind for hold in case.unit.holds}
    return [(kind, detail) for kind, detail in found if is_new or kind not in before]


def _with_replacement(
    case: Case, wish: ResolveHold, receipt: Receipt, known: Known, facts: list[Fact]
) -> Decision | Answer:
    """Queue what is owed once nothing is held any more; never a second one for the same serial."""
    unit = _after(case, facts)
    if wish.decision is HoldDecision.DENY:
        return _decided(case, facts, Message.HOLD_DENIED, unit)
    is_owed = unit.replacement is None and not unit.open_holds
    owed = owed_for(unit, known) if is_owed else None
    if unit.replacement is None and (owed is not None or case.hold.kind in _ONLY_ONCE):
        taken = _taken(case, unit, receipt)
        if taken is not None:
            return taken
    if owed is not None:
        facts = [*facts, owed]
        unit = _after(case, facts)
    return _released(case, facts, unit)


def _taken(case: Case, unit: Unit, receipt: Receipt) -> Answer | None:
    """Refuse where the serial has its replacement, or may get it from what lies on the table."""
    serial = unit.serial or ""
    if case.queued is not None:
        return _no(Message.HOLD_KEY_TAKEN, serial=serial, parcel=case.queued)
    if receipt.parcel is not None and serial in receipt.parcel.serials:
        return _no(Message.HOLD_PARCEL_OPEN, parcel=receipt.parcel.label)
    return None


def _released(case: Case, facts: list[Fact], unit: Unit) -> Decision:
    if unit.open_holds:
        return _decided(case, facts, Message.HOLD_RELEASED_OTHERS, unit, count=len(unit.open_holds))
    if unit.replacement is None or unit.is_denied:
        return _decided(case, facts, Message.HOLD_RELEASED, unit)
    return _decided(case, facts, Message.HOLD_RELEASED_REPLACEMENT, unit, item=unit.replacement.item)


def _decided(case: Case, facts: list[Fact], message: Message, unit: Unit, **params: str | int) -> Decision:
    drafts = [Draft(fact, case.parcel.id, unit.id) for fact in facts]
    told: dict[str, str | int] = {"hold": case.hold.kind, "parcel": case.parcel.label}
    return accepted(drafts, message, unit=unit, told=told | params)


def _after(case: Case, facts: list[Fact]) -> Unit:
    """Give the unit as these facts will leave it."""
    parcel: Parcel | None = case.parcel
    for fact in facts:
        parcel = apply_to_parcel(parcel, Event(0, "", "", None, case.parcel.id, case.unit.id, fact))
    return (parcel.unit(case.unit.id) if parcel else None) or case.unit


def _no(message: Message, **params: str | int) -> Answer:
    return Answer(message, Severity.REFUSED, params)
