"""Quarantine containers: which unit may go into which, and when one is full.

Limits are site policy, not law: no source states a unit or watt-hour limit for a container of recalled
power banks; 30 kg gross is the only figure with one (UN 3480/3481 used batteries, ADR P909 with SP 636).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from math import inf

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

    age_ms: int = 0
    """Milliseconds after its first unit when it takes no more; 0: no limit."""

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


class Room(msgspec.Struct, frozen=True):
    """What still goes into a zone of the site."""

    units: float = inf
    wh: float = inf


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
    zone: str = ""
    """Containers of one zone share its limits."""

    holding: bool = False
    """A holding box of the desk: units wait in it for a while and are moved on."""

    age_ms: int = 0
    """Milliseconds since its first unit went in; 0 while it is empty."""

    suspect: bool = False
    """Under observation: something in it may still react. Nothing goes in or out."""

    room: Room = Room()
    """What its zone still takes."""

    @property
    def is_here(self) -> bool:
        """Whether it still stands on the site, so that a round can look at it."""
        return self.state in {ContainerState.OPEN, ContainerState.SEALED}

    @property
    def is_free(self) -> bool:
        """Whether things may be put in and taken out: it is open and not under observation."""
        return self.state is ContainerState.OPEN and not self.suspect


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
    SUSPECT = "suspect"
    TOO_OLD = "too_old"
    HOLDING_LATE = "holding_late"
    """A holding box that should have been emptied by now."""

    ZONE_FULL = "zone_full"


def misfit(container: Container, unit: Parcelled) -> Misfit | None:
    """Give the reason why `unit` may not go into `container`, or None when it may."""
    if container.state is not ContainerState.OPEN:
        return Misfit.NOT_OPEN
    if container.condition is not unit.condition:
        return Misfit.WRONG_CLASS
    if container.un_number is not unit.un_number:
        return Misfit.WRONG_UN_NUMBER
    if not has_room(container, unit):
        return Misfit.FULL
    return _closed_by_time_or_place(container, unit)


def _closed_by_time_or_place(container: Container, unit: Parcelled) -> Misfit | None:
    if container.suspect:
        return Misfit.SUSPECT
    if container.limits.age_ms and container.age_ms > container.limits.age_ms:
        return Misfit.HOLDING_LATE if container.holding else Misfit.TOO_OLD
    fits = container.room.units >= 1 and container.room.wh >= unit.wh
    return None if fits else Misfit.ZONE_FULL


def has_room(container: Container, unit: Parcelled) -> bool:
    """Tell whether units, watt-hours and gross weight all stay within the container's limits."""
    limits, load = container.limits, container.load
    return (
        load.units + 1 <= limits.units
        and load.wh + unit.wh <= limits.wh
        and container.tare + load.grams + unit.grams <= limits.grams
    )


def choose(containers: Iterable[Container], unit: Parcelled) -> Container | None:
    """Name the container to use: the fullest that takes the unit, so that few stand half full.

    A holding box is named only where no quarantine container takes it.
    """
    fitting = [container for container in containers if misfit(container, unit) is None]
    return max(fitting, key=lambda c: (not c.holding, c.load.units, c.code), default=None)
