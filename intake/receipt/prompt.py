"""What the desk asks for next: one sentence for every situation a receipt can be in."""

from __future__ import annotations

from enum import StrEnum

from intake.accessory import AccessoryKind
from intake.claim import TAIL
from intake.condition import Checklist
from intake.container import Container
from intake.outcome import Line
from intake.question import Ask
from intake.receipt.keyed import spaced
from intake.receipt.state import Keyed, Parcel, Receipt, Unit
from intake.receipt.step import Step, step_of


class Prompt(StrEnum):
    """Every sentence that says what to do next."""

    SIGN_IN = "prompt_sign_in"
    SCAN_PARCEL = "prompt_scan_parcel"
    SCAN_ARRIVALS = "prompt_scan_arrivals"
    REOPEN = "prompt_reopen"
    SECOND_UNIT = "prompt_second_unit"
    EMPTY = "prompt_empty"
    OPEN_CONTAINER = "prompt_open_container"
    LOOK_UP = "prompt_look_up"
    UNDO = "prompt_undo"
    MOVE_WHAT = "prompt_move_what"
    MOVE_WHERE = "prompt_move_where"
    INSPECT = "prompt_inspect"
    TAKE_UNIT_OUT = "prompt_take_unit_out"
    TAKE_CLAIMED_OUT = "prompt_take_claimed_out"
    TAKE_LOOSE = "prompt_take_loose"
    READ_BACK = "prompt_read_back"
    READ_BACK_PRINT = "prompt_read_back_print"
    PHOTO = "prompt_photo"
    KEEP_PHOTO = "prompt_keep_photo"
    NOTICED = "prompt_noticed"
    ANYTHING_ELSE = "prompt_anything_else"
    SCAN_MODEL = "prompt_scan_model"
    SCAN_COLOUR = "prompt_scan_colour"
    LOOK_FEEL_SMELL = "prompt_look_feel_smell"
    CHECKLIST = "prompt_checklist"
    SCAN_BAG = "prompt_scan_bag"
    PUT_INTO = "prompt_put_into"
    PUT_INTO_AT = "prompt_put_into_at"
    CALL_LEAD_FOR_CONTAINER = "prompt_call_lead_for_container"
    BOX_OPENED = "prompt_box_opened"
    REJECT = "prompt_reject"
    EMERGENCY = "prompt_emergency"


_FIXED = {
    Step.SIGNED_OUT: Prompt.SIGN_IN,
    Step.BAG: Prompt.SCAN_BAG,
    Step.EMERGENCY: Prompt.EMERGENCY,
}
_ASKED = {
    Ask.REOPEN: Prompt.REOPEN,
    Ask.SECOND_UNIT: Prompt.SECOND_UNIT,
    Ask.SECOND_PRINTED: Prompt.SECOND_UNIT,
    Ask.SECOND_KEYED: Prompt.SECOND_UNIT,
    Ask.EMPTY: Prompt.EMPTY,
    Ask.OPEN_CONTAINER: Prompt.OPEN_CONTAINER,
    Ask.UNDO: Prompt.UNDO,
    Ask.MOVE_WHAT: Prompt.MOVE_WHAT,
    Ask.MOVE_WHERE: Prompt.MOVE_WHERE,
    Ask.INSPECT: Prompt.INSPECT,
    Ask.LOOK_UP: Prompt.LOOK_UP,
    Ask.PHOTO: Prompt.PHOTO,
    Ask.KEEP_PHOTO: Prompt.KEEP_PHOTO,
}
"""What an open question asks to be done; where none came of a picture, the step goes on."""


def prompt(receipt: Receipt, fitting: Container | None, checklist: Checklist) -> Line:
    """Say what to do next. `fitting` is the container to use, where the step is CONTAINER."""
    step = step_of(receipt)
    question = receipt.question
    if question is not None and question.ask in _ASKED and step not in {Step.SIGNED_OUT, Step.EMERGENCY}:
        return Line(_ASKED[question.ask], {"about": question.about})
    if step in _FIXED:
        return Line(_FIXED[step])
    match step:
        case Step.IDLE:
            return _idle(receipt)
        case Step.PARCEL_OPEN:
            return _open(receipt.parcel)
        case Step.REJECT:
            return _reject(receipt)
        case _:
            return _unit(step, receipt, fitting, checklist)


def _idle(receipt: Receipt) -> Line:
    if receipt.cage is None:
        return Line(Prompt.SCAN_PARCEL)
    return Line(Prompt.SCAN_ARRIVALS, {"cage": receipt.cage})


def _open(parcel: Parcel | None) -> Line:
    noticed = parcel.noticed if parcel else None
    if noticed is not None:
        return Line(Prompt.NOTICED, {"condition": noticed})
    if parcel and parcel.loose:
        return Line(Prompt.TAKE_LOOSE)
    if parcel and parcel.awaited_serials:
        return Line(Prompt.TAKE_CLAIMED_OUT, {"count": parcel.below_claim})
    return Line(Prompt.ANYTHING_ELSE if parcel and parcel.units else Prompt.TAKE_UNIT_OUT)


def _reject(receipt: Receipt) -> Line:
    pending = [item for item in receipt.parcel.accessories if item.pending] if receipt.parcel else []
    if any(item.kind is AccessoryKind.BOX and not item.found_empty for item in pending):
        return Line(Prompt.BOX_OPENED)
    return Line(Prompt.REJECT, {"count": len(pending)})


def _unit(step: Step, receipt: Receipt, fitting: Container | None, checklist: Checklist) -> Line:
    unit = receipt.unit
    if unit is None:
        return _read_back(receipt.parcel.keyed if receipt.parcel else None)
    if step is Step.UNIT:
        return Line(Prompt.SCAN_COLOUR if unit.un_number else Prompt.SCAN_MODEL)
    if step is Step.CONDITION:
        sign = checklist.sign(unit.denied) if unit.checklist_wanted else None
        return Line(Prompt.CHECKLIST, {"sign": sign.name}) if sign else Line(Prompt.LOOK_FEEL_SMELL)
    return _into(unit, fitting)


def _read_back(keyed: Keyed | None) -> Line:
    told: dict[str, str | int] = {"serial": spaced(keyed.serial) if keyed else ""}
    if keyed is not None and keyed.is_printed:
        return Line(Prompt.READ_BACK_PRINT, told | {"length": TAIL})
    return Line(Prompt.READ_BACK, told)


def _into(unit: Unit, fitting: Container | None) -> Line:
    params: dict[str, str | int] = {
        "condition": unit.condition or "",
        "un_number": unit.un_number or "",
    }
    if fitting is None:
        return Line(Prompt.CALL_LEAD_FOR_CONTAINER, params)
    params["container"] = fitting.code
    if fitting.location:
        return Line(Prompt.PUT_INTO_AT, params | {"location": fitting.location})
    return Line(Prompt.PUT_INTO, params)
