"""Sources: the scanners, cameras and tapes one run takes scans from, and their answers back to them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from intake.cli.assigned import Named, assigned, cameras, searched
from intake.errors import WrongUsageError
from intake.lane import Arrived
from intake.outcome import Outcome
from intake.scan import Awaited, Method, Scan, Severity
from intake.settings import Settings
from intake.surroundings import now
from scanners import tape
from scanners.assignment import Assignment
from scanners.camera.messages import Photo, Preview
from scanners.devices import Devices
from scanners.light import Light
from scanners.symbology import scan_of


class Sources:
    """What was named on the command line or in the settings, ready to start."""

    def __init__(self, named: Named, tape_file: Path | None, settings: Settings) -> None:
        """Check what was named. Raises WrongUsageError for a device or a tape that cannot be used."""
        self._assigned = assigned(settings, named)
        self._cameras = cameras(settings, named)
        self.on_preview: Callable[[Preview], None] | None = None
        """Called in a camera's thread with what it sees, while `show` asks for it."""
        self.on_photo: Callable[[Photo], None] | None = None
        """Called in a camera's thread with a still picture that was awaited."""
        self._searched = searched(settings, named)
        self._search: Assignment | None = None
        self._devices: Devices | None = None
        self._awaited = Awaited()
        self._stopping = threading.Event()
        self._player: threading.Thread | None = None
        self.lost = 0
        """Scans that were read but not handed over when the station ended."""
        try:
            self._items = tape.parse(tape_file.read_text(encoding="utf-8")) if tape_file else []
        except (ValueError, OSError) as error:
            raise WrongUsageError(str(error)) from error
        self._tape_name = f"tape:{tape_file.name}" if tape_file else ""

    @property
    def has_tape(self) -> bool:
        """Whether a tape is to be played."""
        return bool(self._items)

    @property
    def has_camera_ready(self) -> bool:
        """Whether a camera is open and gives pictures."""
        return self._devices is not None and self._devices.has_camera_ready

    def search(self) -> None:
        """Use whatever serial port is plugged in, where no scanner is assigned and no tape is played."""
        if not self._assigned and not self._items:
            self._search = self._searched

    def start(
        self,
        on_scan: Callable[[Scan], None],
        on_object: Callable[[str], None],
        on_light: Callable[[Light], None],
    ) -> None:
        """Begin: each device in threads of its own, the tape in another."""
        self._devices = Devices(
            self._assigned,
            cameras=self._cameras,
            on_scan=on_scan,
            on_light=on_light,
            on_preview=self.on_preview,
            on_photo=self.on_photo,
            now=now,
            search=self._search,
        )
        self._devices.await_(self._awaited)
        self._devices.start()
        if self._items:
            self._player = threading.Thread(
                target=self._play, args=(on_scan, on_object), name="tape", daemon=True
            )
            self._player.start()

    def answer(self, arrived: Arrived, outcome: Outcome) -> None:
        """Let the gun that gave a scan hear its outcome, and the cameras what the desk waits for now.

        Called by the lane's thread: after the commit.
        """
        if isinstance(arrived, Scan):
            self.tell(arrived, outcome.answer.severity)
        self.await_(outcome.awaited)

    def await_(self, awaited: Awaited) -> None:
        """Let the cameras know what the desk waits for, before or after they start; never waits.

        From any thread. At a start it goes first: a scan may be answered at once, and that is newer.
        """
        self._awaited = awaited
        if self._devices is not None:
            self._devices.await_(awaited)

    def show(self, width: int, height: int, each_second: int) -> None:
        """Ask for previews of so many pixels at most, so many a second; 0: for none."""
        if self._devices is not None:
            self._devices.show(width, height, each_second)

    def tell(self, scan: Scan, severity: Severity) -> None:
        """Let the gun that gave a scan hear how grave the answer is; from any thread, and never waits."""
        if self._devices is not None:
            self._devices.answer(scan, severity)

    def refuse(self, arrived: Arrived) -> None:
        """Let the gun that gave a scan hear bad: nobody will answer it."""
        if isinstance(arrived, Scan):
            self.tell(arrived, Severity.REFUSED)

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
        if self._devices is not None:
            self.lost = self._devices.stop()
