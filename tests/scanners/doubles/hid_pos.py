"""A HID-POS scanner that can be asked for its tones: Access-IS, LSR118 Product Manual, appendix B.3.

It is not among DOUBLES: what opens it must be a program under edge.c.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.scanners.doubles.gun import PATIENCE, Sound
from tests.scanners.pos_gun import HONEYWELL, reports
from tests.scanners.virtual.pos import VirtualPos

_NUMBER, _GOOD, _BAD = 4, 1 << 6, 1 << 5
_MEANINGS = {("good",): Sound.GOOD, ("bad",): Sound.BAD, ("bad",) * 3: Sound.HAZARD}


class HidPos(VirtualPos):
    """A scanner at `path`: output report 4 sounds good by bit 6 of its only byte, bad by bit 5."""

    def __init__(self, path: Path, descriptor: bytes = HONEYWELL) -> None:
        """Prepare; `plug` makes the device."""
        super().__init__(path, descriptor=descriptor)
        self._pulls: list[int] = []
        """How many reports had been heard at each pull of the trigger."""

    def pull(self, code: bytes) -> bool:
        """Read a code and send it."""
        self._pulls.append(len(self.heard))
        for report in reports(code):
            self.send(report)
        return True

    @property
    def sounds(self) -> list[str]:
        """Each single sound."""
        return [_sound(report) for report in self.heard]

    @property
    def tones(self) -> list[Sound]:
        """What it sounded, a tone a pull. The beginning of one may look like another: wait for it."""
        sounds, ends = self.sounds, [*self._pulls[1:], None]
        after = [sounds[begin:end] for begin, end in zip(self._pulls, ends, strict=True)]
        return [_MEANINGS.get(tuple(each), Sound.NONSENSE) for each in after if each]

    @property
    def complaints(self) -> list[bytes]:
        """Reports that do anything but sound once: one that prevents reading among them."""
        return [report for report in self.heard if _sound(report) == "nothing"]

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until a condition on this scanner holds."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.heard
            time.sleep(0.005)


def _sound(report: bytes) -> str:
    return {bytes([_NUMBER, _GOOD]): "good", bytes([_NUMBER, _BAD]): "bad"}.get(report, "nothing")
