"""Replacements that went out, or may have, and were not owed after all: a person makes good for each.

`GET /v1/compensations?limit=` (Compensations) tells those that nobody has settled, `POST /v1/compensations`
(MadeGood → Settled) settles one, by an administrator's token.
"""

from __future__ import annotations

import msgspec

from intake.wire.words import Key, Said, StationName, Text, Time


class Compensation(msgspec.Struct, frozen=True):
    """A replacement that is to be made good."""

    key: Key
    station: StationName
    unit: str
    serial: str
    item: str
    claim: str | None
    label: str
    shipped: bool
    """False: it was leased, and nobody has told what became of it."""

    reference: Text
    """The carrier's number."""

    awarded_at: Time


class Compensations(msgspec.Struct, frozen=True):
    """Those that nobody has settled, the first awarded first."""

    compensations: tuple[Compensation, ...]


class MadeGood(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody has made good for one, or has decided that nothing is to be done."""

    key: Key
    name: Said
    """Who says so: somebody at the centre, never an owner."""

    reason: Said
    """What was done."""


class Settled(msgspec.Struct, frozen=True):
    """Who settled it first. Whoever says it again changes nothing."""

    key: Key
    name: Text
    reason: Text
    at: Time
