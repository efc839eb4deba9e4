"""Resolving holds: a supervisor's word on what stands against a replacement, and what then is owed.

A unit has its replacement at last when nothing is held against it any more. At most one is ever queued for
one maker and serial: where one is, no other unit of that serial is released.
"""

from __future__ import annotations

from intake.events import Draft
from intake.facts import Fact, HoldResolved, ReplacementQueued
from intake.hold import HoldDecision, HoldKind
from intake.outcome import Answer, Message
from intake.receipt.certifying import (
    Case,
    as_said,
    certified,
    is_doubted,
    is_named,
    is_released,
    is_sold_so,
    is_telling,
)
from intake.receipt.decision import Decision, accepted
from intake.receipt.history import unit_after
from intake.receipt.known import Known
from intake.receipt.objections import is_claim_met
from intake.receipt.placing import ONLY_ONCE, is_owed_the_same, lacks_colour, owed_for
from intake.receipt.state import Receipt, Unit
from intake.request import ResolveHold
from intake.scan import Severity
from intake.verdict import CARD_DECIDES, Reason, Verdict

LONGEST_REFERENCE = 80
LONGEST_NOTE = 200
"""Characters."""

_GRAVE = {
    HoldKind.EVIDENCE: Message.HOLD_NEEDS_REFERENCE,
    HoldKind.GONE: Message.HOLD_GONE_NEEDS_REFERENCE,
}
"""Holds that are decided by a document only."""


def by_supervisor(
    case: Case | None, wish: ResolveHold, receipt: Receipt, known: Known, ids: tuple[str, ...]
) -> Decision | Answer:
    """Decide about a hold; badge and PIN were verified. `ids` are fresh, for holds that begin with this."""
    if case is None:
        return _no(Message.HOLD_UNKNOWN)
    refusal = _not_now(case, receipt, known) or _lacking(case, wish) or _not_ours(case, wish)
    refusal = refusal or _unnamed(case, wish, known) or _wrong_serial(case, known)
    refusal = refusal or _doubted(case, wish, known)
    if refusal is not None:
        return refusal
    resolved = HoldResolved(case.hold.id, wish.decision, wish.lead, wish.reference, wish.note)
    facts = [resolved, *certified(case, wish, known, ids)]
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
    if wish.decision is HoldDecision.CLEARED:
        return _no(Message.HOLD_NOT_CLEARED)
    short = all(_may_stand(text, LONGEST_REFERENCE) for text in (wish.reference, wish.channel or ""))
    if not (short and _may_stand(wish.note, LONGEST_NOTE)):
        return _no(Message.HOLD_TEXT_REFUSED, reference=LONGEST_REFERENCE, note=LONGEST_NOTE)
    if case.hold.kind is HoldKind.EVIDENCE and wish.decision is HoldDecision.DENY:
        return _no(Message.HOLD_EVIDENCE_STAYS)
    if case.hold.kind in _GRAVE and not wish.reference.strip():
        return _no(_GRAVE[case.hold.kind])
    return None


def _not_ours(case: Case, wish: ResolveHold) -> Answer | None:
    """What rests on the central claims system's word goes by its word."""
    if case.hold.kind is HoldKind.PROVISIONAL:
        return _no(Message.HOLD_PROVISIONAL)
    is_same = case.judged is None or case.judged.serial == case.unit.serial
    is_released = case.hold.kind is HoldKind.DUPLICATE and wish.decision is HoldDecision.RELEASE
    if is_released and is_same and case.unit.is_taken:
        return _no(Message.HOLD_TAKEN_ELSEWHERE, detail=case.hold.detail)
    return None


def _unnamed(case: Case, wish: ResolveHold, known: Known) -> Answer | None:
    """Refuse while the serial is still open, and words that neither campaigns nor lists know."""
    if case.judged is None:
        is_wanted = is_released(case.hold, wish) or is_telling(wish)
        return _no(Message.HOLD_NEEDS_SERIAL) if is_wanted else None
    if not is_named(wish, case, known.catalogue):
        return _no(Message.HOLD_NAME_UNKNOWN)
    if not is_sold_so(wish, case):
        return _no(Message.HOLD_CHANNEL_UNKNOWN, channels=", ".join(sorted(case.channels)) or "-")
    return None


def _doubted(case: Case, wish: ResolveHold, known: Known) -> Answer | None:
    """Refuse what would leave the lists' doubt as it is: nobody would look at such a unit again."""
    if case.judged is None:
        return None
    said = as_said(case, case.judged, wish, known.catalogue)
    if not is_doubted(case.hold, wish, said):
        return None
    if wish.reference.strip():  # the maker's word, of a unit nobody has named
        return _no(Message.HOLD_NEEDS_ANSWER, reason=Reason.MODEL_DECIDES)
    asked = next((reason for reason in case.judged.reasons if reason in _ASKED), None)
    message = Message.HOLD_NEEDS_MAKER if asked is None else Message.HOLD_NEEDS_ANSWER
    return _no(message, reason=asked or said.reasons[0])


_ASKED = CARD_DECIDES | {Reason.MODEL_UNKNOWN, Reason.CHANNEL_DECIDES}


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
    queued = case.unit.replacement
    if queued is not None and not case.unit.is_taken and judged.serial != case.unit.serial:
        return _no(Message.HOLD_SERIAL_STAYS, serial=queued.serial)
    return None


def _with_replacement(
    case: Case, wish: ResolveHold, receipt: Receipt, known: Known, facts: list[Fact]
) -> Decision | Answer:
    """Queue what is owed once nothing is held any more; never a second one for the same serial."""
    unit = unit_after(case.parcel, case.unit.id, facts)
    if wish.decision is HoldDecision.DENY:
        return _decided(case, [*facts, *cleared(unit)], Message.HOLD_DENIED, unit)
    is_free = not (unit.blocking_holds or unit.is_denied)
    owed = owed_for(unit, known) if is_free and unit.replacement is None else None
    if unit.replacement is None and (owed is not None or case.hold.kind in ONLY_ONCE):
        taken = _taken(case, unit, receipt, known)
        if taken is not None:
            return taken
    refusal = _otherwise_owed(case, unit, known)
    refusal = refusal or (_unmet(case, unit, known, owed) if is_free else None)
    if refusal is not None:
        return refusal
    if owed is not None:
        facts = [*facts, owed]
    return _released(case, facts, unit_after(case.parcel, unit.id, facts))


def cleared(unit: Unit) -> list[HoldResolved]:
    """End its waiting for the central claims system's word: that has come, or is not waited for any more."""
    provisional = (hold for hold in unit.holds if hold.kind is HoldKind.PROVISIONAL)
    return [
        HoldResolved(hold.id, HoldDecision.CLEARED, "") for hold in provisional if hold.resolved_at is None
    ]


def _otherwise_owed(case: Case, unit: Unit, known: Known) -> Answer | None:
    """Refuse where another replacement is queued than the unit is owed now, and nothing would hold it for it.

    A supervisor may still let it go in the face of a newer list (`REJUDGED`), but not by the way.
    """
    queued = unit.replacement
    if queued is None or unit.is_denied or is_owed_the_same(unit, known):
        return None
    released = {hold.kind for hold in unit.holds if hold.decision is HoldDecision.RELEASE}
    was_let_go = case.judged is None and HoldKind.REJUDGED in released
    if was_let_go or not _HELD_FOR_IT.isdisjoint(unit.open_holds):
        return None
    return _no(Message.HOLD_OWED_OTHERWISE, item=queued.item, colour=queued.colour or "-")


_HELD_FOR_IT = frozenset({HoldKind.UNCERTAIN_SERIAL, HoldKind.REJUDGED})


def _unmet(case: Case, unit: Unit, known: Known, owed: ReplacementQueued | None) -> Answer | None:
    """Refuse what the claim does not expect, and what nobody could send for want of a colour."""
    claim = case.parcel.claim
    if claim is not None and (owed or unit.replacement) and is_claim_met(case.parcel, unit):
        return _no(Message.HOLD_CLAIM_FULL, claim=claim.number, count=claim.owed)
    if unit.replacement is None and lacks_colour(unit, known):
        return _no(Message.HOLD_NEEDS_COLOUR, model=unit.model or "")
    return None


def _taken(case: Case, unit: Unit, receipt: Receipt, known: Known) -> Answer | None:
    """Refuse where the serial has its replacement, or may get it from what lies on the table."""
    serial = unit.serial or ""
    if case.queued is not None:
        return _no(Message.HOLD_KEY_TAKEN, serial=serial, parcel=case.queued)
    is_unique = known.catalogue.is_unique(serial, unit.campaign)
    if is_unique and receipt.parcel is not None and serial in receipt.parcel.serials:
        return _no(Message.HOLD_PARCEL_OPEN, parcel=receipt.parcel.label)
    return None


def _released(case: Case, facts: list[Fact], unit: Unit) -> Decision:
    if unit.blocking_holds:
        count = len(unit.blocking_holds)
        return _decided(case, facts, Message.HOLD_RELEASED_OTHERS, unit, count=count)
    if unit.replacement is None or unit.is_denied:
        return _decided(case, facts, Message.HOLD_RELEASED, unit)
    return _decided(case, facts, Message.HOLD_RELEASED_REPLACEMENT, unit, item=unit.replacement.item)


def _decided(case: Case, facts: list[Fact], message: Message, unit: Unit, **params: str | int) -> Decision:
    drafts = [Draft(fact, case.parcel.id, unit.id) for fact in facts]
    told: dict[str, str | int] = {"hold": case.hold.kind, "parcel": case.parcel.label}
    return accepted(drafts, message, unit=unit, told=told | params)


def _no(message: Message, **params: str | int) -> Answer:
    return Answer(message, Severity.REFUSED, params)
