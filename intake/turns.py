"""Turns: what was recorded together, newest first. Re-judging is passed over, a whole chunk at a step.

A newer list may lay a million events between the desk and its last scan.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from intake import facts
from intake.events import Envelope, event_of
from intake.sqlite import Connection

_NEWEST = "SELECT max(seq) FROM event"
_ENDS = """
SELECT first.envelope, first.seq FROM event AS last JOIN event AS first
ON first.seq = CAST(last.envelope ->> '$.first' AS INTEGER) WHERE last.seq = ?
"""
_FIRST = "SELECT envelope FROM event WHERE seq = ?"
_BETWEEN = "SELECT envelope FROM event WHERE seq BETWEEN ? AND ? ORDER BY seq"
_DECODE = msgspec.json.Decoder(Envelope)


def turns(connection: Connection, reach: int | None = None) -> Iterator[list[Envelope]]:
    """Yield what was recorded together, newest first, each in its order, at most `reach` events."""
    (seq,) = connection.execute(_NEWEST).fetchone()
    while (seq := before_rejudging(connection, seq or 0)) and (reach is None or reach > 0):
        _, first = connection.execute(_ENDS, (seq,)).fetchone()
        rows = connection.execute(_BETWEEN, (first, seq)).fetchall()
        yield [_DECODE.decode(envelope) for (envelope,) in rows]
        reach = None if reach is None else reach - len(rows)
        seq = first - 1


def before_rejudging(connection: Connection, seq: int) -> int:
    """Give this position; where units were judged anew there, the last one before all that."""
    while seq:
        stored, first = connection.execute(_ENDS, (seq,)).fetchone()
        if not is_rejudging(_DECODE.decode(stored)):
            return seq
        seq = first - 1
    return seq


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
