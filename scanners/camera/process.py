"""A camera's process, seen from the station: started afresh, told things, listened to, killed."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from scanners.camera.messages import FromCamera, ToCamera
from scanners.camera.wire import Wire, encode

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM: Final = "scanners.camera.child"
"""What is run; never imported here, for it loads OpenCV."""

ENDS_WITHIN: Final = 0.15
"""Seconds in which a killed process is gone, unless the kernel itself holds it."""

_MOST: Final = 262_144
"""Bytes taken in one read."""

_SURROUNDINGS: Final = {
    # Seconds a frame is waited for: its own 10 would hold the thread that reads an unplugged camera.
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "1",
    # One core is the desk's, and one is the camera's.
    "OMP_NUM_THREADS": "1",
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "threads;1",
}
"""What its libraries read when they are loaded."""


class ProcessEndedError(Exception):
    """A camera's process ended by itself; the sentence says how."""

    def __init__(self, how: str) -> None:
        """`how`: short, for a light."""
        self.how = how
        super().__init__(f"Expected the camera's process to go on, got {how}.")


class CameraProcess:
    """One process; after `end` it is gone."""

    def __init__(self, program: str = PROGRAM) -> None:
        """Start it, a new interpreter and never a copy of this one with its threads.

        Raises:
            OSError: No process is to be had.

        """
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                [sys.executable, "-P", "-m", program, str(theirs.fileno())],
                env=os.environ | _SURROUNDINGS,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # What the terminal sends to all in the foreground, Ctrl+C, is not for it.
                start_new_session=True,
            )
        self._messages: Wire[FromCamera] = Wire(FromCamera)

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def tell(self, order: ToCamera) -> None:
        """Send an order; waits while the process does not listen, until it is killed. From one thread.

        Raises:
            OSError: It is gone.

        """
        self._line.sendall(encode(order))

    def hear(self, timeout: float) -> Iterator[FromCamera]:
        """What it says next, maybe nothing whole yet.

        Raises:
            TimeoutError: It said nothing for so many seconds.
            ProcessEndedError: It has ended.
            ValueError: It said what it cannot have meant; what came before is given first.

        """
        # No time-out of the socket's own: it would cut an order short that another thread is sending.
        waiting = select.poll()
        waiting.register(self._line, select.POLLIN)
        if not waiting.poll(timeout * 1000):
            raise TimeoutError
        try:
            data = self._line.recv(_MOST)
        except ConnectionError:
            data = b""
        if not data:
            raise ProcessEndedError(self._how())
        return self._messages.feed(data)

    def kill(self) -> None:
        """Kill it, stopped or hung as it may be; whoever waits for it goes on. From any thread."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and let go of everything."""
        self.kill()
        self._wait()
        self._line.close()

    def _wait(self) -> int | None:
        """How it ended; None: the kernel holds it, and reaps it later."""
        try:
            return self._process.wait(ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            return None

    def _how(self) -> str:
        code = self._wait()
        if code is None:
            return "closed its line"
        return signal.Signals(-code).name if code < 0 else f"exit {code}"
