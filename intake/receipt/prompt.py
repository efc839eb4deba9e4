"""What the desk asks for next: one sentence for every situation a receipt can be in."""

from __future__ import annotations

from enum import StrEnum

from intake.accessory import AccessoryKind
from intake.container import Container
from intake.outcome import Line
from intake.receipt.state import Receipt, Unit
from intake.receipt.step import Step, step_of


class Prompt(StrEnum):
    """Every sentence that says what to do next."""

    SIGN_IN = "prompt_sign_in"
    SCAN_PARCEL = "prompt_scan_parcel"
    REOPEN = "prompt_reopen"
    TAKE_UNIT_OUT = "prompt_take_unit_out"
    NOTICED = "prompt_noticed"
    ANYTHING_ELSE = "prompt_anything_else"
    SCAN_MODEL = "prompt_scan_model"
    SCAN_COLOUR = "prompt_scan_colour"
    LOOK_FEEL_SMELL = "prompt_look_feel_smell"
    SCAN_BAG = "prompt_scan_bag"
    PUT_INTO = "prompt_put_into"
    PUT_INTO_AT = "prompt_put_into_at"
    CALL_LEAD_FOR_CONTAINER = "prompt_call_lead_for_container"
    BOX_OPENED = "prompt_box_opened"
    REJECT = "prompt_reject"
    EMERGENCY = "prompt_emergency"


_FIXED = {
    Step.SIGNED_OUT: Prompt.SIGN_IN,
    Step.CONDITION: Prompt.LOOK_FEEL_SMELL,
    Step.BAG: Prompt.SCAN_BAG,
    Step.EMERGENCY: Prompt.EMERGENCY,
}


def prompt(receipt: Receipt, fitting: Container | None) -> Line:
    """Say what to do next. `fitting` is the container to use, where the step is CONTAINER."""
    step = step_of(receipt)
    if step in _FIXED:
        return Line(_FIXED[step])
    if step is Step.IDLE:
        return Line(Prompt.REOPEN if receipt.offered else Prompt.SCAN_PARCEL)
    if step is Step.PARCEL_OPEN:
        return _open(receipt)
    if step is Step.REJECT:
        return _reject(receipt)
    return _unit(step, receipt.unit, fitting)


def _open(receipt: Receipt) -> Line:
    parcel = receipt.parcel
    if parcel is not None and parcel.noticed is not None:
        return Line(Prompt.NOTICED, {"condition": parcel.noticed})
    return Line(Prompt.ANYTHING_ELSE if parcel and parcel.units else Prompt.TAKE_UNIT_OUT)


def _reject(receipt: Receipt) -> Line:
    pending = [item for item in receipt.parcel.accessories if item.pending] if receipt.parcel else []
    if any(item.kind is AccessoryKind.BOX and not item.found_empty for item in pending):
        return Line(Prompt.BOX_OPENED)
    return Line(Prompt.REJECT, {"count": len(pending)})


def _unit(step: Step, unit: Unit | None, fitting: Container | None) -> Line:
    if step is Step.UNIT:
        return Line(Prompt.SCAN_COLOUR if unit and unit.un_number else Prompt.SCAN_MODEL)
    params: dict[str, str | int] = {
        "condition": (unit.condition if unit else None) or "",
        "un_number": (unit.un_number if unit else None) or "",
    }
    if fitting is None:
        return Line(Prompt.CALL_LEAD_FOR_CONTAINER, params)
    params["container"] = fitting.code
    if fitting.location:
        return Line(Prompt.PUT_INTO_AT, params | {"location": fitting.location})
    return Line(Prompt.PUT_INTO, params)
