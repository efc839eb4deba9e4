"""SSI, the packets in which Zebra and Symbol guns talk where they are told to. No input and no output here.

A packet is its length, what it is, who sends it, a status and data, and two bytes of checksum. The
gun sends a code and waits for an acknowledgement; when none comes it sends the code again, marked,
and twice at the most. We acknowledge with the answer, so a gun that is content has its scan stored.

Source: Symbol, SE 923 Integration Guide (70-37052-01), table 6-2 and pages 6-4, 6-15, 6-16;
Motorola, SE955 Integration Guide, page 10-10. Several packets for one code, as the Zebra SP72 Product
Reference Guide marks them ("Cont'd packet"), each with the type in front, are unconfirmed for codes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final, Self

from intake.scan import Fault, Symbology
from scanners.frames import MAX_LENGTH, Frame, fault_of
from scanners.symbology import split

if TYPE_CHECKING:
    from collections.abc import Callable

QUIET: Final = 0.2
"""Seconds of silence in the middle of a packet after which its rest will not come."""

_GUN, _HOST = 0, 4
_HEADER, _CHECKSUM = 4, 2
_FIRST_OPCODE: Final = 0x80
_AGAIN, _MORE = 0b01, 0b10
"""Bits of the status: sent before; more packets of this code follow."""

_ENDS: Final = b"\r\n\t\x03"
"""What a gun may be told to put behind a code; no code holds any of it (`scanners.frames`)."""


class Opcode(IntEnum):
    """What a packet is (SE 923 Integration Guide, table 6-1)."""

    CMD_ACK = 0xD0
    CMD_NAK = 0xD1
    BEEP = 0xE6
    DECODE_DATA = 0xF3


class Beep(IntEnum):
    """Beep codes (Symbol MK1000 Product Reference Guide, table 5-8; Mindeo FS580, table 5-3, in full).

    Four long low beeps are a gun's own transmission error and five its format error (DS9208 Product
    Reference Guide, table 2-1), so neither is among them.
    """

    SHORT_HIGH = 0x00
    TWO_LONG_LOW = 0x10
    SLOW_WARBLE = 0x15


RESEND: Final = b"\x01"
"""The cause of a CMD_NAK where the checksum fails (Datalogic Dragon D151 manual, page 63)."""

_IDENTIFIERS: Final = {
    0x01: b"]A0",
    0x02: b"]F0",
    0x03: b"]C0",
    0x06: b"]I0",
    0x07: b"]G0",
    0x08: b"]E00",
    0x0A: b"]E4",
    0x0B: b"]E0",
    0x0F: b"]C1",
    0x11: b"]L0",
    0x13: b"]A4",
    0x1B: b"]d1",
    0x1C: b"]Q1",
    0x2D: b"]z0",
    0x30: b"]e0",
    0x31: b"]e0",
    0x32: b"]e0",
    0xC1: b"]d2",
    0xC2: b"]Q3",
}
"""Code type to AIM identifier; a UPC-A becomes the EAN-13 it is (ISO/IEC 15424). Up to 0x0F the types
stand in the CS3000 Programmer's Reference, table B-1, the others in Zebra's scanner SDK (ST_ constants)."""


def packet(opcode: Opcode, data: bytes = b"", *, source: int = _HOST, status: int = 0) -> bytes:
    """A whole packet with its checksum.

    Raises:
        ValueError: More data than the length in front can say.

    """
    length = _HEADER + len(data)
    try:
        body = bytes((length, opcode, source, status)) + data
    except ValueError:
        msg = f"Expected at most {0xFF - _HEADER} bytes in a packet, got {len(data)}."
        raise ValueError(msg) from None
    return body + checksum(body)


def checksum(body: bytes) -> bytes:
    """Two's complement of the sum of all bytes before it, high byte first (SE 923 Guide, page 6-4)."""
    return (-sum(body) & 0xFFFF).to_bytes(_CHECKSUM, "big")


ACK: Final = packet(Opcode.CMD_ACK)
NAK: Final = packet(Opcode.CMD_NAK, RESEND)


def beep(code: Beep) -> bytes:
    """The packet that makes the gun beep."""
    return packet(Opcode.BEEP, bytes((code,)))


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet of a gun, its checksum found right."""

    opcode: int
    status: int
    data: bytes

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """Read a whole packet.

        Raises:
            ValueError: Its checksum is wrong, with expected and got.

        """
        body, got = raw[:-_CHECKSUM], raw[-_CHECKSUM:]
        if got != checksum(body):
            msg = f"Expected a checksum of {checksum(body).hex()}, got {got.hex()}."
            raise ValueError(msg)
        return cls(body[1], body[3], body[_HEADER:])


def code_of(data: bytes) -> bytes:
    """The code in DECODE_DATA: an AIM identifier for its type, what it holds, no terminator."""
    held = data[1:].rstrip(_ENDS)
    known = split(held)[0] is not Symbology.UNKNOWN
    return held if known or not held else _IDENTIFIERS.get(data[0], b"") + held


class SsiDecoder:
    """Takes codes out of packets. A code sent again is not a second scan.

    `settled` tells whether every scan so far has had its answer. A code that is sent again before that
    gets the answer that is on its way. After that the two may have crossed, and an acknowledgement too
    many would stand for the next code: only the second time was ours lost, and is given again.
    """

    def __init__(self, settled: Callable[[], bool] = lambda: True) -> None:
        """Begin between two packets."""
        self._settled = settled
        self._pending = bytearray()
        self._parts: list[bytes] = []
        self._last: bytes | None = None
        self._resends = False
        self._crossed = False
        self._replies = b""

    @property
    def pending(self) -> int:
        """Bytes of a code not yet ended."""
        return len(self._pending) + sum(map(len, self._parts))

    @property
    def idle_gap(self) -> float | None:
        """Seconds of silence after which `idle` is worth calling."""
        return QUIET

    def feed(self, data: bytes) -> list[Frame]:
        """Take in what was read; give the codes it completes."""
        self._pending += data
        frames: list[Frame] = []
        while self._is_packet() and len(self._pending) >= (whole := self._pending[0] + _CHECKSUM):
            raw = bytes(self._pending[:whole])
            del self._pending[:whole]
            frames += self._take(raw)
        return frames if len(self._pending) <= MAX_LENGTH else frames + self._garbled()

    def idle(self) -> list[Frame]:
        """After silence: the rest of a packet is asked for again, what is none is a code nobody can read."""
        if not self._pending:
            return []
        if not self._is_packet():
            return self._garbled()
        self._ask_again()
        return []

    def lost(self) -> list[Frame]:
        """The device went away: what was pending is a frame that is CUT_SHORT."""
        parts = [*self._parts]
        if self._pending[1:2] == bytes((Opcode.DECODE_DATA,)):
            parts.append(bytes(self._pending[_HEADER:]))
        raw = code_of(_joined(parts)) if any(parts) else b""
        self._pending.clear()
        self._parts.clear()
        return [Frame(raw, Fault.CUT_SHORT)] if raw else []

    def replies(self) -> bytes:
        """What the gun is owed at once, given once: never the acknowledgement of a scan without answer."""
        replies, self._replies = self._replies, b""
        return replies

    def _is_packet(self) -> bool:
        """Whether the bytes may begin a packet. Codes sent bare do not: they are no opcodes."""
        match tuple(self._pending[:3]):
            case (length, opcode, source):
                return length >= _HEADER and opcode >= _FIRST_OPCODE and source == _GUN
            case (length, opcode):
                return length >= _HEADER and opcode >= _FIRST_OPCODE
            case (length,):
                return length >= _HEADER
            case _:
                return False

    def _garbled(self) -> list[Frame]:
        """The gun does not speak SSI, or another speed: that is for a person to see."""
        raw = bytes(self._pending).rstrip(_ENDS)
        self._pending.clear()
        return [Frame(raw[:MAX_LENGTH], Fault.GARBLED)] if raw else []

    def _ask_again(self) -> None:
        """What waits is thrown away with it: after a lost byte, lengths would be read out of data."""
        self._pending.clear()
        self._resends = self._settled()
        self._replies += NAK

    def _take(self, raw: bytes) -> list[Frame]:
        try:
            got = Packet.parse(raw)
        except ValueError:
            self._ask_again()
            return []
        return self._decoded(got) if got.opcode == Opcode.DECODE_DATA else []

    def _decoded(self, got: Packet) -> list[Frame]:
        if got.status & _AGAIN and self._is_repeated(got.data):
            self._acknowledge_again()
            return []
        self._resends = False
        if self.pending <= MAX_LENGTH:
            self._parts.append(got.data)
        if got.status & _MORE:
            self._replies += ACK
            return []
        return self._ended(got.data)

    def _acknowledge_again(self) -> None:
        is_settled = self._settled()
        if self._parts or (is_settled and self._crossed):
            self._replies += ACK
        self._crossed = is_settled

    def _is_repeated(self, data: bytes) -> bool:
        """Whether we have what is sent again; not so where we asked for it, having had no answer due."""
        if self._parts:
            return data == self._parts[-1]
        return data == self._last and not (self._resends and self._settled())

    def _ended(self, last: bytes) -> list[Frame]:
        raw = code_of(_joined(self._parts))
        self._parts.clear()
        self._last = last
        self._crossed = False
        if not raw:
            self._replies += ACK
            return []
        fault = Fault.OVER_LONG if len(raw) > MAX_LENGTH else fault_of(raw)
        return [Frame(raw[:MAX_LENGTH], fault)]


def _joined(parts: list[bytes]) -> bytes:
    """The data of several packets as that of one: the type of the code once, in front."""
    return parts[0] + b"".join(part[1:] for part in parts[1:])
