"""Operators."""

from __future__ import annotations

import pytest

from intake.operator import Operator, Role


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.OPERATOR, False), (Role.LEAD, True), (Role.SUPERVISOR, True), (Role.SAFETY, True)],
)
def test_every_role_but_an_operators_ends_emergencies(role, may):
    assert Operator("RI-O-0007-H", role).may_close_emergencies is may


@pytest.mark.parametrize("role", Role)
def test_a_retired_badge_ends_none(role):
    assert not Operator("RI-O-0007-H", role, retired=True).may_close_emergencies


def test_roles_are_least_first():
    assert list(Role) == ["operator", "lead", "supervisor", "safety"]
