"""Amending: view rows of closed parcels changed fact by fact, those of many units together.

A newer list may change a million units. To fold the whole history of each one's parcel anew, as every other
fact has it done, would take the station a quarter of a millisecond for each; this takes a tenth of that. What
is written is the same: `intake verify` compares it with what the histories fold to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Any

import msgspec

from intake import facts
from intake.dispatch import ReplacementState
from intake.events import Event
from intake.sqlite import Connection
from intake.wire import HubAnswer

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
_QUEUED = """
INSERT INTO replacement SELECT ?, unit, parcel, ?, ?, ?, ?, iif(holds = '[]', ?, ?), holds, ?, ?,
NULL, NULL, NULL, NULL FROM unit WHERE unit = ?
"""
"""A second one under one key is an error here too."""

_SETTLED = """
UPDATE replacement SET (holds, state) = (
  SELECT u.holds, CASE WHEN replacement.state IN (?, ?, ?) THEN replacement.state WHEN u.holds <> '[]' THEN ?
    WHEN replacement.answer = ? THEN ? ELSE ? END
  FROM unit AS u WHERE u.unit = replacement.unit
) WHERE parcel = ? AND unit = ?
"""

_HOLDS = (facts.HoldRaised, facts.HoldResolved)
_FOLLOWING = frozenset({*_HOLDS, facts.ReplacementQueued})

Together = list[Event]
"""What a newer list means for one unit: its verdict first, then what follows."""

_Many = defaultdict[str, list[tuple[Any, ...]]]
"""Values by statement."""


def amending(events: Sequence[Event], is_open: str | None) -> list[Together]:
    """Give, unit by unit, the events whose parcels can be amended.

    They are re-judged, closed, and nothing else happens to them. `is_open`: id of the parcel on the table.
    """
    units = [list(group) for _, group in groupby(events, key=lambda event: (event.parcel, event.unit))]
    others = {each[0].parcel for each in units if not _is_amendable(*each)} | {is_open, None}
    return [each for each in units if each[0].parcel not in others]


def _is_amendable(first: Event, *rest: Event) -> bool:
    if not isinstance(first.fact, facts.UnitJudged) or first.fact.un_number is not None:
        return False  # a unit still in hand, whose model is known by now
    return is_rejudged(first.fact) and all(type(event.fact) in _FOLLOWING for event in rest)


def is_rejudged(fact: facts.Fact) -> bool:
    """Tell whether a newer list says something else of a unit."""
    return isinstance(fact, facts.UnitJudged) and fact.because is facts.Because.NEW_LIST


def amend(connection: Connection, units: Sequence[Together]) -> None:
    """Write what events mean to the rows of their units.

    Each statement runs for all units in turn; those for replacements read what stands in the units' rows.
    """
    judged, followed = _Many(list), _Many(list)
    for first, *rest in units:
        _judge(judged, first, rest)
        for event in rest:
            _follow(followed, event)
        _settle(followed, rest)
    for statement, values in (*judged.items(), *followed.items()):
        connection.executemany(statement, values)


def _judge(many: _Many, event: Event, rest: list[Event]) -> None:
    """Write the unit's row once, with what follows for its holds: each index is touched once."""
    fact = event.fact
    assert isinstance(fact, facts.UnitJudged)  # noqa: S101 (`amending` has just looked)
    resolved: list[str] = [each.fact.hold for each in rest if isinstance(each.fact, facts.HoldResolved)]
    raised: list[str] = [each.fact.kind for each in rest if isinstance(each.fact, facts.HoldRaised)]
    judged = (fact.verdict, _json(fact.reasons), fact.maker, fact.campaign)
    known = (fact.model, fact.colour, fact.list_version, fact.condition)
    held = (_json(raised), *resolved, *raised) if raised else resolved
    statement = _judged(len(resolved), len(raised))
    many[statement].append((event.at, *judged, *known, *held, event.unit))


def _json(words: Sequence[str]) -> str:
    return msgspec.json.encode(words).decode()


@cache
def _judged(resolved: int, raised: int) -> str:
    """Give the statement for a unit of which so many holds are resolved and raised.

    Most have none before: JSON is taken apart and put together only where it must be.
    """
    before = _WITHOUT.format(blanks=", ".join("?" * resolved)) if resolved else "holds"
    if not raised:
        return _JUDGED.format(holds=before)
    added = ", '$[#]', ?" * raised
    return _JUDGED.format(holds=f"iif(holds = '[]', ?, json_insert({before}{added}))")


def _follow(many: _Many, event: Event) -> None:
    match event.fact:
        case facts.HoldRaised(hold=hold, kind=kind, detail=detail):
            many[_RAISED].append((hold, event.unit, event.parcel, kind, detail, event.at))
        case facts.HoldResolved() as told:
            values = (event.at, told.decision, told.by, told.reference, told.note, told.hold)
            many[_RESOLVED].append(values)
        case facts.ReplacementQueued() as owed:
            named = (owed.key, owed.campaign, owed.serial, owed.item, owed.colour)
            states = (ReplacementState.QUEUED, ReplacementState.HELD)
            many[_QUEUED].append((*named, *states, event.at, event.seq, event.unit))


_STATES = (
    *(ReplacementState.DENIED, ReplacementState.SHIPPED, ReplacementState.FAILED),
    *(ReplacementState.HELD, HubAnswer.ACKNOWLEDGED, ReplacementState.ACKNOWLEDGED, ReplacementState.QUEUED),
)
"""What no list changes; then that of a held one, of an acknowledged one, and of any other (`views`)."""


def _settle(many: _Many, rest: list[Event]) -> None:
    """Hold or release what was queued before, where holds have changed."""
    if any(isinstance(event.fact, _HOLDS) for event in rest):
        many[_SETTLED].append((*_STATES, rest[0].parcel, rest[0].unit))
