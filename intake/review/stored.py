"""Stored: an event as a reviewer reads it, also where this release no longer has its sentence or its kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from intake.events import UnknownKindError, fact_of
from intake.facts import Fact
from intake.outcome import Params
from intake.scan import Severity
from intake.verdict import Verdict


class Said(msgspec.Struct, frozen=True):
    """What was answered. Ids stay text: a sentence may have gone since."""

    message: str
    severity: Severity
    params: Params = {}
    verdict: Verdict | None = None
    reasons: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    container: str | None = None

    @property
    def stored(self) -> Mapping[str, Any]:
        """The form `Wording.sentence_of` takes."""
        return {"message": self.message, "params": self.params}


class Cause(msgspec.Struct, frozen=True):
    """What led to it."""

    text: str | None = None
    """What was scanned; None for a request, and for what nobody recognised."""

    by: str | None = None
    """Who sent a request."""


class Stored(msgspec.Struct, frozen=True):
    """One envelope; fields as in `intake.events.Envelope`."""

    seq: int
    id: str
    v: int
    kind: str
    at: str
    first: int
    body: msgspec.Raw
    operator: str | None = None
    parcel: str | None = None
    unit: str | None = None
    cause: Cause = Cause()
    answer: Said | None = None

    @property
    def fact(self) -> Fact | None:
        """The body; None where a newer release wrote it."""
        try:
            return fact_of(self.kind, self.v, bytes(self.body))
        except UnknownKindError:
            return None


decode = msgspec.json.Decoder(Stored).decode
"""Read an envelope's bytes. Raises msgspec.ValidationError for what is none."""
