"""Apply: fold events into the receipt. Total, and blind to everything but the events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import Any

from msgspec.structs import replace

from intake import facts
from intake.accessory import AccessoryDisposition
from intake.events import Event
from intake.receipt.state import Accessory, Hold, Parcel, Receipt, Replacement, Unit

Change = Callable[[Parcel, Event, Any], Parcel]


def _with_unit(parcel: Parcel, event: Event, **changes: Any) -> Parcel:  # noqa: ANN401 (fields of Unit)
    units = tuple(replace(u, **changes) if u.id == event.unit else u for u in parcel.units)
    return replace(parcel, units=units)


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
    )
    return replace(parcel, units=(*parcel.units, unit), noticed=None)


def _model(parcel: Parcel, event: Event, fact: facts.ModelConfirmed) -> Parcel:
    unit = parcel.unit(event.unit)
    return _with_unit(
        parcel,
        event,
        model=fact.model,
        un_number=fact.un_number,
        wh=fact.wh,
        grams=fact.grams,
        campaign=fact.campaign or (unit.campaign if unit else None),
        colour=fact.colour,
        colour_wanted=fact.colour_wanted,
    )


def _colour(parcel: Parcel, event: Event, fact: facts.ColourConfirmed) -> Parcel:
    return _with_unit(parcel, event, colour=fact.colour)


def _condition(parcel: Parcel, event: Event, fact: facts.ConditionRecorded) -> Parcel:
    return _with_unit(parcel, event, observation=fact.observation, condition=fact.condition)


def _noticed(parcel: Parcel, _event: Event, fact: facts.ConditionNoticed) -> Parcel:
    return replace(parcel, noticed=fact.observation)


def _bag(parcel: Parcel, event: Event, fact: facts.BagAttached) -> Parcel:
    return _with_unit(parcel, event, bag=fact.bag)


def _contained(parcel: Parcel, event: Event, fact: facts.UnitContained) -> Parcel:
    return _with_unit(parcel, event, container=fact.container, contained_at=event.at)


def _queued(parcel: Parcel, event: Event, fact: facts.ReplacementQueued) -> Parcel:
    owed = Replacement(fact.key, fact.campaign, fact.serial, fact.item, fact.colour, event.at)
    return _with_unit(parcel, event, replacement=owed)


def _held(parcel: Parcel, event: Event, fact: facts.HoldRaised) -> Parcel:
    unit = parcel.unit(event.unit)
    held = unit.holds if unit else ()
    return _with_unit(parcel, event, holds=(*held, Hold(fact.hold, fact.kind, event.at, fact.detail)))


def _flagged(parcel: Parcel, event: Event, fact: facts.AccessoryFlagged) -> Parcel:
    flagged = Accessory(fact.accessory, fact.kind, event.at)
    return replace(parcel, accessories=(*parcel.accessories, flagged))


def _box_empty(parcel: Parcel, _event: Event, fact: facts.BoxFoundEmpty) -> Parcel:
    return _with_accessory(parcel, fact.accessory, found_empty=True)


def _rejected(parcel: Parcel, _event: Event, fact: facts.AccessoryRejected) -> Parcel:
    return _with_accessory(parcel, fact.accessory, disposition=AccessoryDisposition.REJECTED, bin=fact.bin)


def _closed(parcel: Parcel, event: Event, fact: facts.ParcelClosed) -> Parcel:
    return replace(parcel, closed_at=event.at, closing=fact.how, noticed=None)


def _reopened(parcel: Parcel, _event: Event, _fact: facts.ParcelReopened) -> Parcel:
    return replace(parcel, closed_at=None, closing=None)


def _emergency(parcel: Parcel, _event: Event, fact: facts.EmergencyRaised) -> Parcel:
    return replace(parcel, incident=fact.incident)


def _emergency_over(parcel: Parcel, _event: Event, fact: facts.EmergencyClosed) -> Parcel:
    units = tuple(replace(u, emergency=fact.outcome) if u.in_hand else u for u in parcel.units)
    return replace(parcel, incident=None, units=units)


_PARCEL: dict[type[facts.Fact], Change] = {
    facts.ConditionNoticed: _noticed,
    facts.UnitIdentified: _identified,
    facts.ModelConfirmed: _model,
    facts.ColourConfirmed: _colour,
    facts.ConditionRecorded: _condition,
    facts.BagAttached: _bag,
    facts.UnitContained: _contained,
    facts.ReplacementQueued: _queued,
    facts.HoldRaised: _held,
    facts.AccessoryFlagged: _flagged,
    facts.BoxFoundEmpty: _box_empty,
    facts.AccessoryRejected: _rejected,
    facts.ParcelClosed: _closed,
    facts.ParcelReopened: _reopened,
    facts.EmergencyRaised: _emergency,
    facts.EmergencyClosed: _emergency_over,
}


def apply_to_parcel(parcel: Parcel | None, event: Event) -> Parcel | None:
    """Fold one event of a parcel's history into the parcel."""
    fact = event.fact
    if isinstance(fact, facts.ParcelOpened):
        return Parcel(event.parcel or event.id, fact.label, event.at, event.operator, fact.check_holds)
    change = _PARCEL.get(type(fact))
    return change(parcel, event, fact) if parcel is not None and change is not None else parcel


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


def apply(receipt: Receipt, event: Event) -> Receipt:
    """Fold one event into what the lane stands at.

    An event of a parcel other than the open one changes no receipt; `resume` takes a reopened parcel
    back, for which its earlier history is needed.
    """
    if receipt.offered is not None and not isinstance(event.fact, facts.ScanRepeated):
        receipt = replace(receipt, offered=None)
    match event.fact:
        case facts.OperatorSignedIn() | facts.OperatorSignedOut():
            return replace(receipt, operator=getattr(event.fact, "code", None))
        case facts.ScanRefused(offered=offered, misread=misread) if offered or misread:
            return replace(receipt, offered=offered, misread=misread or receipt.misread)
        case facts.EmergencyRaised(incident=incident) if event.parcel is None:
            return replace(receipt, incident=incident)
        case facts.EmergencyClosed() if event.parcel is None:
            return replace(receipt, incident=None)
        case facts.ParcelOpened():
            return replace(receipt, parcel=apply_to_parcel(None, event))
        case _:
            return _apply_open(receipt, event)


def _apply_open(receipt: Receipt, event: Event) -> Receipt:
    parcel = receipt.parcel
    if parcel is None or event.parcel != parcel.id:
        return receipt
    changed = apply_to_parcel(parcel, event)
    if changed is None or changed.closed_at is not None:
        return replace(receipt, parcel=None, misread=None)
    identified = isinstance(event.fact, facts.UnitIdentified)
    return replace(receipt, parcel=changed, misread=None if identified else receipt.misread)


def touched(
    parcel: Parcel | None, events: Iterable[Event], history: Callable[[str], Iterable[Event]]
) -> dict[str, tuple[Parcel | None, Parcel | None]]:
    """Give every parcel that events concern, by id, before and after them.

    `parcel` is the open one; `history` reads what is recorded of another.
    """
    changed: dict[str, tuple[Parcel | None, Parcel | None]] = {}
    for event in events:
        if event.parcel is None:
            continue
        if event.parcel not in changed:
            is_open = parcel is not None and parcel.id == event.parcel
            before = parcel if is_open else _recorded(event, history)
            changed[event.parcel] = (before, before)
        before, after = changed[event.parcel]
        changed[event.parcel] = (before, apply_to_parcel(after, event))
    return changed


def _recorded(event: Event, history: Callable[[str], Iterable[Event]]) -> Parcel | None:
    if event.parcel is None or isinstance(event.fact, facts.ParcelOpened):
        return None
    return fold_parcel(history(event.parcel))


def resume(receipt: Receipt, parcel: Parcel) -> Receipt:
    """Take an earlier parcel back onto the table."""
    return replace(receipt, parcel=parcel)


def fold(receipt: Receipt, events: Iterable[Event]) -> Receipt:
    """Fold events in order."""
    return reduce(apply, events, receipt)
