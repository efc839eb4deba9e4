"""Amending: view rows of closed parcels changed fact by fact.

A newer list may change a million units. To fold the whole history of each one's parcel anew, as every other
fact has it done, would take the station a quarter of a millisecond for each; this takes a tenth of that. What
is written is the same: `intake verify` compares it with what the histories fold to.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import msgspec

from intake import facts
from intake.dispatch import ReplacementState
from intake.events import Event
from intake.sqlite import Connection

_JUDGED = """
UPDATE unit SET verdict_before = verdict, judged_at = ?, verdict = ?, reasons = ?, maker = ?, campaign = ?,
model = ?, colour = ?, list_version = ?, condition = iif(condition IS NULL, NULL, coalesce(?, condition)),
holds = {holds} WHERE unit = ?
"""
_WITHOUT = """
(SELECT json_group_array(value) FROM json_each(holds)
WHERE value NOT IN (SELECT reason FROM hold WHERE hold IN ({blanks})))
"""
"""What re-judging clears stands open at most once for a unit (`receipt.rejudging`)."""

_RAISED = "INSERT INTO hold VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, NULL, '', '')"
_RESOLVED = """
UPDATE hold SET resolved_at = ?, decision = ?, resolved_by = ?, reference = ?, note = ? WHERE hold = ?
"""
_QUEUED = "INSERT INTO replacement VALUES (?, ?, ?, ?, ?, ?, ?, ?, '[]', ?)"
_SETTLED = """
UPDATE replacement SET (holds, state) = (
  SELECT u.holds, CASE WHEN replacement.state = ? THEN replacement.state WHEN u.holds = '[]' THEN ? ELSE ? END
  FROM unit AS u WHERE u.unit = replacement.unit
) WHERE parcel = ? AND unit = ?
"""

_KINDS = frozenset({facts.UnitJudged, facts.HoldRaised, facts.HoldResolved, facts.ReplacementQueued})


def amending(events: Sequence[Event], is_open: str | None) -> list[Event]:
    """Give the events whose parcels can be amended: re-judged, closed, and nothing else has happened to them.

    `is_open` is the id of the parcel on the table.
    """
    parcels = {event.parcel for event in events if is_rejudged(event.fact)} - {is_open, None}
    others = {event.parcel for event in events if type(event.fact) not in _KINDS} if parcels else set()
    return [event for event in events if event.parcel in parcels - others]


def is_rejudged(fact: facts.Fact) -> bool:
    """Tell whether a newer list says something else of a unit."""
    return isinstance(fact, facts.UnitJudged) and fact.because is facts.Because.NEW_LIST


def amend(connection: Connection, events: Sequence[Event]) -> None:
    """Write what events mean to the rows of their units; those of one unit follow each other."""
    for unit, together in groupby(events, key=lambda event: event.unit):
        first, *rest = together
        if isinstance(first.fact, facts.UnitJudged):
            _judge(connection, first, first.fact, rest)
        if rest:
            states = (ReplacementState.DENIED, ReplacementState.QUEUED, ReplacementState.HELD)
            connection.execute(_SETTLED, (*states, first.parcel, unit))


def _judge(connection: Connection, event: Event, fact: facts.UnitJudged, rest: list[Event]) -> None:
    """Write the unit's row once, with what follows for its holds: each index is touched once."""
    holds, told = _holds(rest)
    judged = (fact.verdict, msgspec.json.encode(fact.reasons).decode(), fact.maker, fact.campaign)
    known = (fact.model, fact.colour, fact.list_version, fact.condition)
    connection.execute(_JUDGED.format(holds=holds), (event.at, *judged, *known, *told, event.unit))
    for each in rest:
        _follow(connection, each)


def _holds(events: list[Event]) -> tuple[str, list[str]]:
    """Give SQL for the kinds of the holds then open, and its values: words of our own."""
    resolved: list[str] = [event.fact.hold for event in events if isinstance(event.fact, facts.HoldResolved)]
    raised: list[str] = [event.fact.kind for event in events if isinstance(event.fact, facts.HoldRaised)]
    open_before = _WITHOUT.format(blanks=", ".join("?" * len(resolved))) if resolved else "holds"
    added = ", '$[#]', ?" * len(raised)
    return (f"json_insert({open_before}{added})" if raised else open_before), [*resolved, *raised]


def _follow(connection: Connection, event: Event) -> None:
    """A second replacement under one key is an error here too."""
    match event.fact:
        case facts.HoldRaised(hold=hold, kind=kind, detail=detail):
            connection.execute(_RAISED, (hold, event.unit, event.parcel, kind, detail, event.at))
        case facts.HoldResolved() as told:
            told_by = (event.at, told.decision, told.by, told.reference, told.note, told.hold)
            connection.execute(_RESOLVED, told_by)
        case facts.ReplacementQueued() as owed:
            row = (owed.key, event.unit, event.parcel, owed.campaign, owed.serial, owed.item, owed.colour)
            connection.execute(_QUEUED, (*row, ReplacementState.QUEUED, event.at))
