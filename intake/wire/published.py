"""Down: affected lists and expected returns, each by version and checksum.

`GET /v1/lists` (PublishedLists), `GET /v1/lists/{campaign}/{version}` (JSON Lines of ListLine),
`GET /v1/expected` (PublishedExpected, or 204 where there are none), `GET /v1/expected/{version}` (JSON Lines
of ExpectedLine). A body's bytes, decompressed, are what `sha256` is over.
"""

from __future__ import annotations

import msgspec

from intake.wire.words import Count, Sha256, StationName, Time


class PublishedList(msgspec.Struct, frozen=True):
    """An affected list that a station may fetch."""

    campaign: str
    version: str
    published: str
    """The maker's day, ISO 8601."""

    content: Sha256
    """What the rows say, however they are written (`reference.PublishedHead.content`)."""

    sha256: Sha256
    bytes: Count
    rows: Count
    in_force: bool
    """The central claims system judges by it: a station puts it in force."""


class PublishedLists(msgspec.Struct, frozen=True):
    """Every list: of each campaign one is in force, or none."""

    lists: tuple[PublishedList, ...]


class ListHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first line of an exported list: whose rows follow it. It is none of the published bytes."""

    campaign: StationName
    version: StationName
    published: str
    content: Sha256


class ListPart(msgspec.Struct, frozen=True, omit_defaults=True):
    """A stretch of a serial that is compared (`affected.Part`)."""

    start: int
    length: int
    group: int = 0


class ListKey(msgspec.Struct, frozen=True, omit_defaults=True):
    """An inclusive range of keys (`affected.KeyRange`)."""

    first: str
    last: str
    parts: tuple[ListPart, ...] = ()
    """The stretches a key is made of, in this order; none: every serial of the model."""

    length: int = 0
    """How many characters the serial must have; 0: any number."""


class ListLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of an affected list (`affected.AffectedRow`)."""

    line: int
    model: str
    by: str
    """A word of `affected.NamedBy`."""

    keys: tuple[ListKey, ...]
    """A serial is named when one of them holds it."""

    colours: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    note: str = ""


class PublishedExpected(msgspec.Struct, frozen=True):
    """The expected returns in force."""

    version: str
    sha256: Sha256
    bytes: Count
    rows: Count
    published_at: Time


class ExpectedLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of expected returns (`expected.ExpectedRow`): never a person."""

    label: str
    claim: str
    serial: str | None = None
    model: str | None = None
    colour: str | None = None
    count: int = 1
    replaced: bool = False
