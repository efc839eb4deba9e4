"""Zebra and Symbol in SSI, packets and acknowledgements on.

Source: SE 923 Integration Guide, pages 6-4 and 6-15 (packets, checksum, DECODE_DATA); SE955 Integration
Guide, page 10-10 (no ACK in time: sent again, marked; twice more, then a transmit error); beep codes:
Mindeo FS580, table 5-3. The time-out of 2 s as delivered is unconfirmed.
"""

from __future__ import annotations

import itertools
from typing import ClassVar

from tests.scanners.doubles.gun import Gun, Sound

RESPONSE_TIME_OUT = 2.0
SENDINGS = 3
ACK, NAK, BEEP, SCAN_ENABLE, SCAN_DISABLE, DECODE_DATA = 0xD0, 0xD1, 0xE6, 0xE9, 0xEA, 0xF3
CODE_128 = 0x03
PITCHES = ("high", "low")
BEEPS = {
    5 * row + count: f"{count + 1} {length} {pitch}"
    for row, (length, pitch) in enumerate(itertools.product(("short", "long"), PITCHES))
    for count in range(5)
} | {0x14: "fast warble", 0x15: "slow warble"}


def packed(opcode: int, data: bytes = b"", status: int = 0) -> bytes:
    """A packet of the decoder."""
    packet = [4 + len(data), opcode, 0, status, *data]
    check = 0x10000 - sum(packet)
    return bytes([*packet, check >> 8, check & 0xFF])


class ZebraSsi(Gun):
    """`damaged` and `deaf` are how many packets from now on go wrong: sent damaged, acknowledged unheard."""

    MEANINGS: ClassVar = {
        ("1 short high",): Sound.GOOD,
        ("2 long low",): Sound.BAD,
        ("slow warble",): Sound.HAZARD,
        ("error",): Sound.ERROR,
    }
    damaged = 0
    deaf = 0
    code_type = CODE_128
    part = 200
    """Bytes of a code in one packet."""

    _rest = b""
    sendings = 0
    """How often the packet that waits was sent."""

    _outgoing: list[bytes]

    def _read(self, code: bytes) -> None:
        pieces = [code[at : at + self.part] for at in range(0, len(code), self.part)]
        self._outgoing = [bytes([self.code_type]) + piece for piece in pieces]
        self.is_suspended = True
        self.sendings = 0
        self._transmit()

    def _transmit(self) -> None:
        status = (self.sendings > 0) | (len(self._outgoing) > 1) << 1
        packet = packed(DECODE_DATA, self._outgoing[0], status)
        if self.damaged:
            self.damaged -= 1
            packet = packet[:-1] + bytes([packet[-1] ^ 0xFF])
        self.sendings += 1
        self._ring_in(RESPONSE_TIME_OUT)
        self.send(packet)

    def _rings(self) -> None:
        if self.sendings < SENDINGS:
            self._transmit()
        else:
            self._give_up()

    def _give_up(self) -> None:
        self.is_suspended = False
        self._alarm = None
        self._sound("error")

    def _hear(self, data: bytes) -> None:
        self._rest += data
        while self._rest and len(self._rest) >= self._rest[0] + 2:
            length = self._rest[0]
            packet, check = self._rest[:length], self._rest[length : length + 2]
            self._rest = self._rest[length + 2 :]
            if (sum(packet) + int.from_bytes(check, "big")) & 0xFFFF or length < 4 or packet[2] != 4:
                self.complaints.append(f"no packet of a host: {(packet + check).hex()}")
            else:
                self._obey(packet[1], packet[4:])

    def _obey(self, opcode: int, data: bytes) -> None:
        if opcode == ACK:
            self._acknowledged()
        elif opcode == NAK and data == b"\x01":
            self._rings()
        elif opcode == BEEP and data and data[0] in BEEPS:
            self._sound(BEEPS[data[0]])
            self.send(packed(ACK))
        elif opcode in (SCAN_ENABLE, SCAN_DISABLE):
            self.is_disabled = opcode == SCAN_DISABLE
            self.send(packed(ACK))
        else:
            self.complaints.append(f"no command: {opcode:#04x} {data!r}")

    def _acknowledged(self) -> None:
        if self.deaf:
            self.deaf -= 1
        elif not self.is_suspended:
            self.complaints.append("an acknowledgement of nothing")
        else:
            del self._outgoing[0]
            self.sendings = 0
            self._alarm = None
            self.is_suspended = bool(self._outgoing)
            if self._outgoing:
                self._transmit()
