"""Events: facts as they stand in the journal, each with its envelope and what caused it.

Old kinds and versions are read for ever, lifted by their upcasters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from intake.facts import KINDS, Fact
from intake.outcome import Answer
from intake.scan import Fault, Method, Symbology

VERSION = 1
"""The version written for every kind; an upcaster is added with each change of shape."""

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
UPCASTERS: dict[tuple[str, int], Upcaster] = {}
"""From a kind and an old version to the body of the next version."""


class ScanCause(msgspec.Struct, frozen=True, omit_defaults=True, tag="scan"):
    """The scan that led to a fact, as far as it may be kept in the log."""

    source: str
    method: Method
    symbology: Symbology
    wall: int
    monotonic: int
    text: str | None = None
    """None where the text was not recognised: it may hold personal data and lies in `payloads/`."""

    raw: bytes | None = None
    """The bytes, where they say more than the text."""

    fault: Fault | None = None
    repaired: bool = False
    """Whether the text is not what arrived but what the code holds: `Scan.repaired`."""


class RequestCause(msgspec.Struct, frozen=True, tag="request"):
    """The request that led to a fact."""

    id: str
    fingerprint: str
    by: str


class Envelope(msgspec.Struct, frozen=True, omit_defaults=True):
    """One event exactly as stored: the JSON of this is what the hash chain covers."""

    seq: int
    id: str
    """UUIDv7."""

    v: int
    kind: str
    at: str
    """ISO 8601 UTC with milliseconds."""

    mono: int
    """Nanoseconds by the monotonic clock of boot `boot`."""

    boot: str
    station: str
    incarnation: str
    program: str
    settings: str
    """Fingerprint of the settings in force."""

    body: msgspec.Raw
    first: int
    """`seq` of the first event of the same answer: events with one `first` were recorded together."""

    operator: str | None = None
    parcel: str | None = None
    unit: str | None = None
    cause: ScanCause | RequestCause | None = None
    answer: Answer | None = None


class Event(msgspec.Struct, frozen=True):
    """A fact with what folding needs of its envelope."""

    seq: int
    id: str
    at: str
    operator: str | None
    parcel: str | None
    unit: str | None
    fact: Fact
    incarnation: str = ""


class Draft(msgspec.Struct, frozen=True):
    """A fact decided but not yet recorded, and what it is about."""

    fact: Fact
    parcel: str | None = None
    unit: str | None = None


class UnknownKindError(ValueError):
    """A kind this release does not know: the journal was written by a newer one."""


_BODY = {kind: msgspec.json.Decoder(cls) for kind, cls in KINDS.items()}


def fact_of(kind: str, version: int, body: bytes) -> Fact:
    """Decode a body, lifting old versions. Raises UnknownKindError or msgspec.ValidationError."""
    if kind not in KINDS or version > VERSION:
        raise UnknownKindError(f"expected a kind and version known here, got {kind} version {version}")
    if version == VERSION:
        return _BODY[kind].decode(body)
    raised = msgspec.json.decode(body)
    for old in range(version, VERSION):
        raised = UPCASTERS.get((kind, old), dict)(raised)
    return msgspec.convert(raised, KINDS[kind])


def event_of(envelope: Envelope) -> Event:
    """Take from an envelope what folding needs. Raises as `fact_of`."""
    fact = fact_of(envelope.kind, envelope.v, bytes(envelope.body))
    return Event(
        envelope.seq,
        envelope.id,
        envelope.at,
        envelope.operator,
        envelope.parcel,
        envelope.unit,
        fact,
        envelope.incarnation,
    )
