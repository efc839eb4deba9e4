"""Condition classes: how bad a battery is, and so which kind of container may take it.

The classes follow the ADR/IMDG split of damaged, defective or recalled batteries into non-critical
(special provision 376, packing instruction P908) and critical (P911); K is divided by what the person
sees, because a swollen cold pack and a smoking one need different acts.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

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


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of the checklist."""

    name: str
    condition: Condition = msgspec.field(name="class")
    """What a "yes" makes of the unit."""

    en: str
    ja: str
    evidence: bool = False
    """The unit has burnt or vented: it is handed over only with the maker's release."""

    @property
    def observation(self) -> Observation:
        """What a "yes" says was seen."""
        return Observation(self.condition.value)


class Checklist(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The questions in the order they are asked, gravest first."""

    signs: tuple[Sign, ...] = ()

    def sign(self, answered: int) -> Sign | None:
        """Give the question after so many were answered with "no"; None after the last."""
        return self.signs[answered] if answered < len(self.signs) else None


class ChecklistError(ValueError):
    """A checklist that cannot be used: what was expected and what was got."""


def parse_checklist(mapping: Mapping[str, Any]) -> Checklist:
    """Read `data/conditions.toml`. Raises ChecklistError.

    The gravest sign comes first: a "yes" ends the questions, so a graver one must have been asked before.
    """
    try:
        checklist = msgspec.convert(mapping, Checklist)
    except msgspec.ValidationError as error:
        raise ChecklistError(
            f"expected signs with name, class, en and ja, got this fault: {error}"
        ) from error
    ranks = [_RANK[sign.condition] for sign in checklist.signs]
    if not ranks or ranks != sorted(ranks, reverse=True) or ranks[-1] < _RANK[Condition.D]:
        got = " ".join(sign.condition for sign in checklist.signs)
        raise ChecklistError(f"expected signs of class K2, K1 and D in this order, got {got or 'none'}")
    return checklist


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
