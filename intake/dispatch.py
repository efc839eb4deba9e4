"""Replacements: what is owed to the owner of a unit, and how far it has got."""

from __future__ import annotations

from enum import StrEnum


class ReplacementState(StrEnum):
    """A replacement's way to its owner."""

    HELD = "held"
    """Queued, but a hold stands against it."""

    QUEUED = "queued"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    SHIPPED = "shipped"
    FAILED = "failed"
    DENIED = "denied"
    """A supervisor decided that none is owed."""


def replacement_key(maker: str, serial: str, unit: str | None = None) -> str:
    """Give the key that is unique for ever per physical unit: maker and normal serial, unfolded.

    `unit`: its id, where many units bear the serial (`SerialRule.unique`).
    """
    return f"{maker}/{serial}" if unit is None else f"{maker}/{serial}/{unit}"
