"""Changes of a unit: what each fact about it leaves of it. Total, and blind to everything but the facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from intake import facts
from intake.condition import Condition
from intake.dispatch import Replacement, Reserved
from intake.events import Event
from intake.receipt.state import Hold, Parcel, Photo, Unit
from intake.receipt.told import also
from intake.serial_number import How

Change = Callable[[Parcel, Event, Any], Parcel]


def _with_unit(parcel: Parcel, event: Event, **changes: Any) -> Parcel:  # noqa: ANN401 (fields of Unit)
    units = tuple(replace(u, **changes) if u.id == event.unit else u for u in parcel.units)
    return replace(parcel, units=units)


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
        told=also(unit.told, model=fact.model) if unit else None,
    )


def _colour(parcel: Parcel, event: Event, fact: facts.ColourConfirmed) -> Parcel:
    unit = parcel.unit(event.unit)
    told = also(unit.told, colour=fact.colour) if unit else None
    return _with_unit(parcel, event, colour=fact.colour, told=told)


def _condition(parcel: Parcel, event: Event, fact: facts.ConditionRecorded) -> Parcel:
    return _with_unit(parcel, event, observation=fact.observation, condition=fact.condition)


def _checked(parcel: Parcel, event: Event, _fact: facts.ChecklistBegun) -> Parcel:
    return _with_unit(parcel, event, checklist_wanted=True, denied=0)


def _denied(parcel: Parcel, event: Event, _fact: facts.SignDenied) -> Parcel:
    unit = parcel.unit(event.unit)
    return _with_unit(parcel, event, denied=unit.denied + 1 if unit else 0)


def _bag(parcel: Parcel, event: Event, fact: facts.BagAttached) -> Parcel:
    return _with_unit(parcel, event, bag=fact.bag)


def _contained(parcel: Parcel, event: Event, fact: facts.UnitContained) -> Parcel:
    return _with_unit(parcel, event, container=fact.container, contained_at=event.at)


def _moved(parcel: Parcel, event: Event, fact: facts.UnitMoved) -> Parcel:
    return _with_unit(parcel, event, container=fact.container)


def _lost(parcel: Parcel, event: Event, fact: facts.UnitLost) -> Parcel:
    return _with_unit(parcel, event, emergency=fact.outcome, container=None)


def _queued(parcel: Parcel, event: Event, fact: facts.ReplacementQueued) -> Parcel:
    owed = Replacement(fact.key, fact.campaign, fact.serial, fact.item, fact.colour, event.at, event.seq)
    return _with_unit(parcel, event, replacement=owed)


def _answered(parcel: Parcel, event: Event, fact: facts.ReplacementAnswered) -> Parcel:
    """What was said of a replacement that was undone is no word about the next one."""
    unit = parcel.unit(event.unit)
    owed = unit.replacement if unit else None
    if owed is None:
        return parcel
    told = {"answer": fact.answer, "detail": fact.detail, "number": fact.number, "answered_at": event.at}
    return _with_unit(parcel, event, replacement=replace(owed, **told))


def _reserved(parcel: Parcel, event: Event, fact: facts.SerialReserved) -> Parcel:
    return _with_unit(parcel, event, reservation=Reserved(fact.key, fact.epoch))


def _elsewhere(parcel: Parcel, event: Event, fact: facts.SerialHeldElsewhere) -> Parcel:
    return _with_unit(parcel, event, rival=fact.station)


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


def _photo(parcel: Parcel, event: Event, fact: facts.PhotoKept) -> Parcel:
    unit = parcel.unit(event.unit)
    photo = Photo(event.id, fact.sha256, event.at, event.operator)
    return _with_unit(parcel, event, photos=(*(unit.photos if unit else ()), photo))


def _photo_erased(parcel: Parcel, event: Event, fact: facts.PhotoErased) -> Parcel:
    unit = parcel.unit(event.unit)
    after = [
        replace(photo, erased_at=event.at) if photo.sha256 == fact.sha256 and not photo.erased_at else photo
        for photo in (unit.photos if unit else ())
    ]
    return _with_unit(parcel, event, photos=tuple(after))


def _certified(parcel: Parcel, event: Event, fact: facts.SerialCertified) -> Parcel:
    unit = parcel.unit(event.unit)
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
        told=also(unit.told, fact.told_model, fact.told_colour, fact.channel) if unit else None,
        how=How.CERTIFIED,
        replacement=_still_owed(unit, fact.serial),
        condition=_regraded(unit, fact.condition),
    )


def _still_owed(unit: Unit | None, serial: str) -> Replacement | None:
    """What is another desk's by an old serial was never this unit's: it is owed anew by the new one."""
    if unit is None or unit.replacement is None:
        return None
    return unit.replacement if serial == unit.serial or not unit.is_taken else None


def _regraded(unit: Unit | None, condition: Condition | None) -> Condition | None:
    """What was seen may have been undone since: then the class follows once it is seen again."""
    return unit.condition and (condition or unit.condition) if unit else None


def _judged(parcel: Parcel, event: Event, fact: facts.UnitJudged) -> Parcel:
    """By a newer list or claim, the verdict before it is kept: it is told beside the new one."""
    unit = parcel.unit(event.unit)
    if unit is None:
        return parcel
    changes: dict[str, Any] = {
        "verdict": fact.verdict,
        "reasons": fact.reasons,
        "maker": fact.maker,
        "campaign": fact.campaign,
        "model": fact.model,
        "colour": fact.colour,
        "list_version": fact.list_version,
        "condition": _regraded(unit, fact.condition),
        "told": also(unit.told, channel=fact.channel),
    }
    if fact.un_number is not None:
        model = {"un_number": fact.un_number, "wh": fact.wh, "grams": fact.grams}
        changes |= model | {"colour_wanted": fact.colour_wanted}
    if fact.because is not facts.Because.TOLD:
        changes |= {"verdict_before": unit.verdict, "judged_at": event.at}
    return _with_unit(parcel, event, **changes)


UNIT_CHANGES: dict[type[facts.Fact], Change] = {
    facts.ChecklistBegun: _checked,
    facts.SignDenied: _denied,
    facts.ModelConfirmed: _model,
    facts.ColourConfirmed: _colour,
    facts.ConditionRecorded: _condition,
    facts.BagAttached: _bag,
    facts.UnitContained: _contained,
    facts.UnitMoved: _moved,
    facts.UnitLost: _lost,
    facts.ReplacementQueued: _queued,
    facts.SerialReserved: _reserved,
    facts.SerialHeldElsewhere: _elsewhere,
    facts.ReplacementAnswered: _answered,
    facts.HoldRaised: _held,
    facts.HoldResolved: _resolved,
    facts.PhotoKept: _photo,
    facts.PhotoErased: _photo_erased,
    facts.SerialCertified: _certified,
    facts.UnitJudged: _judged,
}
