"""Alarms: troubles that are heard and stand in the colours of danger, whatever is being done meanwhile."""

from __future__ import annotations

from intake.line import Line
from intake.scene import Scene
from intake.troubles import Trouble

ALARMS = frozenset({Trouble.EMERGENCY_ELSEWHERE, Trouble.UNIT_GONE})


def alarms(scene: Scene) -> tuple[Line, ...]:
    """Give those that stand."""
    return tuple(line for line in scene.troubles if line.message in ALARMS)


def rings(scene: Scene, before: Scene) -> bool:
    """Tell whether one stands that did not stand before; that there are fewer is heard of nobody."""
    here, there = alarms(scene), alarms(before)
    return here != there and _count(here) >= _count(there)


def _count(lines: tuple[Line, ...]) -> int:
    """One sentence may stand for several."""
    return sum(int(line.params.get("count", 1)) for line in lines)
