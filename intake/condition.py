"""Condition classes: how bad a battery is, and so which kind of container may take it.

The classes follow the ADR/IMDG split of damaged, defective or recalled batteries into non-critical
(special provision 376, packing instruction P908) and critical (P911); K is divided by what the person
sees, because a swollen cold pack and a smoking one need different acts.
"""

from __future__ import annotations

from enum import StrEnum

from intake.verdict import Verdict


class Observation(StrEnum):
    """What the operator saw, felt and smelt, as one command scan says it."""

    INTACT = "INTACT"
    """No sign of anything."""

    D = "D"
    """Dent, crack, discoloured, wet, opened, old leak or burn, or it cannot be judged."""

    K1 = "K1"
    """Swollen or deformed, cold and quiet."""

    K2 = "K2"
    """Hot, smoking, hissing, leaking or smelling now."""


class Condition(StrEnum):
    """The class a unit is handled by, mildest first."""

    N = "N"
    """Intact and not in any affected list: kept apart until the maker's written release."""

    R = "R"
    """Intact recalled: defective for safety by the maker's own notice (SP 376, P908)."""

    D = "D"
    """Damaged, or cannot be judged (SP 376, P908)."""

    K1 = "K1"
    """Critical, quiet: lidded metal container, the lead is called (P911)."""

    K2 = "K2"
    """Critical, active: the emergency card. Never into a container by the program."""


_RANK = {condition: rank for rank, condition in enumerate(Condition)}
_SEEN = {Observation.D: Condition.D, Observation.K1: Condition.K1, Observation.K2: Condition.K2}


def classify(observation: Observation, verdict: Verdict | None) -> Condition:
    """Give the class for what was seen and what the list says; without a serial it is at least R."""
    if observation is Observation.INTACT:
        return Condition.N if verdict is Verdict.NOT_AFFECTED else Condition.R
    return _SEEN[observation]


def is_worse(condition: Condition, than: Condition) -> bool:
    """Tell whether `condition` is graver than `than`. A class may be raised at the desk, never eased."""
    return _RANK[condition] > _RANK[than]
