"""The door for other processes: requests over a socket in the state folder.

One JSON request a line, one JSON outcome a line. Only the station's own user and root are let in
(SO_PEERCRED, unix(7)).
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import msgspec

from intake.errors import IntakeError, LockHeldError, StorageError
from intake.lane import Lane, LaneEndedError
from intake.outcome import Outcome
from intake.request import Request, RequestError, expect_other, parse
from intake.settings import load
from intake.state_folder import holder_of, socket_path
from intake.station import Station

MAX_LINE = 262_144
"""Bytes of a request or an outcome: a chunk of units judged anew takes a sixth of it."""

TIMEOUT_SECONDS = 10.0
BEHIND_SECONDS = 3600.0
"""How long what is done in the background may wait for a desk to pause."""

PATIENCE_SECONDS = 3.0
"""How long a command waits for a station that holds the folder but does not listen yet."""

OPENING_SECONDS = 600.0
"""The same of what works in the background: a station may have to make its views anew before it listens."""

_CREDENTIALS = struct.Struct("3i")
"""pid, uid, gid."""


class _Refusal(msgspec.Struct, frozen=True):
    error: str


@contextlib.contextmanager
def _short_path(path: Path) -> Iterator[str]:
    """Name a socket in at most 107 bytes (unix(7)), however deep its folder lies."""
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class Door:
    """Listens in a thread of its own and hands requests to `ask`."""

    def __init__(self, folder: Path, ask: Callable[[Request], Outcome]) -> None:
        """Listen at the folder's socket; the caller holds the folder's lock, so an old socket is dead."""
        self._path = socket_path(folder)
        self._ask = ask
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._path.unlink(missing_ok=True)
        with _short_path(self._path) as name:
            self._socket.bind(name)
        self._path.chmod(0o660)
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve, name="door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        with contextlib.suppress(OSError):  # nobody may be connected: shutdown then says so
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(1.0)
        self._path.unlink(missing_ok=True)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed: the station ends
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(TIMEOUT_SECONDS)
            with contextlib.suppress(OSError):  # the other side went away: its request id tells it later
                if _is_friend(connection):
                    connection.sendall(self._answer(_read_line(connection)) + b"\n")

    def _answer(self, line: bytes) -> bytes:
        try:
            return msgspec.json.encode(self._ask(expect_other(parse(line))))
        except (RequestError, RuntimeError) as error:
            return msgspec.json.encode(_Refusal(str(error)))


def _is_friend(connection: socket.socket) -> bool:
    packed = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, uid, _ = _CREDENTIALS.unpack(packed)
    return uid in (0, os.geteuid())


def _read_line(connection: socket.socket) -> bytes:
    data = b""
    while not data.endswith(b"\n") and len(data) < MAX_LINE:
        chunk = connection.recv(MAX_LINE)
        if not chunk:
            break
        data += chunk
    return data


def submit(folder: Path, request: Request) -> Outcome:
    """Bring a request to the station that runs, or act as the station when none runs: the same facts.

    Raises StorageError when one runs and its door stays silent, or none does and the folder cannot be used;
    IntakeError as the station refuses.
    """
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return _act(folder, request)
        except LockHeldError as held:
            reason = held
        try:
            return send(folder, request)
        except OSError as error:
            # Between its lock and its door a station opens its journal; a request's id acts once.
            if time.monotonic() > end:
                raise StorageError(f"{reason}; its door does not answer: {error}") from error
        time.sleep(0.05)


def _act(folder: Path, request: Request) -> Outcome:
    station = Station(folder, load(folder), holder="a command")
    try:
        return station.accept(request)
    finally:
        station.close()


@contextlib.contextmanager
def background(
    folder: Path, holder: str, *, beside: bool = False, tell: Callable[[str], None] = lambda _sentence: None
) -> Iterator[Callable[[Request], Outcome]]:
    """Give a way to bring what may wait, from any thread: to the station that runs, or to one of our own.

    Ours stands as long as this lasts, and other commands come in by its door. `beside`: never act as one.
    `holder` tells a person who holds the folder; `tell` hears when that takes time.
    Raises StorageError, also while requests are brought.
    """
    lane = None if beside else _standing_in(folder, holder)
    if lane is None:
        yield partial(send_behind, folder, tell=tell)
        return
    door = Door(folder, lane.ask)
    try:
        yield partial(_ask, lane)
    finally:
        door.close()
        lane.stop()


def _standing_in(folder: Path, holder: str) -> Lane | None:
    """Open a station in a lane of its own; None where one runs already."""
    lane = Lane(lambda: Station(folder, load(folder), holder=holder))
    lane.start()
    try:
        lane.opened()
    except LockHeldError:
        return None
    return lane


def _ask(lane: Lane, request: Request) -> Outcome:
    try:
        return lane.ask(request)
    except LaneEndedError as ended:
        raise StorageError(f"expected the station to run, got: {lane.failure!r}") from ended


def send_behind(
    folder: Path,
    request: Request,
    *,
    tell: Callable[[str], None] = lambda _sentence: None,
    patience: float = PATIENCE_SECONDS,
    opening: float = OPENING_SECONDS,
) -> Outcome:
    """Bring what may wait to the station that runs, and never act as one: its folder stays free for the next.

    `patience`: seconds after which no station is at work. `opening`: the same while somebody holds the folder
    and does not listen yet. Raises StorageError then, IntakeError as it refuses.
    """
    begun = held_at = time.monotonic()
    is_told = False
    while True:
        try:
            return send(folder, request, BEHIND_SECONDS)
        except OSError as error:
            now = time.monotonic()
            held_at = now if _is_held(folder) else held_at
            if now - begun > opening or now - held_at > patience:
                raise StorageError(f"expected a station at work in {folder}, got none: {error}") from error
            if now - begun > patience and not is_told:
                tell(f"the station at {folder} opens and does not answer yet: waiting up to {opening:.0f} s")
                is_told = True
        time.sleep(0.05)


def _is_held(folder: Path) -> bool:
    try:
        return bool(holder_of(folder))
    except OSError:
        return False


def send(folder: Path, request: Request, patience: float = TIMEOUT_SECONDS) -> Outcome:
    """Bring a request to the station that runs. Raises OSError when none does, IntakeError as it refuses."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience)
        with _short_path(socket_path(folder)) as name:
            connection.connect(name)
        connection.sendall(msgspec.json.encode(request) + b"\n")
        return _outcome(_read_line(connection))


def _outcome(line: bytes) -> Outcome:
    try:
        return msgspec.json.decode(line, type=Outcome)
    except (msgspec.ValidationError, msgspec.DecodeError):
        refusal = msgspec.json.decode(line or b'{"error": "the station let nobody in"}', type=_Refusal)
        raise IntakeError(refusal.error) from None
