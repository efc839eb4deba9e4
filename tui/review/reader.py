"""The reader: one thread with a connection of its own, so that no look-up ever holds a key up.

Of waiting look-ups with one name only the newest is done: while somebody types, each key makes the search
before it useless.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from textual.message import Message

from intake.errors import IntakeError
from intake.reading_room import reading_connection
from intake.sqlite import Connection, DatabaseError

Work = Callable[[Connection], Any]
"""What is to be looked up."""

PATIENCE = 2.0
"""Seconds that are waited for a look-up under way, at the most."""


class Found(Message, bubble=False):
    """What a look-up has found; of an older ticket than the last asked for it is stale."""

    def __init__(self, name: str, ticket: int, value: Any) -> None:  # noqa: ANN401 (whatever was looked up)
        """Hold it."""
        super().__init__()
        self.name = name
        self.ticket = ticket
        self.value = value


class Unread(Message, bubble=False):
    """A look-up has failed."""

    def __init__(self, name: str, reason: str) -> None:
        """Hold the reason."""
        super().__init__()
        self.name = name
        self.reason = reason


Tell = Callable[[Message], object]
"""Hands a message to the screen that asked; safe from any thread."""


class _Job(NamedTuple):
    ticket: int
    work: Work
    tell: Tell


class Reader:
    """Looks things up for one screen at a time."""

    def __init__(self, folder: Path) -> None:
        """Open the journal of a state folder, read-only."""
        self._folder = folder
        self._waiting: dict[str, _Job] = {}
        self._tickets = 0
        self._changed = threading.Condition()
        self._is_open = True
        self._thread = threading.Thread(target=self._serve, name="reader", daemon=True)
        self._thread.start()

    def ask(self, name: str, work: Work, tell: Tell) -> int:
        """Have something looked up, in place of what waits by the same name; gives its ticket."""
        with self._changed:
            self._tickets += 1
            self._waiting.pop(name, None)
            self._waiting[name] = _Job(self._tickets, work, tell)
            self._changed.notify()
            return self._tickets

    def close(self) -> None:
        """Do nothing more."""
        with self._changed:
            self._is_open = False
            self._waiting.clear()
            self._changed.notify()
        self._thread.join(PATIENCE)

    def _serve(self) -> None:
        while (taken := self._take()) is not None:
            try:
                with reading_connection(self._folder) as connection:
                    self._work(connection, *taken)
            except (DatabaseError, IntakeError, OSError) as error:
                name, job = taken
                job.tell(Unread(name, str(error)))

    def _work(self, connection: Connection, name: str, job: _Job) -> None:
        """Do look-ups over one connection until none is wanted any more."""
        taken: tuple[str, _Job] | None = (name, job)
        while taken is not None:
            name, job = taken
            job.tell(_look_up(connection, name, job))
            taken = self._take()

    def _take(self) -> tuple[str, _Job] | None:
        with self._changed:
            while self._is_open and not self._waiting:
                self._changed.wait()
            if not self._is_open:
                return None
            name = next(iter(self._waiting))
            return name, self._waiting.pop(name)


def _look_up(connection: Connection, name: str, job: _Job) -> Message:
    """Do one look-up. Whatever fails in it is told: were the thread to end, the next would wait for ever."""
    try:
        return Found(name, job.ticket, job.work(connection))
    except Exception as error:  # noqa: BLE001 (as above; the error is shown)
        return Unread(name, str(error) or type(error).__name__)
