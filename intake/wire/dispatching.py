"""The dispatch queue, for whoever ships.

`POST /v1/dispatch/lease` (LeaseWanted → Lease) and `POST
/v1/dispatch/outcome` (DispatchOutcome → Dispatched), by a shipper's token.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from intake.wire.words import Count, Id, Key, StationName, Text, Time


class LeaseWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A worker asks for work."""

    count: Annotated[int, Meta(ge=1, le=100)] = 1
    seconds: Annotated[int, Meta(ge=1, le=86_400)] = 300
    """How long nobody else gets it."""


class Leased(msgspec.Struct, frozen=True):
    """One replacement to send."""

    key: Key
    order: Id
    """The same for ever: what a carrier's interface takes as its idempotency key."""

    lease: Count
    """Fences: an outcome with an older one changes nothing."""

    until: Time
    campaign: str
    serial: str
    item: str
    colour: str | None
    claim: str | None
    label: str
    station: StationName


class Lease(msgspec.Struct, frozen=True):
    """What the worker is to send; empty where nothing waits."""

    replacements: tuple[Leased, ...]


class DispatchOutcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of one."""

    key: Key
    lease: Count
    shipped: bool
    """False: it failed."""

    reference: Text = ""
    """The carrier's number, or why it failed."""


class Dispatched(msgspec.Struct, frozen=True):
    """The answer to an outcome."""

    recorded: bool
    """False: the lease is over, and another worker has it, or it was withdrawn."""
