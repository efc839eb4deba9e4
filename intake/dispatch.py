"""Replacements: what is owed to the owner of a unit, and how far it has got."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from intake.wire import HubAnswer


class ReplacementState(StrEnum):
    """A replacement's way to its owner."""

    HELD = "held"
    """Queued, but a hold stands against it."""

    QUEUED = "queued"
    SENT = "sent"
    """The central claims system has the event that queued it, and has not answered yet. No row says so: it
    follows from the anchor (`review.registers`)."""

    ACKNOWLEDGED = "acknowledged"
    SHIPPED = "shipped"
    FAILED = "failed"
    DENIED = "denied"
    """A supervisor decided that none is owed."""


OUT = frozenset({HubAnswer.SHIPPED, HubAnswer.FAILED})
"""Answers about what has left the queue: nothing holds it any more."""


class Replacement(msgspec.Struct, frozen=True):
    """What is owed for a unit."""

    key: str
    campaign: str
    serial: str
    item: str
    colour: str | None
    queued_at: str
    queued_seq: int = 0
    """Of the event that queued it: by this is told whether the central claims system has it."""

    answer: HubAnswer | None = None
    """What the central claims system has said last."""

    detail: str = ""
    number: int = 0
    """Of that answer."""

    answered_at: str | None = None


class Reserved(msgspec.Struct, frozen=True):
    """A key, reserved for a unit at the central claims system."""

    key: str
    """As it was then: a supervisor or a list may have given the unit another since."""

    epoch: int


def replacement_key(maker: str, serial: str, unit: str | None = None) -> str:
    """Give the key that is unique for ever per physical unit: maker and normal serial, unfolded.

    `unit`: its id, where many units bear the serial (`SerialRule.unique`).
    """
    return f"{maker}/{serial}" if unit is None else f"{maker}/{serial}/{unit}"
