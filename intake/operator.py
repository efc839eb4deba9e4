"""Operators: who may do what at the desk. Names live elsewhere (`intake.people`), so they can be erased."""

from __future__ import annotations

from enum import StrEnum

import msgspec

SHORTEST_PIN, LONGEST_PIN = 4, 12
"""Characters of a PIN."""


class Role(StrEnum):
    """What a badge allows."""

    OPERATOR = "operator"
    LEAD = "lead"
    SUPERVISOR = "supervisor"
    SAFETY = "safety"


class Task(StrEnum):
    """What not everybody may do. Taking parcels in is everybody's."""

    OPEN_CONTAINER = "open_container"
    INSPECT = "inspect"
    UNDO = "undo"
    """What only a lead may undo (`intake.receipt.undoing`)."""

    MOVE = "move"
    """A unit out of a quarantine container."""

    CLOSE_EMERGENCY = "close_emergency"
    WATCH = "watch"
    """Put a container under observation, and end that."""

    SEAL = "seal"
    HAND_OVER = "hand_over"
    REVIEW = "review"
    """Look at the log, the holds and the replacements."""

    RESOLVE_HOLD = "resolve_hold"
    LEAVE_NOTE = "leave_note"
    READ_NOTE = "read_note"
    ADMINISTER = "administer"
    """Badges, lists, expected returns, erasures."""


_EVERYBODY = frozenset(Role)
_LEADS = frozenset({Role.LEAD, Role.SUPERVISOR, Role.SAFETY})
_SUPERVISORS = frozenset({Role.SUPERVISOR})

PERMITTED: dict[Task, frozenset[Role]] = {
    Task.OPEN_CONTAINER: _EVERYBODY,
    Task.INSPECT: _EVERYBODY,
    Task.UNDO: frozenset({Role.LEAD, Role.SUPERVISOR}),
    Task.MOVE: _LEADS,
    Task.CLOSE_EMERGENCY: _LEADS,
    Task.WATCH: _LEADS,
    Task.SEAL: _SUPERVISORS | {Role.LEAD},
    Task.HAND_OVER: _SUPERVISORS,
    Task.REVIEW: _LEADS,
    Task.RESOLVE_HOLD: _SUPERVISORS,
    Task.LEAVE_NOTE: _LEADS,
    Task.READ_NOTE: _EVERYBODY,
    Task.ADMINISTER: _SUPERVISORS,
}
"""The one table of roles."""


class Operator(msgspec.Struct, frozen=True):
    """One badge."""

    code: str
    """The badge's label, `RI-O-0007-H`: the only name the journal knows."""

    role: Role
    retired: bool = False

    def may(self, task: Task) -> bool:
        """Tell whether this badge allows a task. A retired one allows nothing."""
        return not self.retired and self.role in PERMITTED[task]
