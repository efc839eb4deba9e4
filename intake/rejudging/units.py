"""Units as the views tell them: what judging them anew rests on, read many at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from intake.campaign import UnNumber
from intake.claim import Claim
from intake.condition import Condition
from intake.container import ContainerState
from intake.dispatch import Replacement, replacement_key
from intake.disposition import UnitDisposition
from intake.hold import HoldDecision, HoldKind
from intake.known import LookUps
from intake.receipt.rejudging import Received
from intake.receipt.state import Hold, Unit
from intake.request import Rejudged
from intake.serial_number import How
from intake.sqlite import Connection
from intake.verdict import Reason, Told, Verdict

_COLUMNS = """unit, identified_at, serial, raw, verdict, reasons, maker, campaign, model, colour, un_number,
list_version, how, condition, container, bag, told_model, told_colour, channel"""
_CLAIMED = f"""
SELECT {_COLUMNS}, p.announced FROM unit AS u
LEFT JOIN (SELECT parcel AS id, announced FROM parcel) AS p ON p.id = u.parcel WHERE
"""  # noqa: S608 (our own words)
_PAGE = f"{_CLAIMED} unit > ? ORDER BY unit LIMIT ?"
_BY = f"{_CLAIMED} serial IS NOT NULL AND "
_AROUND = f"""
SELECT {_COLUMNS}, u.parcel, u.label, u.disposition, p.announced, c.state
FROM unit AS u JOIN (SELECT parcel AS id, announced FROM parcel) AS p ON p.id = u.parcel
LEFT JOIN (SELECT code, state FROM container) AS c ON c.code = u.container WHERE u.unit IN
"""  # noqa: S608 (our own words)
_PARCEL = len(_COLUMNS.split(","))
"""Its place in such a row."""

_HOLDS = """
SELECT unit, hold, reason, raised_at, detail, resolved_at, decision, resolved_by, reference FROM hold
WHERE parcel IN ({}) ORDER BY rowid
"""
_REPLACEMENTS = """
SELECT unit, parcel, state NOT IN ('held', 'denied') OR (state = 'held' AND holds = '["PROVISIONAL"]'),
key, campaign, serial, item, colour, queued_at FROM replacement WHERE parcel IN ({})
"""
_TWINS = """
SELECT r.key, r.unit, p.label FROM replacement AS r JOIN parcel AS p ON p.parcel = r.parcel
WHERE r.key IN ({})
"""

_REASONS = msgspec.json.Decoder(tuple[Reason, ...])
_CLAIM = msgspec.json.Decoder(Claim)


def unit_pages(connection: Connection, size: int) -> Iterator[list[tuple[Unit, Claim | None]]]:
    """Yield every unit ever received with its claim, in the order of keys (that of time), so many at once."""
    after = ""
    while rows := connection.execute(_PAGE, (after, size)).fetchall():
        yield [_claimed(row) for row in rows]
        after = rows[-1][0]


def units_of(connection: Connection, parcel: str) -> list[tuple[Unit, Claim | None]]:
    """Give the units of a parcel that have a serial, each with the claim."""
    return [_claimed(row) for row in connection.execute(f"{_BY} parcel = ?", (parcel,)).fetchall()]


def units_in(connection: Connection, container: str) -> list[tuple[Unit, Claim | None]]:
    """Give the units in a container that have a serial, with their claims, in the order they were put in."""
    query = f"{_BY} container = ? ORDER BY contained_at, unit"
    return [_claimed(row) for row in connection.execute(query, (container,)).fetchall()]


def units_named(connection: Connection, units: Sequence[str]) -> list[tuple[Unit, Claim | None]]:
    """Give the units with these ids that have a serial, with their claims."""
    query = f"{_BY} unit IN ({', '.join('?' * len(units))})"
    return [_claimed(row) for row in connection.execute(query, units).fetchall()]


def _claimed(row: tuple[Any, ...]) -> tuple[Unit, Claim | None]:
    *unit, announced = row
    return _unit(tuple(unit)), _CLAIM.decode(announced) if announced else None


def _unit(row: Sequence[Any], holds: tuple[Hold, ...] = (), replacement: Replacement | None = None) -> Unit:
    key, at, serial, raw, verdict, reasons, maker, campaign, model, colour, un_number, *rest = row
    version, how, condition, container, bag, told_model, told_colour, channel = rest
    return Unit(
        key,
        at,
        serial,
        raw,
        Verdict(verdict) if verdict else None,
        _REASONS.decode(reasons),
        bag_wanted=False,
        maker=maker,
        campaign=campaign,
        model=model,
        colour=colour,
        un_number=UnNumber(un_number) if un_number else None,
        list_version=version,
        how=How(how),
        condition=Condition(condition) if condition else None,
        container=container,
        bag=bag,
        told=Told(told_model, told_colour, channel),
        holds=holds,
        replacement=replacement,
    )


class _Around(NamedTuple):
    """What lies around the units of one chunk."""

    holds: dict[str, list[Hold]]
    replacements: dict[str, Replacement]
    served: dict[str, set[str]]
    """Units by their parcel, for which a replacement goes out."""

    twins: dict[str, tuple[str, str]]
    """Unit and parcel's label, by key."""


def received(look_ups: LookUps, said: Sequence[Rejudged]) -> list[tuple[Received, Rejudged]]:
    """Give the units that lists say something of, each with what the log knows around it.

    A unit nobody knows, or without a serial, is left out; one named twice counts once.
    """
    connection = look_ups.connection
    query = f"{_AROUND} ({', '.join('?' * len(said))})"
    rows = {row[0]: row for row in connection.execute(query, [each.unit for each in said]).fetchall()}
    parcels = list({row[_PARCEL] for row in rows.values()})
    named = {each.unit: each for each in said}
    known = [(rows[unit], each) for unit, each in named.items() if unit in rows and rows[unit][2]]
    makers = {each.id: each.maker for each in look_ups.catalogue.campaigns}
    keys = [_key(row, each, makers) for row, each in known if each.verdict is Verdict.AFFECTED]
    around = _Around(
        _holds(connection, parcels), *_replacements(connection, parcels), _twins(connection, keys)
    )
    return [(_received(row, around, _key(row, each, makers)), each) for row, each in known]


def _key(row: tuple[Any, ...], said: Rejudged, makers: dict[str, str]) -> str:
    """Give the key by which a twin may have its replacement; one that many units bear names none."""
    return replacement_key(makers.get(said.campaign or "", row[6] or ""), row[2])


def _received(row: tuple[Any, ...], around: _Around, key: str) -> Received:
    *unit, parcel, label, disposition, announced, state = row
    mine, twin = unit[0], around.twins.get(key)
    return Received(
        parcel,
        _unit(unit, tuple(around.holds.get(mine, ())), around.replacements.get(mine)),
        label,
        claim=_CLAIM.decode(announced) if announced else None,
        served=len(around.served.get(parcel, set()) - {mine}),
        in_hand=disposition == UnitDisposition.IN_HAND,
        handed_over=state == ContainerState.ACCEPTED,
        twin=twin[1] if twin is not None and twin[0] != mine else None,
    )


def _rows(connection: Connection, query: str, values: list[str]) -> list[tuple[Any, ...]]:
    return connection.execute(query.format(", ".join("?" * len(values))), values).fetchall()


def _holds(connection: Connection, parcels: list[str]) -> dict[str, list[Hold]]:
    found: dict[str, list[Hold]] = {}
    for unit, key, kind, raised_at, detail, resolved_at, decision, by, reference in _rows(
        connection, _HOLDS, parcels
    ):
        word = HoldDecision(decision) if decision else None
        hold = Hold(key, HoldKind(kind), raised_at, detail, resolved_at, word, by, reference)
        found.setdefault(unit, []).append(hold)
    return found


def _replacements(
    connection: Connection, parcels: list[str]
) -> tuple[dict[str, Replacement], dict[str, set[str]]]:
    owed: dict[str, Replacement] = {}
    served: dict[str, set[str]] = {}
    for unit, parcel, is_served, *queued in _rows(connection, _REPLACEMENTS, parcels):
        owed[unit] = Replacement(*queued)
        if is_served:
            served.setdefault(parcel, set()).add(unit)
    return owed, served


def _twins(connection: Connection, keys: list[str]) -> dict[str, tuple[str, str]]:
    return {key: (unit, label) for key, unit, label in _rows(connection, _TWINS, keys)} if keys else {}
