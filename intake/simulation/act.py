"""An act: one thing the worker does, and what the desk must say to it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from intake.simulation.said import Held, Level, Said, Step, Verdict


class Doing(StrEnum):
    """How an act reaches the station."""

    SCAN = "scan"
    PRINT = "print"
    """A camera reads characters."""

    KEY = "key"
    REQUEST = "request"


class Expected(msgspec.Struct, frozen=True):
    """What the desk must say."""

    step: Step
    severity: Level
    message: Said
    verdict: Verdict | None = None
    holds: tuple[Held, ...] = ()
    container: str | None = None
    is_of_unit: bool = False
    """Whether the answer is about a unit, so that verdict, holds and container are part of it."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act."""

    doing: Doing
    text: str
    """The text scanned or read, the key, or the request's wish as JSON."""

    after: int
    """Milliseconds since the act before."""

    at: int
    """Milliseconds since the day began."""

    parcel: int
    """Number of the parcel it is done for, in the order of the day."""

    expected: Expected

    @property
    def line(self) -> dict[str, Any]:
        """The act and what is expected of it, as one JSON object."""
        told = msgspec.to_builtins(self.expected)
        if not told.pop("is_of_unit"):
            told = {key: told[key] for key in ("step", "severity", "message")}
        return {"act": self.doing, "text": self.text, "parcel": self.parcel, **told}
