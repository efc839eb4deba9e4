"""The station, seen from a camera's process: what it asks for, and the way to tell it things."""

from __future__ import annotations

import os
import socket
import threading
from typing import TYPE_CHECKING, Final

from intake.scan import Awaited
from scanners.camera.messages import Await, FromCamera, Open, Show, ToCamera
from scanners.camera.wire import Wire, encode

if TYPE_CHECKING:
    from scanners.camera.assignment import CameraAssignment

_MOST: Final = 65_536


class StationEnd:
    """What the station asks for, the newest of each, kept by a thread; and the way to tell it things.

    When the station is gone the whole process ends at once, whatever hangs in it.
    """

    def __init__(self, line: socket.socket) -> None:
        """Listen on a connected stream."""
        self._line = line
        self._telling = threading.Lock()
        self._assignment: CameraAssignment | None = None
        self._opened = threading.Event()
        self.awaited = Awaited()
        self.shown = Show(0, 0, 0)
        threading.Thread(target=self._listen, name="station", daemon=True).start()

    def assignment(self) -> CameraAssignment:
        """The camera to keep; waits until it is told."""
        self._opened.wait()
        if self._assignment is None:
            raise ValueError("Expected a camera, got none.")
        return self._assignment

    def tell(self, message: FromCamera) -> None:
        """Tell the station something. From any thread; waits while it does not listen."""
        data = encode(message)
        with self._telling:
            try:
                self._line.sendall(data)
            except OSError:
                # Without the station there is nothing to do, and nobody to tell why.
                os._exit(0)

    def _listen(self) -> None:
        orders: Wire[ToCamera] = Wire(ToCamera)
        try:
            while data := self._line.recv(_MOST):
                for order in orders.feed(data):
                    self._heed(order)
        finally:
            os._exit(0)

    def _heed(self, order: ToCamera) -> None:
        match order:
            case Open():
                self._assignment = order.assignment
                self._opened.set()
            case Await():
                self.awaited = order.awaited
            case Show():
                self.shown = order
