"""Quarantine: the containers and the units in them, as the views tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import Container, ContainerState, Limits, Load, Parcelled, Room, choose
from intake.granting import Held
from intake.receipt import Placed, Policy, Receipt
from intake.serial_number import normalise
from intake.sqlite import Connection
from intake.surroundings import milliseconds

_COLUMNS = """code, class, un_number, limit_units, limit_wh, limit_grams, tare, location, state, zone,
holding, suspect_until"""
_CONTAINER = f"SELECT {_COLUMNS} FROM container"  # noqa: S608 (our own names)
_LOAD = "SELECT count(*), total(wh), coalesce(sum(grams), 0), min(contained_at) FROM unit WHERE container = ?"
"""One container at a time: joined and grouped, SQLite would walk through every container there ever was."""

_ZONE = """
SELECT count(*), total(wh) FROM unit WHERE container IN
(SELECT code FROM container WHERE zone = ? AND state IN ('open', 'sealed'))
"""
_WAITING = "SELECT code FROM container WHERE holding = 1 AND state = 'open' ORDER BY code"
_PLACED = """
SELECT unit, parcel, container, condition, un_number, wh, grams, serial FROM unit WHERE container IS NOT NULL
"""

_HELD = """
SELECT coalesce(bag, serial, unit), condition, holds LIKE '%"EVIDENCE"%' FROM unit WHERE container = ?
ORDER BY contained_at, unit
"""


class Quarantine:
    """Look-ups of containers over one connection, at one time."""

    def __init__(self, connection: Connection, policy: Policy, wall: int) -> None:
        """Look at `wall`, in milliseconds since 1970."""
        self._connection = connection
        self._policy = policy
        self._wall = wall
        self._rooms: dict[str, Room] = {}

    def container(self, code: str) -> Container | None:
        """Give a container with what it holds."""
        row = self._connection.execute(f"{_CONTAINER} WHERE code = ?", (code,)).fetchone()
        return self._loaded(row) if row else None

    def _loaded(self, row: tuple[Any, ...]) -> Container:
        code, condition, un_number, units, wh, grams, tare, location, state, zone, holding, until = row
        *load, first = self._connection.execute(_LOAD, (code,)).fetchone()
        age = self._policy.holding_ms if holding else self._policy.limits.age_ms
        return Container(
            code,
            Condition(condition),
            UnNumber(un_number),
            Limits(units, wh, grams, age),
            tare,
            location,
            ContainerState(state),
            Load(*load),
            zone,
            bool(holding),
            max(self._wall - milliseconds(first), 0) if first else 0,
            until is not None and self._wall < milliseconds(until),
            self._room(zone),
        )

    def _room(self, zone: str) -> Room:
        """Give what a zone still takes, added up once however many of its containers are looked at."""
        limit = self._policy.zone
        if not zone or limit == Room():
            return Room()
        if zone not in self._rooms:
            units, wh = self._connection.execute(_ZONE, (zone,)).fetchone()
            self._rooms[zone] = Room(limit.units - units, limit.wh - wh)
        return self._rooms[zone]

    def fitting(self, receipt: Receipt) -> Container | None:
        """Give the container to use for the unit in hand, once its class and UN number are known."""
        unit = receipt.unit.parcelled if receipt.unit else None
        return self.fitting_for(unit) if unit else None

    def fitting_for(self, unit: Parcelled) -> Container | None:
        """Give the container to use for a unit."""
        return choose(self._open(unit), unit)

    def _open(self, unit: Parcelled) -> Iterable[Container]:
        rows = self._connection.execute(
            f"{_CONTAINER} WHERE state = 'open' AND class = ? AND un_number = ?",
            (unit.condition, unit.un_number),
        )
        return [self._loaded(row) for row in rows.fetchall()]

    def waiting(self) -> tuple[tuple[str, int], ...]:
        """Name the holding boxes with units in them, and how many."""
        boxes = [code for (code,) in self._connection.execute(_WAITING).fetchall()]
        held = [(code, self._connection.execute(_LOAD, (code,)).fetchone()[0]) for code in boxes]
        return tuple((code, units) for code, units in held if units)

    def placed(self, name: str) -> tuple[Placed, ...]:
        """Give the contained units that a bag label, a unit's id, a serial or a container's label names.

        A serial that two of them bear names neither: who can say which of them lies in his hand?
        """
        for column in ("bag", "unit", "serial", "container"):
            query = f"{_PLACED} AND {column} IN (?, ?) ORDER BY contained_at, unit"
            found = self._connection.execute(query, (name, normalise(name))).fetchall()
            if found:
                is_clear = column != "serial" or len(found) == 1
                return self._all_placed(found) if is_clear else ()
        return ()

    def unit(self, name: str) -> Placed | None:
        """Give the one unit in a container not yet handed over that a bag label, an id or a serial names."""
        found = self.placed(name)
        is_one = len(found) == 1 and found[0].container != name
        return found[0] if is_one and not found[0].is_gone else None

    def is_here(self, code: str) -> bool:
        """Tell whether a container stands on the site."""
        container = self.container(code)
        return container is not None and container.is_here

    def held(self, code: str) -> tuple[Held, ...]:
        """Give what lies in a container, with what matters for sealing and handing it over."""
        rows = self._connection.execute(_HELD, (code,)).fetchall()
        return tuple(Held(name, Condition(condition), bool(evidence)) for name, condition, evidence in rows)

    def _all_placed(self, rows: list[tuple[Any, ...]]) -> tuple[Placed, ...]:
        """Look at each of their containers once."""
        containers = {code: self.container(code) for code in {row[2] for row in rows}}
        return tuple(_placed(row, containers[row[2]]) for row in rows)


def _placed(row: tuple[Any, ...], container: Container | None) -> Placed:
    unit, parcel, code, condition, un_number, wh, grams, serial = row
    is_open = container is not None and container.is_free
    is_gone = container is not None and container.state is ContainerState.ACCEPTED
    holding = container is not None and container.holding
    zone = container.zone if container else ""
    parcelled = Parcelled(Condition(condition), UnNumber(un_number), wh, grams)
    return Placed(
        unit,
        parcel,
        code,
        holding,
        is_open,
        parcelled,
        zone,
        _is_misplaced(container, parcelled),
        is_gone,
        serial,
    )


def _is_misplaced(container: Container | None, unit: Parcelled) -> bool:
    """What no longer belongs in a closed container must come out of it, unless that is under observation."""
    if container is None or container.suspect:
        return False
    is_closed_here = container.state in {ContainerState.SEALED, ContainerState.LOADED}
    return is_closed_here and container.condition is not unit.condition
