"""Quarantine containers: which unit may go into which, and when one is full.

Limits are site policy, not law: no source states a unit or watt-hour limit for a container of recalled
power banks; 30 kg gross is the only figure with one (UN 3480/3481 used batteries, ADR P909 with SP 636).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from intake.campaign import UnNumber
from intake.condition import Condition


class ContainerState(StrEnum):
    """A container's way: open, sealed, loaded, accepted by the carrier, or refused and sealed again."""

    OPEN = "open"
    SEALED = "sealed"
    LOADED = "loaded"
    ACCEPTED = "accepted"


class Limits(msgspec.Struct, frozen=True):
    """How much one container may hold."""

    units: int = 50
    wh: float = 2000.0
    """Watt-hours."""

    grams: int = 30_000
    """Gross, the container's own weight included."""

    @property
    def are_possible(self) -> bool:
        """Whether a real container can have these limits."""
        return 1 <= self.units <= _MOST_UNITS and 0 < self.wh <= _MOST_WH and 0 < self.grams <= _MOST_GRAMS


_MOST_UNITS = 100_000
_MOST_WH = 10_000_000.0
_MOST_GRAMS = 100_000_000
"""A hundred tonnes: more than any container holds, and far from what SQLite cannot store."""

SOLITARY = Limits(units=1)
"""A critical battery is never put with another (packing instruction P911: one per packaging)."""


class Load(msgspec.Struct, frozen=True):
    """What stands in a container now."""

    units: int = 0
    wh: float = 0.0
    grams: int = 0


class Container(msgspec.Struct, frozen=True):
    """A quarantine container and what it holds."""

    code: str
    condition: Condition
    un_number: UnNumber
    limits: Limits
    tare: int = 0
    """Its own weight in grams."""

    location: str = ""
    state: ContainerState = ContainerState.OPEN
    load: Load = Load()


class Parcelled(msgspec.Struct, frozen=True):
    """What a container must know of a unit."""

    condition: Condition
    un_number: UnNumber
    wh: float
    grams: int


class Misfit(StrEnum):
    """Why a unit may not go into a container."""

    NOT_OPEN = "not_open"
    WRONG_CLASS = "wrong_class"
    WRONG_UN_NUMBER = "wrong_un_number"
    FULL = "full"


def misfit(container: Container, unit: Parcelled) -> Misfit | None:
    """Give the reason why `unit` may not go into `container`, or None when it may."""
    if container.state is not ContainerState.OPEN:
        return Misfit.NOT_OPEN
    if container.condition is not unit.condition:
        return Misfit.WRONG_CLASS
    if container.un_number is not unit.un_number:
        return Misfit.WRONG_UN_NUMBER
    return None if has_room(container, unit) else Misfit.FULL


def has_room(container: Container, unit: Parcelled) -> bool:
    """Tell whether units, watt-hours and gross weight all stay within the container's limits."""
    limits, load = container.limits, container.load
    return (
        load.units + 1 <= limits.units
        and load.wh + unit.wh <= limits.wh
        and container.tare + load.grams + unit.grams <= limits.grams
    )


def choose(containers: Iterable[Container], unit: Parcelled) -> Container | None:
    """Name the container to use: the fullest that takes the unit, so that few stand half full."""
    fitting = [container for container in containers if misfit(container, unit) is None]
    return max(fitting, key=lambda c: (c.load.units, c.code), default=None)
