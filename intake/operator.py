"""Operators: who may do what at the desk. Names live elsewhere (`intake.people`), so they can be erased."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Role(StrEnum):
    """What a badge allows, least first."""

    OPERATOR = "operator"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    SAFETY = "safety"


_MAY_CLOSE_EMERGENCIES = frozenset({Role.LEAD, Role.SUPERVISOR, Role.SAFETY})


class Operator(msgspec.Struct, frozen=True):
    """One badge."""

    code: str
    """The badge's label, `RI-O-0007-H`: the only name the journal knows."""

    role: Role
    retired: bool = False

    @property
    def may_close_emergencies(self) -> bool:
        """Whether this badge, with its PIN, may end an emergency."""
        return self.role in _MAY_CLOSE_EMERGENCIES and not self.retired
