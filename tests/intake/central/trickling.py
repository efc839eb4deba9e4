"""A server that gives a byte at a time, or takes few: never silent, and never done."""

from __future__ import annotations

import contextlib
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from typing import Self

PAUSE = 0.002
STEPS = 5000
"""Ten seconds and more: a call that has not ended by then is not bounded."""

SMALL = 4096
"""Bytes of the buffer in which what was sent lies until it is read."""


class Trickling:
    """Gives the bytes it was made with, then filling, one at a time; it reads `SMALL` bytes between two."""

    def __init__(self, said: bytes = b"", filling: bytes = b" ") -> None:
        self.is_done = False
        """Its end was reached before the caller hung up."""

        self._said = said
        self._filling = filling
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._trickle)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def _trickle(self) -> None:
        with contextlib.suppress(OSError):  # the caller hung up
            connection, _ = self._listener.accept()
            with connection:
                for byte in itertools.islice(self._bytes(), STEPS):
                    connection.send(byte)
                    if _has_hung_up(connection):
                        return
                    time.sleep(PAUSE)
                self.is_done = True

    def _bytes(self) -> Iterator[bytes]:
        """Nothing to say is nothing said: then it only reads."""
        said = (bytes([each]) for each in self._said)
        return itertools.chain(said, itertools.repeat(self._filling))


def _has_hung_up(connection: socket.socket) -> bool:
    """Read a little of what has come, and tell whether the caller is gone."""
    try:
        return not connection.recv(SMALL, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
