"""Judging ahead: what is about to be put into a container is judged by the lists in force first.

A run over everything takes its time, and meanwhile a unit may come back onto the table: by an undone act, by
a parcel that is opened again, by a move. No container takes it on what an older list said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from intake.barcode import Reading
from intake.claim import Claim
from intake.events import Draft
from intake.known import LookUps
from intake.own_label import LabelKind, OwnLabel
from intake.question import Ask
from intake.receipt import Known, Receipt, Step, step_of
from intake.receipt.anew import is_new
from intake.receipt.rejudging import Changes
from intake.receipt.state import Unit
from intake.rejudging.again import judged_again
from intake.rejudging.units import received, units_named
from intake.request import MoveUnit, Wish


def judged_ahead(
    look_ups: LookUps,
    receipt: Receipt,
    arrived: Reading | Wish,
    wall: int,
    fresh_ids: Callable[[int], tuple[str, ...]],
) -> tuple[Draft, ...]:
    """Give what the lists in force at `wall` change for the units this would put somewhere; mostly none."""
    judged = [
        (unit, judged_again(look_ups, unit, claim, wall))
        for unit, claim in _put(look_ups, receipt, arrived, wall)
    ]
    said = [word for unit, word in judged if is_new(unit, word)]
    if not said:
        return ()
    known, made = Known(look_ups.catalogue, look_ups.policy), fresh_ids(wall)[0]
    changes = Changes(known, (f"{made}.{number}" for number in count()))
    for unit, word in received(look_ups, said):
        changes.add(unit, word)
    return tuple(changes.drafts)


def _put(
    look_ups: LookUps, receipt: Receipt, arrived: Reading | Wish, wall: int
) -> Iterator[tuple[Unit, Claim | None]]:
    """Give the unit in hand when a container is scanned, or those to be moved; each with its claim."""
    match arrived:
        case OwnLabel(kind=LabelKind.CONTAINER) if (
            receipt.question and receipt.question.ask is Ask.MOVE_WHERE
        ):
            yield from _named(look_ups, receipt.question.about, wall)
        case OwnLabel(kind=LabelKind.CONTAINER):
            unit, parcel = receipt.unit, receipt.parcel
            if step_of(receipt) is Step.CONTAINER and unit is not None and unit.serial and parcel is not None:
                yield unit, parcel.claim
        case MoveUnit(unit=name):
            yield from _named(look_ups, name, wall)


def _named(look_ups: LookUps, name: str, wall: int) -> list[tuple[Unit, Claim | None]]:
    placed = look_ups.quarantine(wall).placed(name)
    return units_named(look_ups.connection, [each.unit for each in placed])
