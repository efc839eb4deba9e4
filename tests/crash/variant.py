"""Runs the station deliberately broken, to show that the crash tests can fail: `variant.py NAME ARGUMENT…`.

Each variant breaks one rule that durability rests on and leaves everything else as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from intake import content, sqlite
from intake.cli import main
from intake.errors import StorageError
from intake.journal import Journal, Sealed
from intake.station import Station
from scanners.feedback import DRIVERS


def _synchronous(level: str) -> None:
    """Let commits return before they are on the disk."""
    connect = sqlite.connect

    def weaker(*arguments: Any, **options: Any) -> sqlite.Connection:
        return connect(*arguments, **options | {"synchronous": level})

    sqlite.connect = weaker


def _acknowledge_before_commit() -> None:
    """Answer a scan first and commit its facts before the next one is looked at."""

    @contextmanager
    def left_open(connection: sqlite.Connection) -> Iterator[sqlite.Connection]:
        connection.execute("BEGIN IMMEDIATE")
        yield connection

    def committed_first(then: Callable[..., Any]) -> Callable[..., Any]:
        def late(station: Station, *arguments: Any) -> Any:
            if station.journal.connection.in_transaction:
                station.journal.connection.execute("COMMIT")
            return then(station, *arguments)

        return late

    sqlite.immediate = left_open
    for name in ("accept", "tend", "close"):
        setattr(Station, name, committed_first(getattr(Station, name)))


def _payload_not_flushed() -> None:
    """Name a payload file in the journal without having flushed it."""
    content._write = Path.write_bytes  # type: ignore[assignment]  # noqa: SLF001


def _views_apart() -> None:
    """Write the views in a transaction of their own, after that of the events."""
    commit = Journal.commit

    def in_two(journal: Journal, sealed: Sealed, project: Callable[[sqlite.Connection], None]) -> None:
        commit(journal, sealed, lambda _: None)
        with sqlite.immediate(journal.connection):
            project(journal.connection)

    Journal.commit = in_two  # type: ignore[assignment, method-assign]


def _errors_swallowed() -> None:
    """Take a commit that failed for one that succeeded."""
    commit = Journal.commit

    def regardless(journal: Journal, sealed: Sealed, project: Callable[[sqlite.Connection], None]) -> None:
        try:
            commit(journal, sealed, project)
        except StorageError:
            journal.seq, journal.head = sealed.rows[-1][0], sealed.rows[-1][3]

    Journal.commit = regardless  # type: ignore[assignment, method-assign]


def _impatient_guns() -> None:
    """Not broken, but takes guns in Host ACK to give up five times sooner: a test need not wait."""
    object.__setattr__(DRIVERS["honeywell_ack"], "patience", 2.0)


VARIANTS: dict[str, Callable[[], None]] = {
    "synchronous-off": partial(_synchronous, "OFF"),
    "synchronous-normal": partial(_synchronous, "NORMAL"),
    "acknowledge-before-commit": _acknowledge_before_commit,
    "payload-not-flushed": _payload_not_flushed,
    "views-apart": _views_apart,
    "errors-swallowed": _errors_swallowed,
    "impatient-guns": _impatient_guns,
}

if __name__ == "__main__":
    VARIANTS[sys.argv.pop(1)]()
    main()
