"""Live: a unit is reserved while it is handled, and its replacement confirmed.

`POST /v1/reservations` (Reserve → Reservation), `POST /v1/reservations/confirm` (Confirm → Confirmation),
`POST /v1/reservations/release` (Release → Released). The station is the token's.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from intake.wire.answers import HubAnswer
from intake.wire.words import Count, FolderKind, Id, Key, StationName, Text, Time


class ReserveOutcome(StrEnum):
    """Whose a key is now."""

    RESERVED = "reserved"
    TAKEN = "taken"


class Reserve(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit lies on the table. The same unit may ask again: it gets the same epoch."""

    kind: FolderKind
    incarnation: Id
    key: Key
    unit: Id


class Holder(msgspec.Struct, frozen=True):
    """Who has a key."""

    station: StationName
    unit: Id
    since: Time
    confirmed: bool
    """Its replacement is decided; False: only reserved, which ends by itself."""


class Reservation(msgspec.Struct, frozen=True):
    """The answer to Reserve."""

    outcome: ReserveOutcome
    epoch: Count
    """Fences: a confirmation with an older one changes nothing. 0 where taken."""

    expires_at: Time | None = None
    """By the hub's clock; None where taken."""

    holder: Holder | None = None
    """Who has it, where taken."""


class Confirm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The unit is put away and a replacement is owed: creates it, once for ever."""

    kind: FolderKind
    incarnation: Id
    key: Key
    unit: Id
    parcel: Id
    epoch: Count
    campaign: Text
    serial: Text
    item: Text
    colour: Text | None
    label: Text
    """Of its parcel."""

    claim: Text | None
    """The claim's number."""

    beyond_claim: bool = False
    """A supervisor has released it though the claim expects no more."""


class Confirmation(msgspec.Struct, frozen=True):
    """The answer to Confirm: recorded also among the station's answers, under the same number."""

    answer: HubAnswer | None
    """None: the epoch is over, or the key is reserved by another. Reserve again."""

    number: Count = 0
    detail: Text = ""


class Release(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was reserved or confirmed is not owed after all: the act was undone."""

    kind: FolderKind
    incarnation: Id
    key: Key
    unit: Id


class Released(msgspec.Struct, frozen=True):
    """The answer to Release."""

    released: bool
    """False: it was not this unit's, or it is on its way already."""
