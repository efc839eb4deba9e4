"""Keeps one camera: its process is started, listened to, and started again when it ends or hangs.

SEARCHING ─► READY ─► LOST, FROZEN: the process opens it again      HELD, FORBIDDEN, FAILED: as well
any of them ─► FAILED when the process dies, hangs or talks nonsense: another one after 0.1 s, then ever later
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from intake.scan import Awaited, Method
from scanners.camera.hindrance import HUNG
from scanners.camera.lying import Lying
from scanners.camera.messages import Await, Beat, Began, Open, Photo, Preview, Read, Show, Trouble
from scanners.camera.process import PROGRAM, CameraProcess, ProcessEndedError
from scanners.camera.unanswered import Unanswered
from scanners.lamp import Lamp
from scanners.light import LightState
from scanners.outbox import Outbox, end

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.scan import Moment, Scan
    from scanners.camera.assignment import CameraAssignment
    from scanners.camera.messages import FromCamera
    from scanners.light import Light

FIRST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 5.0
"""Seconds between two processes: one that dies at once costs most of a second of a core each time."""

STARTS_WITHIN: Final = 30.0
"""Seconds until the first word of a new process: a slow disk loads OpenCV in several."""

SILENT_AFTER: Final = 3.0
"""Seconds without a word of a process that beats twice a second, after which it hangs."""

_HUNG: Final = f"exit {HUNG}"


class CameraKeeper:
    """One camera of the lane, kept by a thread and a process of its own.

    `on_scan`, `on_light` and `on_photo` are called from a thread each, one call at a time and in order; they
    may block, and get again what they failed at. `on_preview` is called where the process is listened to and
    must return at once.
    """

    def __init__(  # noqa: PLR0913 - who is told what, and what a test asks for
        self,
        assignment: CameraAssignment,
        *,
        on_scan: Callable[[Scan], object],
        on_light: Callable[[Light], object],
        now: Callable[[], Moment],
        on_preview: Callable[[Preview], object] | None = None,
        on_photo: Callable[[Photo], object] | None = None,
        silent_after: float = SILENT_AFTER,
        program: str = PROGRAM,
    ) -> None:
        """Prepare; `start` begins."""
        self.source = assignment.source
        """As in `Scan.source`."""
        self.is_ready = False
        """Whether it gives frames."""
        self.began: Began | None = None
        """What it gives, once it was open."""
        self._assignment = assignment
        self._now = now
        self._silent_after = silent_after
        self._program = program
        self._on_preview = on_preview
        self._lights: Outbox[Light] = Outbox(f"lights {self.source}", on_light)
        self._lamp = Lamp(self.source, assignment.name, self._lights.put, now)
        self._scans: Outbox[Scan] = Outbox(f"scans {self.source}", on_scan, self._lamp.show_receiver)
        self._photos: Outbox[Photo] = Outbox(
            f"photos {self.source}", on_photo or (lambda _photo: None), self._lamp.show_receiver
        )
        self._unanswered = Unanswered()
        self._lying = Lying()
        self._is_new = True
        """Whether the process has not given a picture yet."""
        self._orders: Outbox[None] = Outbox(f"orders {self.source}", self._tell)
        self._awaited = Awaited()
        self._shown = Show(0, 0, 0)
        self._fulfilled = ""
        self._process: CameraProcess | None = None
        self._pause = FIRST_PAUSE
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=self.source, daemon=True)

    @property
    def pid(self) -> int | None:
        """The number of its process; None while there is none."""
        process = self._process
        return process.pid if process is not None else None

    def start(self) -> None:
        """Begin to keep the camera."""
        for box in (self._lights, self._scans, self._photos, self._orders):
            box.start()
        self._thread.start()

    def await_(self, awaited: Awaited) -> None:
        """Tell it what the desk waits for. From any thread; never waits."""
        if awaited != self._awaited:
            self._awaited = awaited
            self._orders.put(None)

    def show(self, width: int, height: int, each_second: int) -> None:
        """Ask for previews, as `Show` says. From any thread; never waits."""
        shown = Show(width, height, each_second)
        if shown != self._shown:
            self._shown = shown
            self._orders.put(None)

    def answer(self, scan: Scan) -> None:
        """One of its scans is answered for good; never waits. From any thread."""
        self._unanswered.answer(scan)
        self._show_waiting()

    def stop(self) -> int:
        """Let go of the camera, within 0.3 s whatever the receivers do.

        Returns:
            How many scans that were read a blocked or failing receiver did not take; usually 0.

        """
        self._stopping.set()
        if (process := self._process) is not None:
            process.kill()
        others = (self._photos, self._orders, self._lights)
        return end(self._thread, self._scans, *others)

    def _run(self) -> None:
        self._lamp.show(LightState.SEARCHING)
        while not self._stopping.is_set():
            self._try()
            self._stopping.wait(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self._lamp.show(LightState.STOPPED)

    def _try(self) -> None:
        """Keep a process as long as it goes; what ended it is shown."""
        try:
            self._keep()
        except ProcessEndedError as error:
            self._fail(error.how)
        except TimeoutError:
            self._fail("no answer")
        except ValueError:
            self._fail("bad bytes")
        except Exception as error:  # noqa: BLE001 - a thread that ends in silence is a camera that is dead
            self._fail(repr(error))

    def _fail(self, why: str) -> None:
        """Show why the process is gone, unless we have ended it or it has told itself what is wrong."""
        self.is_ready = False
        if not self._stopping.is_set() and why != _HUNG:
            self._lamp.show(LightState.FAILED, why)

    def _keep(self) -> None:
        """Start a process and listen until it ends or hangs, or the keeper stops."""
        process = CameraProcess(self._program)
        try:
            process.tell(Open(self._assignment))
            self._process, self._is_new = process, True
            self._orders.put(None)
            self._listen(process)
        finally:
            self._process = None
            process.end()

    def _listen(self, process: CameraProcess) -> None:
        patience = STARTS_WITHIN
        while not self._stopping.is_set():
            for message in process.hear(patience):
                self._take(message)
                patience = self._silent_after

    def _tell(self, _changed: None) -> None:
        """Tell the process what holds now; one that is gone needs nothing, the next is told it then."""
        if (process := self._process) is None:
            return
        with suppress(OSError):  # it has just ended
            process.tell(Await(self._awaited))
            process.tell(self._shown)

    def _take(self, message: FromCamera) -> None:
        match message:
            case Read():
                self._take_scan(self._checked(message.scan))
            case Preview():
                if self._on_preview is not None:
                    self._on_preview(message)
            case Photo():
                self._take_photo(message)
            case Beat():
                self._lying.look(message.frames)
                self._show_waiting()
            case Began():
                self._begin(message)
            case Trouble():
                self.is_ready = False
                self._lamp.show_error(message.hindrance.error(self._assignment.device, message.reason))

    def _show_waiting(self) -> None:
        self._lamp.show_waiting(self._unanswered.is_late(self._now().monotonic))

    def _begin(self, began: Began) -> None:
        if self._is_new:
            self._is_new = False
            self._lying.begin()
        self._pause = FIRST_PAUSE
        self.began = began
        self.is_ready = True
        self._lamp.show(LightState.READY)

    def _take_scan(self, scan: Scan) -> None:
        if not self._lying.was_read(scan):
            self._unanswered.take(scan)
            self._scans.put(scan)

    def _take_photo(self, photo: Photo) -> None:
        """Hand it on, once: a new process knows only the wish, not that it was granted."""
        if photo.wish != self._fulfilled:
            self._fulfilled = photo.wish
            self._photos.put(photo)

    def _checked(self, scan: Scan) -> Scan:
        """A scan may only come in the camera's own name. Raises ValueError."""
        if scan.source != self.source or scan.method is not Method.CAMERA:
            raise ValueError(f"Expected a scan of {self.source}, got one of {scan.source}.")
        return scan
