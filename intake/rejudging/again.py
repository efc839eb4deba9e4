"""Judging a unit again: by the lists in force, and no more certain than its serial was read."""

from __future__ import annotations

from intake.known import LookUps
from intake.receipt.rejudging import as_read, is_vouched
from intake.receipt.state import Unit
from intake.request import Rejudged


def judged_again(look_ups: LookUps, unit: Unit, wall: int) -> Rejudged:
    """Say what the lists in force say of a unit that has a serial, at `wall` milliseconds."""
    judged = look_ups.judge(unit.serial or "", wall, unit.told, vouched=is_vouched(unit))
    return as_read(judged, unit)
