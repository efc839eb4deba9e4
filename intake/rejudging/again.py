"""Judging a unit again: by the lists in force, no more certain than reading and claim allow."""

from __future__ import annotations

from msgspec.structs import replace

from intake.claim import Claim
from intake.known import LookUps
from intake.receipt.anew import as_read, is_vouched
from intake.receipt.state import Unit
from intake.request import Rejudged
from intake.verdict import Judgement, Reason, Verdict


def judged_again(look_ups: LookUps, unit: Unit, claim: Claim | None, wall: int) -> Rejudged:
    """Say what the lists in force say of a unit that has a serial, at `wall` milliseconds.

    `claim` is its parcel's.
    """
    judged = look_ups.judge(unit.serial or "", wall, unit.told, vouched=is_vouched(unit))
    if Reason.MODEL_DECIDES in judged.reasons and unit.verdict is Verdict.AFFECTED:
        judged = _of_listed_model(look_ups, unit, wall) or judged
    return as_read(judged, unit, claim)


def _of_listed_model(look_ups: LookUps, unit: Unit, wall: int) -> Judgement | None:
    """Ask by the model that an older list has named the serial for, where nobody has told any.

    A list that names every unit of it by now says no less of this one. It can only recall it: what an older
    list said of a model clears no unit.
    """
    if unit.told.model is not None or unit.model is None:
        return None
    told = replace(unit.told, model=unit.model)
    judged = look_ups.judge(unit.serial or "", wall, told, vouched=is_vouched(unit))
    is_same = judged.verdict is Verdict.AFFECTED and judged.campaign == unit.campaign
    return judged if is_same else None
