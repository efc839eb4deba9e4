"""What makes a gun sound good or bad: the makers' commands as data. No input and no output here.

A good tone is only ever sent once the scan is stored, so on each of these guns the beep of its own
for a read is switched off in its set-up, or means only that it has read.

No command here was tried on a gun: each is as its source says, or unconfirmed where that is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, assert_never

from intake.scan import Severity
from scanners.pos_tones import Beep as PosBeep
from scanners.ssi import ACK, Beep, beep

if TYPE_CHECKING:
    from collections.abc import Mapping

MARGIN: Final = 1.5
"""Seconds before a gun's own time-out at which it is told bad: enough for a slow line and a busy machine."""


class Tone(StrEnum):
    """What a gun says to the person who holds it, from mild to grave."""

    GOOD = "good"
    BAD = "bad"
    HAZARD = "hazard"

    def is_graver_than(self, other: Tone) -> bool:
        """Whether it must not be lost behind the other."""
        return [*Tone].index(self) > [*Tone].index(other)


def tone_of(severity: Severity) -> Tone:
    """How an answer sounds on the gun."""
    match severity:
        case Severity.OK | Severity.NOTE:
            return Tone.GOOD
        case Severity.REFUSED:
            return Tone.BAD
        case Severity.HAZARD | Severity.EMERGENCY:
            return Tone.HAZARD
    assert_never(severity)


@dataclass(frozen=True, slots=True)
class Pulse:
    """Bytes at a time."""

    after: float
    """Seconds after the first of its train."""

    data: bytes
    must: bool = False
    """Sent even where a newer tone cuts the train off: it takes back what an earlier one did."""


Train = tuple[Pulse, ...]
"""The pulses of one tone, the first at 0."""


@dataclass(frozen=True, slots=True)
class Driver:
    """How one kind of gun is answered."""

    name: str
    """As in the settings."""

    good: Train = ()
    bad: Train = ()
    hazard: Train = ()
    opening: bytes = b""
    """Sent when the gun is opened: takes back what a station that was killed left behind."""

    patience: float | None = None
    """Seconds the gun waits for the answer to a scan, and scans nothing, before its own error tone;
    None: it does not wait."""

    @property
    def deadline(self) -> float | None:
        """Seconds after a scan at which it is told bad if there is no answer yet; None: never."""
        return None if self.patience is None else self.patience - MARGIN

    def train(self, tone: Tone) -> Train:
        """The bytes of a tone."""
        match tone:
            case Tone.GOOD:
                return self.good
            case Tone.BAD:
                return self.bad
            case Tone.HAZARD:
                return self.hazard
        assert_never(tone)


def _beats(count: int, data: bytes, apart: float = 0.25) -> Train:
    return tuple(Pulse(number * apart, data) for number in range(count))


def _while_disabled(count: int, apart: float = 0.25) -> Train:
    """Spaced tones of a Datalogic gun that reads nothing meanwhile."""
    first, *rest = _beats(count, _FORCED, apart)
    return (Pulse(0, _DISABLE + first.data), *rest, Pulse(count * apart, _ENABLE, must=True))


_DECODED, _RAZZ = b"\x1b7,", b"\x1b8,"
"""Escape commands (Honeywell Xenon/Granit User Guide, pages 77 and 109: the comma ends each)."""

# All in one write: a later one could be taken for the answer to the next scan. That commands may be
# strung together stands on page 2-12 of the 2020 manual, two razzes for bad on page 109 of the Guide.
_HONEYWELL: Final = ((Pulse(0, _DECODED),), (Pulse(0, 2 * _RAZZ),), (Pulse(0, 4 * _RAZZ),))

_BEL: Final = b"\x07"
"""One high beep, where "Beep on <BEL>" is on (DS9208 Product Reference Guide, table 2-1): the only tone."""

_ENABLE, _DISABLE = b"E", b"D"
_FORCED: Final = b"\x01"
"""A tone whatever the gun's beeper is set to (PSC PowerScan Programming Guide, page 143, as E and D)."""

_HIGH, _LOW, _GREEN, _RED = b"BH1\r", b"BL3\r", b"LG\r", b"LR\r"
"""High and short, low and 240 ms; lamps for 500 ms (Denso SE1-QB User's Manual, pages 81 and 82). That the
terminator of the line, CR as delivered, ends a command is unconfirmed."""

_DENSO_GAP: Final = 0.45
"""Seconds. A command takes up to 100 ms to begin (SE1-QB, page 82) and none is executed before the one
before it has ended (QK20 User's Manual, page 99); the longest tone is 240 ms."""

_ACK_ALONE: Final = Pulse(0, ACK)
_AFTER_ACK: Final = 0.05
"""Seconds between two packets: unconfirmed, but a gun is still busy with the first."""

_POS_GOOD, _POS_ERROR = bytes([PosBeep.GOOD_READ]), bytes([PosBeep.ERROR])
"""What an open HID-POS scanner is asked for; it makes the report of it that its descriptor tells."""

_POS_GAP: Final = 0.4
"""Seconds. How long an error beep lasts, and whether one that is asked for meanwhile is heard, no source
says: unconfirmed."""

_ALL: Final = (
    Driver("none"),
    Driver("honeywell", *_HONEYWELL),
    # Host ACK: no beep and no next scan before an answer, for 10 s as delivered (Guide, page 77; a
    # bar code there makes it 1 to 90 s, and less than 10 would make the gun give up before we speak).
    Driver("honeywell_ack", *_HONEYWELL, patience=10.0),
    Driver("zebra_bel", _beats(1, _BEL), _beats(3, _BEL), _beats(5, _BEL)),
    # Three sendings of 2 s each before its transmission error (SE955 Integration Guide, page 10-10;
    # 2 s as delivered is unconfirmed).
    Driver(
        "zebra_ssi",
        (_ACK_ALONE, Pulse(_AFTER_ACK, beep(Beep.SHORT_HIGH))),
        (_ACK_ALONE, Pulse(_AFTER_ACK, beep(Beep.TWO_LONG_LOW))),
        (_ACK_ALONE, Pulse(_AFTER_ACK, beep(Beep.SLOW_WARBLE))),
        patience=6.0,
    ),
    Driver("datalogic", _beats(1, _FORCED), _while_disabled(3), _while_disabled(5), opening=_ENABLE),
    Driver(
        "denso",
        (Pulse(0, _HIGH), Pulse(_DENSO_GAP, _GREEN)),
        (Pulse(0, _LOW), Pulse(_DENSO_GAP, _RED)),
        (*_beats(3, _LOW, _DENSO_GAP), Pulse(3 * _DENSO_GAP, _RED)),
    ),
    Driver("hid_pos", _beats(1, _POS_GOOD), _beats(1, _POS_ERROR), _beats(3, _POS_ERROR, _POS_GAP)),
)

DRIVERS: Final[Mapping[str, Driver]] = MappingProxyType({driver.name: driver for driver in _ALL})
"""By the name the settings give them."""
