"""Placing a unit in a quarantine container, and queueing what its owner is owed."""

from __future__ import annotations

from msgspec.structs import replace

from intake.campaign import Campaign, ReplacementItem
from intake.container import misfit
from intake.dispatch import replacement_key
from intake.events import Draft
from intake.facts import HoldRaised, ReplacementQueued, UnitContained
from intake.hold import HoldKind
from intake.outcome import Message
from intake.own_label import OwnLabel
from intake.receipt import opening
from intake.receipt.decision import Decision, Situation, accepted, refused
from intake.receipt.known import Known
from intake.receipt.misfits import misfit_message, misfit_params
from intake.receipt.objections import is_claim_met
from intake.receipt.state import Hold, Unit
from intake.receipt.told import ANOTHER_COLOUR
from intake.scan import Severity
from intake.verdict import Verdict


def contain(situation: Situation) -> Decision:
    """Put the unit in hand into the scanned container, if it is one of its class with room."""
    unit, label = situation.receipt.unit, situation.reading
    parcelled = unit.parcelled if unit else None
    if unit is None or parcelled is None or not isinstance(label, OwnLabel):
        return refused(situation, Message.NOTHING_TO_CONTAIN)
    container = situation.known.container
    if container is None:
        return opening.unknown(situation)
    reason = misfit(container, parcelled)
    if reason is not None:
        return _refused(situation, misfit_message(reason), unit, label)
    return _contained(situation, unit, container.code)


def _refused(situation: Situation, message: Message, unit: Unit, label: OwnLabel) -> Decision:
    """Refuse and name the right container, or none where the lead has to open one."""
    fitting = situation.known.fitting
    return refused(situation, message, told=misfit_params(unit.parcelled, label.code, fitting))


def _contained(situation: Situation, unit: Unit, container: str) -> Decision:
    owed = owed_for(unit, situation.known)
    last = _held_at_last(situation, unit, owed)
    drafts = [situation.draft(UnitContained(container), unit.id)]
    drafts += [situation.draft(fact, unit.id) for fact in (last, owed) if fact is not None]
    held = (*unit.holds, Hold(last.hold, last.kind, "", last.detail)) if last else unit.holds
    placed = replace(unit, container=container, holds=held)
    if placed.blocking_holds:
        hold, said = placed.blocking_holds[0], Message.CONTAINED_HELD
        return accepted(drafts, said, Severity.NOTE, placed, container=container, hold=hold)
    if owed is None:
        return accepted(drafts, Message.CONTAINED, unit=placed, container=container)
    said = Message.CONTAINED_PROVISIONAL if placed.open_holds else Message.CONTAINED_REPLACEMENT
    return accepted(drafts, said, unit=placed, container=container, item=owed.item)


def _held_at_last(situation: Situation, unit: Unit, owed: ReplacementQueued | None) -> HoldRaised | None:
    """Give what nothing has held so far: a claim met or missing, a colour nobody has seen, an open key.

    The claim may be met however the unit was counted when it came out of the parcel; a colour is missing
    where a newer list names a unit whose cards lie behind it.
    """
    parcel, kind = situation.receipt.parcel, HoldKind.EXCLUDED_COLOUR
    if kind not in unit.open_holds and lacks_colour(unit, situation.known):
        return HoldRaised(situation.ids[0], kind)
    if owed is None or unit.open_holds or parcel is None:
        return None
    if parcel.claim is None and lacks_claim(unit, situation.known):
        return HoldRaised(situation.ids[0], HoldKind.ORPHAN)
    if parcel.claim is not None and is_claim_met(parcel, unit):
        return HoldRaised(situation.ids[0], HoldKind.EXTRA, parcel.claim.number)
    is_sure = is_reserved(unit, owed, situation.known)
    return None if is_sure else HoldRaised(situation.ids[0], HoldKind.PROVISIONAL)


def is_reserved(unit: Unit, owed: ReplacementQueued, known: Known) -> bool:
    """Tell whether no other desk can have had the unit meanwhile, as far as this one is to make sure of it.

    Where nothing is reserved live, the nightly log decides, and nobody waits for it.
    """
    is_held = unit.reservation is not None and unit.reservation.key == owed.key
    return not known.recovering and (is_held or not known.policy.is_live)


def lacks_claim(unit: Unit, known: Known) -> bool:
    """Tell whether a unit out of a parcel without a claim waits for a supervisor, whatever is expected here.

    Where many units bear its serial, only a claim or a person can tell that it was not replaced before.
    """
    was_held = any(hold.kind is HoldKind.ORPHAN for hold in unit.holds)
    return not was_held and not known.catalogue.is_unique(unit.serial or "", unit.campaign)


ONLY_ONCE = frozenset({HoldKind.DUPLICATE, HoldKind.ALREADY_REPLACED})
"""While one of these stands nothing is queued, not even held: the serial has its replacement."""


def owed_for(unit: Unit, known: Known) -> ReplacementQueued | None:
    """Give the replacement a unit earns: only an affected one with a certain serial, and only once.

    Whether its claim still expects one is another matter (`objections.is_claim_met`).
    """
    campaign = _debtor(unit, known)
    item = _item(campaign, unit, known) if campaign else None
    if campaign is None or item is None or unit.serial is None or unit.maker is None:
        return None
    key = replacement_key(unit.maker, unit.serial, None if campaign.serial.unique else unit.id)
    return ReplacementQueued(key, campaign.id, unit.serial, item.item, item.colour)


def is_owed_the_same(unit: Unit, known: Known) -> bool:
    """Tell whether the unit, its holds aside, still earns the very replacement that is queued for it."""
    owed = owed_for(replace(unit, holds=()), known) if is_known(unit, known) else None
    queued = unit.replacement
    if owed is None or queued is None:
        return False
    return (owed.campaign, owed.item, owed.colour) == (queued.campaign, queued.item, queued.colour)


def is_known(unit: Unit, known: Known) -> bool:
    """Tell whether the site knows the unit's campaign and model."""
    campaign = next((each for each in known.catalogue.campaigns if each.id == unit.campaign), None)
    return campaign is not None and any(each.name == unit.model for each in campaign.models)


def lacks_colour(unit: Unit, known: Known) -> bool:
    """Tell whether nothing but the unit's colour is missing for its replacement to be named."""
    campaign = _debtor(unit, known)
    return campaign is not None and _item(campaign, unit, known) is None


def _debtor(unit: Unit, known: Known) -> Campaign | None:
    """Give the campaign that owes something for the unit, and sends it from this site."""
    if unit.verdict is not Verdict.AFFECTED or unit.is_denied or ONLY_ONCE & {*unit.open_holds}:
        return None
    if unit.serial is None or unit.maker is None or unit.campaign is None or unit.model is None:
        return None
    campaign = known.catalogue.campaign(unit.campaign)
    return campaign if campaign.dispatched_here else None


def _item(campaign: Campaign, unit: Unit, known: Known) -> ReplacementItem | None:
    """Name what is to be sent; None while the unit's colour must be known and is not."""
    item = known.catalogue.replacement(campaign.id, unit.model or "", unit.colour)
    return None if item is not None and item.colour == ANOTHER_COLOUR else item


def owed_drafts(situation_parcel: str | None, units: tuple[Unit, ...], known: Known) -> list[Draft]:
    """Make the facts of what is owed for units that leave by an emergency."""
    owed = [(unit, owed_for(unit, known)) for unit in units]
    return [Draft(fact, situation_parcel, unit.id) for unit, fact in owed if fact is not None]
