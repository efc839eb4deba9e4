"""Honeywell Xenon and Granit, without and with Host ACK.

Source: Xenon/Granit User Guide, pages 77 and 109: the table of escape commands, each ended by a comma; with
Host ACK no sound and no next scan until a valid escape command came or 10 s are over, which is an error tone.
"""

from __future__ import annotations

import re
from typing import ClassVar

from tests.scanners.doubles.gun import Gun, Sound

TIME_OUT = 10.0
COMMANDS = {
    b"a": "menu good",
    b"b": "menu bad",
    b"1": "green 135 ms",
    b"2": "green 2 s",
    b"3": "green 5 s",
    b"4": "low",
    b"5": "medium",
    b"6": "high",
    b"7": "decoded",
    b"8": "razz",
}


class Honeywell(Gun):
    """Its own beep for a read is switched off; it obeys escape commands at any time."""

    MEANINGS: ClassVar = {
        ("decoded",): Sound.GOOD,
        ("razz",) * 2: Sound.BAD,
        ("razz",) * 4: Sound.HAZARD,
        ("error",): Sound.ERROR,
    }
    _rest = b""

    def _hear(self, data: bytes) -> None:
        *whole, self._rest = (self._rest + data).split(b",")
        for command in whole:
            found = re.fullmatch(rb"\x1b([a-b1-8])", command)
            if found is None:
                self.complaints.append(f"no escape command: {command!r}")
            else:
                self._obey(COMMANDS[found[1]])

    def _obey(self, sound: str) -> None:
        self._sound(sound)


class HoneywellAck(Honeywell):
    """Host ACK on."""

    def _read(self, code: bytes) -> None:
        self.is_suspended = True
        self._ring_in(TIME_OUT)
        super()._read(code)

    def _obey(self, sound: str) -> None:
        self.is_suspended = False
        self._alarm = None
        super()._obey(sound)

    def _rings(self) -> None:
        self.is_suspended = False
        self._sound("error")
