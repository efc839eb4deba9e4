"""History: one parcel's events folded into the parcel. Total, and blind to everything but the events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from intake import facts
from intake.accessory import AccessoryDisposition
from intake.events import Event
from intake.receipt.state import Accessory, Keyed, Parcel, Unit
from intake.receipt.unit_changes import UNIT_CHANGES, Change


def _with_accessory(parcel: Parcel, accessory: str, **changes: Any) -> Parcel:  # noqa: ANN401 (fields)
    items = tuple(replace(a, **changes) if a.id == accessory else a for a in parcel.accessories)
    return replace(parcel, accessories=items)


def _identified(parcel: Parcel, event: Event, fact: facts.UnitIdentified) -> Parcel:
    unit = Unit(
        id=event.unit or event.id,
        identified_at=event.at,
        serial=fact.serial,
        raw=fact.raw,
        verdict=fact.verdict,
        reasons=fact.reasons,
        bag_wanted=fact.bag_wanted,
        maker=fact.maker,
        campaign=fact.campaign,
        model=fact.model,
        colour=fact.colour,
        colour_wanted=fact.colour_wanted,
        un_number=fact.un_number,
        wh=fact.wh,
        grams=fact.grams,
        list_version=fact.list_version,
        how=fact.how,
        checklist_wanted=fact.checklist_wanted,
    )
    loose = max(parcel.loose - 1, 0)
    return replace(parcel, units=(*parcel.units, unit), noticed=None, keyed=None, loose=loose)


def _keyed(parcel: Parcel, _event: Event, fact: facts.SerialKeyed) -> Parcel:
    return replace(parcel, keyed=Keyed(fact.serial, fact.raw, fact.how))


def _keyed_dropped(parcel: Parcel, _event: Event, _fact: facts.KeyedDropped) -> Parcel:
    return replace(parcel, keyed=None)


def _noticed(parcel: Parcel, _event: Event, fact: facts.ConditionNoticed) -> Parcel:
    return replace(parcel, noticed=fact.observation)


def _claim_matched(parcel: Parcel, _event: Event, fact: facts.ClaimMatched) -> Parcel:
    """What a closed parcel lacks, or holds beyond its claim, is counted anew."""
    after = replace(parcel, claim=fact.claim, orphan=fact.claim is None)
    if parcel.closed_at is None:
        return after
    return replace(after, missing=after.below_claim, extra=after.above_claim)


def _flagged(parcel: Parcel, event: Event, fact: facts.AccessoryFlagged) -> Parcel:
    flagged = Accessory(fact.accessory, fact.kind, event.at)
    return replace(parcel, accessories=(*parcel.accessories, flagged))


def _box_empty(parcel: Parcel, _event: Event, fact: facts.BoxFoundEmpty) -> Parcel:
    return _with_accessory(parcel, fact.accessory, found_empty=True)


def _battery_in_box(parcel: Parcel, _event: Event, fact: facts.BatteryFoundInBox) -> Parcel:
    opened = _with_accessory(parcel, fact.accessory, found_empty=True)
    return replace(opened, loose=parcel.loose + 1)


def _corrected(parcel: Parcel, _event: Event, fact: facts.FactNegated) -> Parcel:
    return parcel if fact.loose is None else replace(parcel, loose=fact.loose)


def _rejected(parcel: Parcel, _event: Event, fact: facts.AccessoryRejected) -> Parcel:
    return _with_accessory(parcel, fact.accessory, disposition=AccessoryDisposition.REJECTED, bin=fact.bin)


def _tagged(parcel: Parcel, _event: Event, fact: facts.AccessoryTagged) -> Parcel:
    return _with_accessory(parcel, fact.accessory, disposition=AccessoryDisposition.REJECTED, bin=fact.tag)


def _closed(parcel: Parcel, event: Event, fact: facts.ParcelClosed) -> Parcel:
    return replace(
        parcel,
        closed_at=event.at,
        closing=fact.how,
        missing=fact.missing,
        extra=fact.extra,
        noticed=None,
    )


def _reopened(parcel: Parcel, _event: Event, _fact: facts.ParcelReopened) -> Parcel:
    return replace(parcel, closed_at=None, closing=None, missing=0, extra=0)


_PARCEL: dict[type[facts.Fact], Change] = {
    **UNIT_CHANGES,
    facts.ConditionNoticed: _noticed,
    facts.SerialKeyed: _keyed,
    facts.KeyedDropped: _keyed_dropped,
    facts.UnitIdentified: _identified,
    facts.ClaimMatched: _claim_matched,
    facts.AccessoryFlagged: _flagged,
    facts.BoxFoundEmpty: _box_empty,
    facts.BatteryFoundInBox: _battery_in_box,
    facts.AccessoryRejected: _rejected,
    facts.AccessoryTagged: _tagged,
    facts.FactNegated: _corrected,
    facts.ParcelClosed: _closed,
    facts.ParcelReopened: _reopened,
}


def apply_to_parcel(parcel: Parcel | None, event: Event) -> Parcel | None:
    """Fold one event of a parcel's history into the parcel."""
    fact = event.fact
    if isinstance(fact, facts.ParcelOpened):
        return Parcel(
            event.parcel or event.id,
            fact.label,
            event.at,
            event.operator,
            fact.check_holds,
            fact.claim,
            fact.orphan,
        )
    change = _PARCEL.get(type(fact))
    return change(parcel, event, fact) if parcel is not None and change is not None else parcel


def unit_after(parcel: Parcel, unit: str, together: Iterable[facts.Fact]) -> Unit:
    """Give a unit as facts about it will leave it. Raises KeyError for one that is not in the parcel."""
    after: Parcel | None = parcel
    for fact in together:
        after = apply_to_parcel(after, Event(0, "", "", None, parcel.id, unit, fact))
    found = after.unit(unit) if after else None
    if found is None:
        raise KeyError(f"expected a unit of parcel {parcel.label}, got {unit}")
    return found


def fold_parcel(history: Iterable[Event]) -> Parcel | None:
    """Fold one parcel's whole history, negated events left out."""
    events = list(history)
    negated = _negated(events)
    parcel: Parcel | None = None
    for event in events:
        if event.id not in negated:
            parcel = apply_to_parcel(parcel, event)
    return parcel


def _negated(events: list[Event]) -> set[str]:
    """Give what does not count, newest first: a negation that is itself negated negates nothing."""
    negated: set[str] = set()
    for event in reversed(events):
        if isinstance(event.fact, facts.FactNegated) and event.id not in negated:
            negated.add(event.fact.event)
    return negated
