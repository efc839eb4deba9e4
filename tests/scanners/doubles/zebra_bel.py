"""Zebra on a plain serial line with "Beep on <BEL>": one high beep for each, and nothing else.

Source: DS9208 and DS9808 Product Reference Guides, table 2-1.
"""

from __future__ import annotations

from typing import ClassVar

from tests.scanners.doubles.gun import Gun, Sound


class ZebraBel(Gun):
    """Its own beep for a read is switched off."""

    MEANINGS: ClassVar = {("high",): Sound.GOOD, ("high",) * 3: Sound.BAD, ("high",) * 5: Sound.HAZARD}

    def _hear(self, data: bytes) -> None:
        for byte in data:
            if byte == 0x07:
                self._sound("high")
            else:
                self.complaints.append(f"no BEL: {byte:#04x}")
