"""Turns: what was recorded together, newest first. What runs beside the desk recorded is passed over.

A newer list may lay a million events between the desk and its last scan.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from intake import facts
from intake.events import Envelope, event_of
from intake.message import Message
from intake.sqlite import Connection

_NEWEST = "SELECT max(seq) FROM event"
_REJUDGED = "(f.kind = 'UnitJudged' AND f.envelope ->> '$.body.because' = 'new_list')"
_REMATCHED = f"f.envelope ->> '$.answer.message' = '{Message.PARCELS_REMATCHED}'"
"""What a chunk of a run was: the first event of a turn tells."""

_BACK = """
WITH RECURSIVE back (last, first, passed) AS (
  SELECT e.seq, f.seq, {passed} FROM event AS e
  JOIN event AS f ON f.seq = CAST(e.envelope ->> '$.first' AS INTEGER) WHERE e.seq = ?
  UNION ALL
  SELECT e.seq, f.seq, {passed} FROM back
  JOIN event AS e ON e.seq = back.first - 1
  JOIN event AS f ON f.seq = CAST(e.envelope ->> '$.first' AS INTEGER) WHERE back.passed
)
SELECT last, first FROM back WHERE NOT passed
"""
"""Walked within SQLite: less than half of what asking for each turn by itself would take."""

_ANSWERED = "f.kind = 'ReplacementAnswered'"
_BEFORE_REJUDGING = _BACK.format(passed=_REJUDGED)
_AT_THE_DESK = _BACK.format(passed=f"{_REJUDGED} OR {_ANSWERED} OR ({_REMATCHED}) IS TRUE")
_FIRST = "SELECT envelope FROM event WHERE seq = ?"
_BETWEEN = "SELECT envelope FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq"
_DECODE = msgspec.json.Decoder(Envelope)


def turns(connection: Connection, reach: int | None = None) -> Iterator[list[Envelope]]:
    """Yield what was recorded together, newest first, each in its order, at most `reach` events."""
    (seq,) = connection.execute(_NEWEST).fetchone()
    while reach is None or reach > 0:
        found = connection.execute(_AT_THE_DESK, (seq or 0,)).fetchone()
        if found is None:
            return
        last, first = found
        rows = connection.execute(_BETWEEN, (first, last)).fetchall()
        yield [_DECODE.decode(envelope) for (envelope,) in rows]
        reach = None if reach is None else reach - len(rows)
        seq = first - 1


def before_rejudging(connection: Connection, seq: int) -> int:
    """Give this position; where units were judged anew there, the last one before all that."""
    found = connection.execute(_BEFORE_REJUDGING, (seq,)).fetchone()
    return found[0] if found else 0


def is_of_rejudging(connection: Connection, envelope: Envelope) -> bool:
    """Tell whether an event was recorded by judging units anew, first or later in its turn."""
    if envelope.seq == envelope.first:
        return is_rejudging(envelope)
    (stored,) = connection.execute(_FIRST, (envelope.first,)).fetchone()
    return is_rejudging(_DECODE.decode(stored))


def is_rejudging(first: Envelope) -> bool:
    """Tell by its first event whether something was recorded by judging units anew."""
    if first.kind != facts.UnitJudged.__name__:
        return False
    fact = event_of(first).fact
    return isinstance(fact, facts.UnitJudged) and fact.because is facts.Because.NEW_LIST
