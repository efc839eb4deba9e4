"""A scanner's light: whether it can be used, and if not, why not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake.scan import Moment


class LightState(StrEnum):
    """What a person at the dock has to know about a scanner."""

    SEARCHING = "searching"
    """Not seen since the station started."""

    READY = "ready"
    """Open: what is scanned now is taken."""

    UNTERMINATED = "unterminated"
    """Open, but bytes wait without a terminator: the gun sends none, or another one."""

    HELD = "held"
    """Another program has it."""

    TWICE = "twice"
    """Another scanner of this lane is the same device, under another name; that one is read."""

    FORBIDDEN = "forbidden"
    """The station may not open it."""

    MISTAKEN = "mistaken"
    """Another device is plugged in where the scanner was; it is not taken."""

    AMBIGUOUS = "ambiguous"
    """Two equal ones are plugged in, and nothing tells which is meant: none is taken."""

    UNCALIBRATED = "uncalibrated"
    """A gun that types, and nobody has told for which keyboard: it is not taken."""

    UNASSIGNED = "unassigned"
    """A scanner that is not assigned to this station: it is not opened. One that types reaches a desk as the
    keyboard of its terminal does."""

    WAITING = "waiting"
    """What it scanned is not stored yet: the disk does not answer."""

    DEAF = "deaf"
    """Open, but takes no answer: it cannot tell good from bad."""

    LOST = "lost"
    """Was there and went away: unplugged, asleep or out of reach."""

    FROZEN = "frozen"
    """A camera whose picture stands still, or that gives none: covered, or hung; it is opened again."""

    FAILED = "failed"
    """Something nobody foresaw; it is tried again."""

    STOPPED = "stopped"
    """The station has let go of it, or it is gone for good: its light goes out."""


@dataclass(frozen=True, slots=True)
class Light:
    """The state of one scanner from a moment on."""

    source: str
    """Which one, as in `Scan.source`."""

    state: LightState
    """What to show; the sentence for it stands in the message catalogue."""

    detail: str
    """Data, not a sentence: the name of an error (EACCES), pending bytes, or empty."""

    since: Moment
    """When the state began; a detail that changes within it leaves this alone."""

    name: str = ""
    """What people call it, text of the settings or of the device itself; empty: the source says it."""
