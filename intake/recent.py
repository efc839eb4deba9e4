"""Recent scans: what was recorded last, read back from the journal with the answers given."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from intake import payloads
from intake.events import Envelope, ScanCause
from intake.journal import envelopes
from intake.outcome import Line, Outcome
from intake.sqlite import Connection
from intake.surroundings import milliseconds


class _Named(msgspec.Struct, frozen=True):
    payload: str | None = None


def recorded_scans(connection: Connection, folder: Path) -> Iterator[Outcome]:
    """Yield recorded scans, newest first. Unrecognised text comes from its payload while that is kept."""
    for envelope in envelopes(connection, "ORDER BY seq DESC"):
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
