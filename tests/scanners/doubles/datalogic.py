"""Datalogic and PSC: one byte is one command; disabled, it reads nothing until it is enabled.

Source: PSC PowerScan Programming Guide, page 143; QD 2300 Product Reference Guide, appendix G.
"""

from __future__ import annotations

from typing import ClassVar

from tests.scanners.doubles.gun import Gun, Sound


class Datalogic(Gun):
    """Its beeper is off, so that it does not beep for a read; only a forced tone sounds."""

    MEANINGS: ClassVar = {("beep",): Sound.GOOD, ("beep",) * 3: Sound.BAD, ("beep",) * 5: Sound.HAZARD}

    def _hear(self, data: bytes) -> None:
        for byte in data:
            match bytes([byte]):
                case b"D":
                    self.is_disabled = True
                case b"E":
                    self.is_disabled = False
                case b"\x01":
                    self._sound("beep")
                case b"B":
                    pass  # sounds only where the beeper is on
                case _:
                    # R, a reset, loses what the gun holds and leaves it deaf for up to 30 s.
                    self.complaints.append(f"no command to give while scanning: {byte:#04x}")
