"""Operators, and the one table of roles."""

from __future__ import annotations

import pytest

from intake.operator import PERMITTED, Operator, Role, Task

EVERYBODY = set(Role)
LEADS = {Role.LEAD, Role.SUPERVISOR, Role.SAFETY}
MAY = {
    Task.OPEN_CONTAINER: EVERYBODY,
    Task.INSPECT: EVERYBODY,
    Task.UNDO: {Role.LEAD, Role.SUPERVISOR},
    Task.MOVE: LEADS,
    Task.CLOSE_EMERGENCY: LEADS,
    Task.WATCH: LEADS,
    Task.SEAL: {Role.LEAD, Role.SUPERVISOR},
    Task.HAND_OVER: {Role.SUPERVISOR},
    Task.REVIEW: LEADS,
    Task.RESOLVE_HOLD: {Role.SUPERVISOR},
    Task.LEAVE_NOTE: LEADS,
    Task.READ_NOTE: EVERYBODY,
    Task.ADMINISTER: {Role.SUPERVISOR},
}


@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("role", Role)
def test_a_badge_may_what_its_role_may(role, task):
    assert Operator("RI-O-0007-H", role).may(task) is (role in MAY[task])


@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("role", Role)
def test_a_retired_badge_may_nothing(role, task):
    assert not Operator("RI-O-0007-H", role, retired=True).may(task)


def test_every_task_stands_in_the_table():
    assert set(PERMITTED) == set(Task) == set(MAY)


def test_roles_are_least_first():
    assert list(Role) == ["operator", "lead", "supervisor", "safety"]
