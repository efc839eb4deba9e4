"""Steps: what the desk waits for. A step is never stored: it follows from what the receipt lacks.

Whatever happened, in whatever order, and whatever was negated since: the step is the first thing of
`MISSING` that is still open. So no scan can lead to a step that contradicts the facts.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from intake.receipt.state import Receipt, Unit


class Step(StrEnum):
    """What the desk waits for."""

    SIGNED_OUT = "SIGNED_OUT"
    IDLE = "IDLE"
    PARCEL_OPEN = "PARCEL_OPEN"
    UNIT = "UNIT"
    CONDITION = "CONDITION"
    BAG = "BAG"
    CONTAINER = "CONTAINER"
    REJECT = "REJECT"
    EMERGENCY = "EMERGENCY"


Lacks = Callable[[Receipt, Unit | None], bool]
"""Asked of the receipt and of the unit in hand."""


def _emergency(receipt: Receipt, _unit: Unit | None) -> bool:
    return receipt.incident is not None


def _accessory(receipt: Receipt, _unit: Unit | None) -> bool:
    return receipt.parcel is not None and receipt.parcel.pending_accessory is not None


def _identity(receipt: Receipt, unit: Unit | None) -> bool:
    if unit is None:
        return receipt.parcel is not None and receipt.parcel.keyed is not None
    return unit.un_number is None or (unit.colour_wanted and unit.colour is None)


def _condition(_receipt: Receipt, unit: Unit | None) -> bool:
    return unit is not None and unit.condition is None


def _bag(_receipt: Receipt, unit: Unit | None) -> bool:
    return unit is not None and unit.bag_wanted and unit.bag is None


MISSING: tuple[tuple[Step, Lacks], ...] = (
    (Step.EMERGENCY, _emergency),
    (Step.SIGNED_OUT, lambda receipt, _unit: receipt.operator is None),
    (Step.IDLE, lambda receipt, _unit: receipt.parcel is None),
    (Step.REJECT, _accessory),
    (Step.UNIT, _identity),
    (Step.CONDITION, _condition),
    (Step.BAG, _bag),
    (Step.CONTAINER, lambda _receipt, unit: unit is not None),
)
"""Gravest first. When nothing is missing, the parcel is open and the next thing may come out of it."""


def step_of(receipt: Receipt) -> Step:
    """Tell what the desk waits for."""
    unit = receipt.unit
    return next((step for step, lacks in MISSING if lacks(receipt, unit)), Step.PARCEL_OPEN)


TRANSITIONS: dict[Step, frozenset[Step]] = {
    Step.SIGNED_OUT: frozenset(Step),  # a desk that locked itself keeps the open receipt
    Step.IDLE: frozenset({Step.IDLE, Step.SIGNED_OUT, Step.PARCEL_OPEN, Step.EMERGENCY}),
    Step.PARCEL_OPEN: frozenset(
        {
            Step.PARCEL_OPEN,
            Step.IDLE,
            Step.UNIT,
            Step.CONDITION,
            Step.BAG,
            Step.CONTAINER,
            Step.REJECT,
            Step.EMERGENCY,
        }
    ),
    Step.UNIT: frozenset(
        {
            Step.UNIT,
            Step.PARCEL_OPEN,
            Step.CONDITION,
            Step.BAG,
            Step.CONTAINER,
            Step.REJECT,
            Step.EMERGENCY,
        }
    ),
    Step.CONDITION: frozenset({Step.CONDITION, Step.BAG, Step.CONTAINER, Step.REJECT, Step.EMERGENCY}),
    Step.BAG: frozenset({Step.BAG, Step.CONTAINER, Step.REJECT, Step.EMERGENCY}),
    Step.CONTAINER: frozenset({Step.CONTAINER, Step.PARCEL_OPEN, Step.REJECT, Step.EMERGENCY}),
    Step.REJECT: frozenset(
        {Step.REJECT, Step.PARCEL_OPEN, Step.UNIT, Step.CONDITION, Step.BAG, Step.CONTAINER, Step.EMERGENCY}
    ),
    Step.EMERGENCY: frozenset({Step.EMERGENCY, Step.SIGNED_OUT, Step.IDLE, Step.PARCEL_OPEN, Step.REJECT}),
}
"""Which step may follow which. The tests walk every reachable state and hold both against each other;
the diagram in the README is drawn from here."""
