"""Denso Wave: commands of letters; each takes up to 100 ms to begin, and one waits for the one before it.

Source: SE1-QB User's Manual, pages 81 and 82; QK20 User's Manual, page 99. That a command ends as a code
does, with CR as delivered, is unconfirmed.
"""

from __future__ import annotations

from typing import ClassVar

from tests.scanners.doubles.gun import Gun, Sound

TO_BEGIN = 0.1
"""Seconds a command may take to begin."""

LASTS = {"1": 0.14, "2": 0.12, "3": 0.24}
"""Seconds of a tone, by the last letter of its command."""

TONES = {
    f"B{pitch}{length}": {"": "medium", "H": "high", "M": "medium", "L": "low"}[pitch]
    for pitch in ("", "H", "M", "L")
    for length in LASTS
}
LAMPS = {"LB": "blue", "LG": "green", "LR": "red"}


class Denso(Gun):
    """Its own beep for a read is switched off."""

    MEANINGS: ClassVar = {
        ("high", "green"): Sound.GOOD,
        ("low", "red"): Sound.BAD,
        ("low", "low", "low", "red"): Sound.HAZARD,
    }
    _rest = b""

    def _hear(self, data: bytes) -> None:
        *whole, self._rest = (self._rest + data).split(b"\r")
        for command in whole:
            name = command.decode("ascii", "replace")
            if name in TONES | LAMPS:
                self._sound((TONES | LAMPS)[name])
            else:
                self.complaints.append(f"no command: {name!r}")
