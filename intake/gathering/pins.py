"""Badges and PINs of wishes: who they are, how many wrong PINs came before, and how long that locks."""

from __future__ import annotations

from math import ceil

from intake.granting import Pin, is_label, task_of
from intake.known import LookUps
from intake.operator import Operator, Role
from intake.own_label import LabelKind
from intake.people import People
from intake.request import Pinned
from intake.settings import Settings
from intake.surroundings import milliseconds

_MINUTE = 60_000
"""Milliseconds."""


def who_asks(look_ups: LookUps, by: str) -> Operator | None:
    """Give the badge; one nobody knows is worth as little as a retired one."""
    nobody = Operator(by, Role.OPERATOR, retired=True) if is_label(LabelKind.BADGE, by) else None
    return look_ups.operator(by) or nobody


def pin_of(
    wish: Pinned, look_ups: LookUps, people: People, settings: Settings, wall: int
) -> tuple[Pin, int, int]:
    """Say how badge and PIN are to be taken, after how many wrong PINs, and the minutes it stays locked.

    A locked badge's PIN is not even looked at. `wall` is now, in milliseconds.
    """
    operator = look_ups.operator(wish.lead)
    if operator is None or not operator.may(task_of(wish)):
        return Pin.NO_LEAD, 0, 0
    failures, minutes = _failures(look_ups, settings, wish.lead, wall)
    if minutes:
        return Pin.LOCKED, failures, minutes
    return Pin.RIGHT if people.has_pin(wish.lead, wish.pin) else Pin.WRONG, failures, 0


def _failures(look_ups: LookUps, settings: Settings, badge: str, wall: int) -> tuple[int, int]:
    """Give the wrong PINs in a row and the whole minutes the badge still stays locked."""
    query = "SELECT failures, failed_at FROM operator WHERE code = ?"
    failures, failed_at = look_ups.connection.execute(query, (badge,)).fetchone()
    if failures < settings.pin_attempts:
        return failures, 0
    left = milliseconds(failed_at) + settings.pin_lock_minutes * _MINUTE - wall
    # A clock that was set back must not lock a badge for ever.
    within = 0 < left <= settings.pin_lock_minutes * _MINUTE
    return failures, ceil(left / _MINUTE) if within else 0
