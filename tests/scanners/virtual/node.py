"""A device node that is a unix socket: a program under edge.c opens it as an evdev or hidraw device."""

from __future__ import annotations

import fcntl
import os
import select
import socket
import sys
import termios
from contextlib import suppress
from pathlib import Path
from typing import Self

PATIENCE = 10.0
GONE = (BrokenPipeError, ConnectionResetError)


class VirtualNode:
    """One device. Plugging in makes the node; whoever has it open hears what is sent."""

    def __init__(self, path: Path, about: dict[str, str]) -> None:
        """Prepare a node at `path`, described by lines of edge.c."""
        self.path = path
        self.link = path
        """As a gun of `scanners.pseudo_gun` names it."""
        self._about = about
        self._door: socket.socket | None = None
        self._open: dict[socket.socket, bool] = {}

    def __enter__(self) -> Self:
        self.plug()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    @property
    def plugged(self) -> bool:
        return self._door is not None

    @property
    def listeners(self) -> int:
        """How many have it open at this moment."""
        return len(self._listening())

    @property
    def unread(self) -> int:
        """Bytes, at least, that somebody who has it open has not read yet."""
        waiting = (fcntl.ioctl(each, termios.TIOCOUTQ, bytes(4)) for each in self._listening())
        return sum(int.from_bytes(count, sys.byteorder) for count in waiting)

    def plug(self) -> None:
        """Make the node; harmless when plugged in."""
        if self._door is not None:
            return
        lines = "".join(f"{key} {value}\n" for key, value in self._about.items())
        self.beside("device").write_text(lines, encoding="utf-8")
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._door.setblocking(False)
        # The place, not the path: a test's own path is longer than a socket's name may be.
        place = os.open(self.path.parent, os.O_PATH)
        self._door.bind(f"/proc/self/fd/{place}/{self.path.name}")
        os.close(place)
        self._door.listen(16)
        self.path.chmod(0o666)

    def unplug(self) -> None:
        """Take the node away, under whoever has it open; harmless when not plugged in."""
        if self._door is None:
            return
        self.path.unlink()
        self._listening()
        for each in (self._door, *self._open):
            each.close()
        self._door, self._open = None, {}
        for suffix in ("device", "held", "grab", "lock", "stuck"):
            self.beside(suffix).unlink(missing_ok=True)

    def beside(self, suffix: str) -> Path:
        """A file that belongs to the node."""
        return self.path.with_name(f"{self.path.name}.{suffix}")

    def give(self, packet: bytes) -> None:
        """One packet for whoever has grabbed the device, or else for all who have it open."""
        listening = self._listening()
        for each in [one for one, grabbed in listening.items() if grabbed] or list(listening):
            with suppress(*GONE):  # it has just closed; the next look leaves it out
                _send(each, packet)

    def _listening(self) -> dict[socket.socket, bool]:
        """Whoever has it open, and whether that one has grabbed it."""
        with suppress(BlockingIOError):
            while self._door is not None:
                end, _ = self._door.accept()
                end.setblocking(False)
                self._open[end] = False
        for each in list(self._open):
            self._hear(each)
        return self._open

    def _hear(self, end: socket.socket) -> None:
        with suppress(BlockingIOError):
            while word := _word(end):
                self._take(end, word)
            end.close()
            del self._open[end]

    def _take(self, end: socket.socket, word: bytes) -> None:
        """One who has it open says that it grabs the device, or lets it go."""
        self._open[end] = word == b"G"


def _word(end: socket.socket) -> bytes:
    try:
        return end.recv(4096)
    except ConnectionResetError:
        return b""


def _send(end: socket.socket, packet: bytes) -> None:
    """Send as soon as there is room: a real device would drop what nobody reads, and say so."""
    while True:
        try:
            end.send(packet)
        except BlockingIOError:
            if not select.select([], [end], [], PATIENCE)[1]:
                raise TimeoutError(f"nobody has read for {PATIENCE} s") from None
        else:
            return
