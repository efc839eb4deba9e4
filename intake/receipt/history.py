"""History: one parcel's events folded into the parcel. Total, and blind to everything but the events."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from intake import facts
from intake.accessory import AccessoryDisposition
from intake.events import Event
from intake.receipt.state import Accessory, Hold, Keyed, Parcel, Replacement, Unit
from intake.serial_number import How

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
        how=fact.how,
        checklist_wanted=fact.checklist_wanted,
    )
    loose = max(parcel.loose - 1, 0)
    return replace(parcel, units=(*parcel.units, unit), noticed=None, keyed=None, loose=loose)


def _keyed(parcel: Parcel, _event: Event, fact: facts.SerialKeyed) -> Parcel:
    return replace(parcel, keyed=Keyed(fact.serial, fact.raw))


def _keyed_dropped(parcel: Parcel, _event: Event, _fact: facts.KeyedDropped) -> Parcel:
    return replace(parcel, keyed=None)


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


def _checked(parcel: Parcel, event: Event, _fact: facts.ChecklistBegun) -> Parcel:
    return _with_unit(parcel, event, checklist_wanted=True, denied=0)


def _denied(parcel: Parcel, event: Event, _fact: facts.SignDenied) -> Parcel:
    unit = parcel.unit(event.unit)
    return _with_unit(parcel, event, denied=unit.denied + 1 if unit else 0)


def _noticed(parcel: Parcel, _event: Event, fact: facts.ConditionNoticed) -> Parcel:
    return replace(parcel, noticed=fact.observation)


def _bag(parcel: Parcel, event: Event, fact: facts.BagAttached) -> Parcel:
    return _with_unit(parcel, event, bag=fact.bag)


def _contained(parcel: Parcel, event: Event, fact: facts.UnitContained) -> Parcel:
    return _with_unit(parcel, event, container=fact.container, contained_at=event.at)


def _moved(parcel: Parcel, event: Event, fact: facts.UnitMoved) -> Parcel:
    return _with_unit(parcel, event, container=fact.container)


def _lost(parcel: Parcel, event: Event, fact: facts.UnitLost) -> Parcel:
    return _with_unit(parcel, event, emergency=fact.outcome, container=None)


def _queued(parcel: Parcel, event: Event, fact: facts.ReplacementQueued) -> Parcel:
    owed = Replacement(fact.key, fact.campaign, fact.serial, fact.item, fact.colour, event.at)
    return _with_unit(parcel, event, replacement=owed)


def _held(parcel: Parcel, event: Event, fact: facts.HoldRaised) -> Parcel:
    unit = parcel.unit(event.unit)
    held = unit.holds if unit else ()
    return _with_unit(parcel, event, holds=(*held, Hold(fact.hold, fact.kind, event.at, fact.detail)))


def _resolved(parcel: Parcel, event: Event, fact: facts.HoldResolved) -> Parcel:
    told = {
        "resolved_at": event.at,
        "decision": fact.decision,
        "resolved_by": fact.by,
        "reference": fact.reference,
        "note": fact.note,
    }
    unit = parcel.unit(event.unit)
    holds = unit.holds if unit else ()
    after = tuple(replace(hold, **told) if hold.id == fact.hold else hold for hold in holds)
    return _with_unit(parcel, event, holds=after)


def _certified(parcel: Parcel, event: Event, fact: facts.SerialCertified) -> Parcel:
    return _with_unit(
        parcel,
        event,
        serial=fact.serial,
        raw=fact.raw,
        verdict=fact.verdict,
        reasons=fact.reasons,
        maker=fact.maker,
        campaign=fact.campaign,
        model=fact.model,
        colour=fact.colour,
        list_version=fact.list_version,
        how=How.CERTIFIED,
    )


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
    facts.ConditionNoticed: _noticed,
    facts.SerialKeyed: _keyed,
    facts.KeyedDropped: _keyed_dropped,
    facts.ChecklistBegun: _checked,
    facts.SignDenied: _denied,
    facts.UnitIdentified: _identified,
    facts.ModelConfirmed: _model,
    facts.ColourConfirmed: _colour,
    facts.ConditionRecorded: _condition,
    facts.BagAttached: _bag,
    facts.UnitContained: _contained,
    facts.UnitMoved: _moved,
    facts.UnitLost: _lost,
    facts.ReplacementQueued: _queued,
    facts.HoldRaised: _held,
    facts.HoldResolved: _resolved,
    facts.SerialCertified: _certified,
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
