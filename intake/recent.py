"""Recent scans: what was recorded last, read back from the journal with the answers given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from intake import payloads
from intake.events import Envelope, Event, ScanCause, event_of
from intake.facts import Fact
from intake.journal import envelopes
from intake.outcome import Line, Outcome
from intake.sqlite import Connection
from intake.surroundings import milliseconds
from intake.turns import before_rejudging, is_of_rejudging, turns

_FARTHEST = 50_000
"""Events of one day: more than seven thousand parcels, which no desk takes in."""

_STEP = 1000
"""Events looked through at once, from the newest back."""
_LATEST = "SELECT max(envelope ->> '$.at') FROM event WHERE seq > ? AND seq <= ?"


def events_since(
    connection: Connection, at: str, last: int, kinds: tuple[type[Fact], ...]
) -> Iterator[Event]:
    """Yield the events of these kinds from a stored time on. `last` is the journal's last position.

    What was recorded by judging units anew is left out: it is no part of a day's work, and may be a million.
    """
    names = ", ".join("?" * len(kinds))
    where = f"WHERE seq BETWEEN ? AND ? AND kind IN ({names}) ORDER BY seq"
    for first, end in reversed([*_spans(connection, at, last)]):
        for envelope in envelopes(connection, where, (first, end, *(kind.__name__ for kind in kinds))):
            if envelope.at >= at and not is_of_rejudging(connection, envelope):
                yield event_of(envelope)


def _spans(connection: Connection, at: str, last: int) -> Iterator[tuple[int, int]]:
    """Walk back, a step at a time, to where a whole step lies before this time; give first and last position.

    Halving would be quicker, and wrong where the clock was set back: times do not only rise then.
    """
    left = _FARTHEST
    while last > 0 and left > 0:
        last = before_rejudging(connection, last)
        first = max(last - min(_STEP, left), 0)
        (latest,) = connection.execute(_LATEST, (first, last)).fetchone()
        if latest is None or latest < at:
            return
        yield first + 1, last
        left -= last - first
        last = first


class _Named(msgspec.Struct, frozen=True):
    payload: str | None = None


def recorded_scans(connection: Connection, folder: Path) -> Iterator[Outcome]:
    """Yield recorded scans, newest first. Unrecognised text comes from its payload while that is kept."""
    for envelope, *_ in turns(connection):
        if isinstance(envelope.cause, ScanCause) and envelope.answer is not None:
            text = envelope.cause.text
            shown = text if text is not None else _unrecognised(envelope, folder)
            at = milliseconds(envelope.at)
            line = Line(envelope.answer.message, envelope.answer.params)
            yield Outcome(envelope.seq, shown, "", envelope.answer, line, (), at)


def _unrecognised(envelope: Envelope, folder: Path) -> str:
    body = bytes(envelope.body)
    digest = msgspec.json.decode(body, type=_Named).payload
    kept = payloads.read(folder, digest) if digest else None
    return kept.decode("utf-8", "replace") if kept else ""
