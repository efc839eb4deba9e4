"""Running the link: one thread for units, one for the other desks' emergencies, until told to stop."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from intake import catalogue
from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.errors import IntakeError, WrongUsageError
from intake.journal import Identity, beginning, envelopes
from intake.link.contact import Contact, Tell
from intake.link.neighbours import Neighbours
from intake.link.settling import Bring
from intake.link.work import Work
from intake.reading_room import reading_connection
from intake.settings import FILE_NAME, Settings, load
from intake.sqlite import Connection

LOOK_SECONDS = 0.05
"""So often the journal is looked at: a reservation is to be there within 300 ms of the scan."""

ENDING_SECONDS = 0.5
"""A call on its way has so long to end. What it was about is found again in the views."""


def expect_link(folder: Path, settings: Settings) -> None:
    """Raise IntakeError, in one sentence, where there is to be no link."""
    with reading_connection(folder) as connection:
        if beginning(connection).training:
            raise IntakeError(
                f"expected a production folder, got the training one at {folder}: nothing of it goes out"
            )
    if not settings.link:
        raise WrongUsageError(f"expected the setting link to be true, got false: set it in {FILE_NAME}")


@contextmanager
def working(folder: Path, central: Central, bring: Bring, contact: Contact, tell: Tell) -> Iterator[Work]:
    """Give the work of one thread, over a connection of its own."""
    campaigns = catalogue.load(folder, judged_by=load(folder).campaigns)
    with reading_connection(folder) as connection:
        yield Work(connection, campaigns, _identity(connection), central, bring, contact, tell)


def _identity(connection: Connection) -> Identity:
    """Give whose journal it is by now: a restored one goes on under another incarnation."""
    last = next(envelopes(connection, "ORDER BY seq DESC LIMIT 1"))
    return Identity(last.station, last.incarnation)


def once(folder: Path, central: Central, bring: Bring, tell: Tell = lambda _sentence: None) -> None:
    """Do what is wanted now, each thing once, and hear what the site has to tell.

    Raises CentralError where contact was lost, and as `bring`.
    """
    contact = Contact(folder, tell)
    with working(folder, central, bring, contact, tell) as work:
        while work.turn():
            pass
        if work.failure is not None:
            raise work.failure
    Neighbours(folder, central, bring, contact).hear(0)


def client(folder: Path, credentials: Credentials) -> Central:
    """Give a client for one thread."""
    with reading_connection(folder) as connection:
        return Central(credentials, _identity(connection).station)


def run(folder: Path, credentials: Credentials, bring: Bring, tell: Tell) -> None:
    """Go on until SIGTERM or SIGINT. Raises what has ended a thread: the service is then begun anew."""
    stop, ends = threading.Event(), SimpleQueue[BaseException | None]()
    contact = Contact(folder, tell)

    def units() -> None:
        with client(folder, credentials) as central, working(folder, central, bring, contact, tell) as work:
            while not stop.is_set():
                if not work.turn():
                    stop.wait(LOOK_SECONDS)

    def emergencies() -> None:
        with client(folder, credentials) as central:
            Neighbours(folder, central, bring, contact).listen(stop)

    threads = (_thread("units", ends, units), _thread("emergencies", ends, emergencies))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: ends.put(None))
    for thread in threads:
        thread.start()
    ended = ends.get()
    stop.set()
    # One that waits for the hub ends with the process: whatever it was about, the next start finds it.
    end = time.monotonic() + ENDING_SECONDS
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    if ended is not None:
        raise ended


def _thread(name: str, ends: SimpleQueue[BaseException | None], work: Callable[[], None]) -> threading.Thread:
    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (raised where the process can end by it)
            ends.put(error)

    return threading.Thread(target=guarded, name=name, daemon=True)
