"""Down: what became of replacements. `GET /v1/stations/{station}/answers?after=&limit=`."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from intake.wire.words import Count, Id, Key, Text, Time


class HubAnswer(StrEnum):
    """What the central claims system says of a replacement."""

    ACKNOWLEDGED = "acknowledged"
    """It stands in the dispatch queue."""

    SHIPPED = "shipped"
    FAILED = "failed"
    """It could not be sent; somebody there looks after it."""

    TAKEN = "taken"
    """The unit of this key has its replacement by another receipt: `detail` says whose."""

    BEYOND_CLAIM = "beyond_claim"
    """The claim expects no more: `detail` is its number."""


class ReplacementAnswer(msgspec.Struct, frozen=True):
    """One answer. A later one about the same unit counts."""

    number: Count
    """Grows with each answer to a station, in the order in which they become visible."""

    key: Key
    parcel: Id
    unit: Id
    answer: HubAnswer
    detail: Text
    at: Time


class Answers(msgspec.Struct, frozen=True):
    """A station's answers after the number asked for, the oldest first."""

    answers: tuple[ReplacementAnswer, ...]
