"""Sources: the scanners and tapes one run of the station takes scans from."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from intake.errors import WrongUsageError
from intake.scan import Method, Scan
from intake.settings import Settings
from intake.surroundings import now
from scanners import tape
from scanners.frames import Framing
from scanners.keeper import Keeper
from scanners.light import Light
from scanners.plugged import find_ports
from scanners.port import Line
from scanners.symbology import scan_of


class Sources:
    """What was named on the command line or in the settings, ready to start."""

    def __init__(
        self, ports: tuple[str, ...], tape_file: Path | None, framing: str, settings: Settings
    ) -> None:
        """Check what was named. Raises WrongUsageError for a framing or a tape that cannot be used."""
        self._ports = ports or ((settings.port,) if settings.port else ())
        self._line = Line(speed=settings.baud)
        self._keepers: list[Keeper] = []
        self._stopping = threading.Event()
        self._player: threading.Thread | None = None
        self.lost = 0
        """Scans that were read but not handed over when the station ended."""
        try:
            self._framing = Framing.parse(framing)
            self._items = tape.parse(tape_file.read_text(encoding="utf-8")) if tape_file else []
        except (ValueError, OSError) as error:
            raise WrongUsageError(str(error)) from error
        self._tape_name = f"tape:{tape_file.name}" if tape_file else ""

    @property
    def has_tape(self) -> bool:
        """Whether a tape is to be played."""
        return bool(self._items)

    def find(self) -> None:
        """Use the serial ports that are plugged in, where none was named and no tape is played."""
        if not self._ports and not self._items:
            self._ports = tuple(port.path for port in find_ports())

    def start(
        self,
        on_scan: Callable[[Scan], None],
        on_object: Callable[[str], None],
        on_light: Callable[[Light], None],
    ) -> None:
        """Begin: each device in its own thread, the tape in another."""
        self._keepers = [
            Keeper(path, on_scan=on_scan, on_light=on_light, now=now, framing=self._framing, line=self._line)
            for path in self._ports
        ]
        for keeper in self._keepers:
            keeper.start()
        if self._items:
            self._player = threading.Thread(
                target=self._play, args=(on_scan, on_object), name="tape", daemon=True
            )
            self._player.start()

    def _play(self, on_scan: Callable[[Scan], None], on_object: Callable[[str], None]) -> None:
        tape.play(
            self._items,
            lambda raw: on_scan(scan_of(raw, self._tape_name, Method.TAPE, now())),
            on_object,
            self._stopping.wait,
            self._stopping.is_set,
        )

    def wait_for_tape(self) -> None:
        """Wait until the tape has ended."""
        if self._player is not None:
            self._player.join()

    def stop(self) -> None:
        """End every thread; devices are let go within 0.3 s."""
        self._stopping.set()
        self.lost = sum(keeper.stop() for keeper in self._keepers)
