"""Taking stock: what a lost stretch says of parcels, units and containers, as the lost disk knew it.

The stretch is in no view of the station. Here the journal up to the event that was restored, and the stretch
after it, are folded into views of their own, in a folder that is gone afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from intake import sqlite
from intake.errors import IntakeError, StorageError
from intake.events import Envelope
from intake.reading_room import reading_connection
from intake.rebuilding import rebuilt_beside
from intake.restoring.history import Begun, begun
from intake.restoring.lost import lines, lost_path
from intake.state_folder import journal_path

_ENVELOPE = msgspec.json.Decoder(Envelope)
_CREATE = "CREATE TABLE lost (seq INTEGER PRIMARY KEY, parcel TEXT, unit TEXT, envelope TEXT)"
_ADD = "INSERT INTO lost VALUES (?, ?, ?, ?)"
_LOG = """
CREATE TEMP VIEW event AS SELECT seq, parcel, envelope FROM kept.event WHERE seq < {first}
UNION ALL SELECT seq, parcel, envelope FROM main.lost
"""
_NAMED = """
SELECT parcel FROM lost UNION SELECT unit FROM lost UNION SELECT envelope ->> '$.body.code' FROM lost
UNION SELECT envelope ->> '$.body.container' FROM lost
"""
_TOUCHED = """
INSERT OR IGNORE INTO touched SELECT container FROM unit WHERE container IS NOT NULL AND unit IN touched
"""


@contextmanager
def lost_views(folder: Path) -> Iterator[tuple[sqlite.Connection, ...]]:
    """Give the views of each lost stretch of a state folder, the oldest first.

    The table `touched` among them names the parcels, units and containers that something happened to in it.
    Raises IntakeError where one is still to be fetched, StorageError where the folder cannot be read.
    """
    with ExitStack() as stack:
        found = list[sqlite.Connection]()
        for each in _restored(folder):
            room = Path(stack.enter_context(TemporaryDirectory(prefix="intake-lost-")))
            found.append(stack.enter_context(closing(_views(folder, each, room))))
        yield tuple(found)


def _restored(folder: Path) -> list[Begun]:
    """Give the incarnations that something was lost before."""
    with reading_connection(folder) as journal:
        _, *restored = begun(journal)
    if not all(each.complete for each in restored):
        raise IntakeError("expected what was lost to be here, got nothing yet: intake sync fetches it")
    return [each for each in restored if lost_path(folder, each.before or "").exists()]


def _views(folder: Path, restored: Begun, room: Path) -> sqlite.Connection:
    path = lost_path(folder, restored.before or "")
    try:
        with closing(sqlite.connect(room / "log.db", synchronous="OFF")) as log:
            log.execute(_CREATE)
            with sqlite.immediate(log):
                log.executemany(_ADD, _rows(lines(path)))
            log.execute("ATTACH ? AS kept", (f"{journal_path(folder).absolute().as_uri()}?mode=ro",))
            log.execute(_LOG.format(first=restored.first))
            return _named(log, rebuilt_beside(log, room / "views.db"))
    except (sqlite.DatabaseError, msgspec.MsgspecError, ValueError, OSError) as error:
        raise StorageError(f"expected the lost events in {path}, got: {error}") from error


def _named(log: sqlite.Connection, views: sqlite.Connection) -> sqlite.Connection:
    """Add the table `touched`."""
    with sqlite.immediate(views):
        views.execute("CREATE TABLE touched (name TEXT PRIMARY KEY)")
        names = (row for row in log.execute(_NAMED) if row[0] is not None)
        views.executemany("INSERT INTO touched VALUES (?)", names)
        views.execute(_TOUCHED)
    return views


def _rows(stored: Iterable[str]) -> Iterator[tuple[int, str | None, str | None, str]]:
    for text in stored:
        envelope = _ENVELOPE.decode(text)
        yield envelope.seq, envelope.parcel, envelope.unit, text
