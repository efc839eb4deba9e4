"""Schema: the append-only event table, the views beside it, and the guards.

Migrations only add, so that the previous release can open the file. The views can be dropped and rebuilt
from the events at any time; the events can never be changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake import indexes
from intake.errors import StorageError
from intake.sqlite import Connection, immediate
from intake.view_columns import VIEWS

if TYPE_CHECKING:
    from intake.tables import Database

VERSION = 1
"""Of the whole file, in PRAGMA user_version."""

APPLICATION_ID = 0x52494E54
"""`RINT`, so that file(1) and we can tell our journals from others."""

EVENT = """
CREATE TABLE event (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL,
  envelope TEXT NOT NULL,
  kind TEXT GENERATED ALWAYS AS (envelope ->> '$.kind') VIRTUAL,
  parcel TEXT GENERATED ALWAYS AS (envelope ->> '$.parcel') VIRTUAL,
  request TEXT GENERATED ALWAYS AS (
    CASE WHEN envelope ->> '$.seq' = envelope ->> '$.first' THEN envelope ->> '$.cause.id' END
  ) VIRTUAL
) STRICT
"""
"""What is searched by is computed from the stored bytes and so can never disagree with them."""

INDEXES = (
    "CREATE INDEX event_parcel ON event (parcel) WHERE parcel IS NOT NULL",
    "CREATE UNIQUE INDEX event_request ON event (request) WHERE request IS NOT NULL",
)

GUARDS = {
    # In place of a UNIQUE index on prev: it says more, for a fork and a gap are both impossible, and an index
    # of hashes costs every event a random page (at five million events half of a scan's time).
    "event_follows_the_one_before": """CREATE TRIGGER event_follows_the_one_before BEFORE INSERT ON event
WHEN NEW.prev IS NOT iif(NEW.seq = 1, zeroblob(32), (SELECT hash FROM event WHERE seq = NEW.seq - 1))
BEGIN SELECT RAISE(ABORT, 'the journal is append-only and one chain: an event follows the last one'); END""",
    "event_is_never_updated": """CREATE TRIGGER event_is_never_updated BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only: no event is changed'); END""",
    "event_is_never_deleted": """CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only: no event is deleted'); END""",
}
"""Checked at every start: sqlite-utils' transform(), for one, drops triggers without a word."""


def expect_journal(connection: Connection) -> None:
    """Raise StorageError for a database that is not one of our journals."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise StorageError(f"expected an intake journal, got a database of application {application:#x}")


def create(connection: Connection) -> None:
    """Make the tables of a new journal in an empty database."""
    _migrate(connection)


def prepare(connection: Connection) -> tuple[str, ...]:
    """Bring a journal to this release's schema, and give the names of guards that were missing.

    Raises StorageError for a file that is not a journal or that a newer release has changed.
    """
    expect_journal(connection)
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > VERSION:
        raise StorageError(f"expected a journal of version {VERSION} or older, got {found}: update intake")
    if found < VERSION:
        _migrate(connection)
    if not missing_views(connection):  # those made anew bring theirs
        indexes.add_missing(connection)
    return _restore_guards(connection)


def missing_views(connection: Connection) -> tuple[str, ...]:
    """Name the views that are gone, or have other columns: another release has made them."""
    query = "SELECT name FROM pragma_table_info(?) ORDER BY cid"
    found = {view: [name for (name,) in connection.execute(query, (view,))] for view in VIEWS}
    return tuple(view for view, columns in VIEWS.items() if found[view] != [*columns])


def _migrate(connection: Connection) -> None:
    from intake.tables import Database, Migrations  # noqa: PLC0415 (100 ms, only for a new or old file)

    migrations = Migrations("intake")

    @migrations()
    def create_journal(db: Database) -> None:
        for statement in (EVENT, *INDEXES, *GUARDS.values()):
            db.execute(statement)
        create_views(db)

    migrations.apply(Database(connection))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def create_views(db: Database) -> None:
    """Create the empty views. Every table is STRICT, so that a serial stays text."""
    for name, columns in VIEWS.items():
        db.table(name).create(columns, pk=next(iter(columns)), strict=True)
    for statement in indexes.statements():
        db.execute(statement)


def drop_views(db: Database) -> None:
    """Drop the views; the events stay."""
    for name in VIEWS:
        db.table(name).drop(ignore=True)


def missing_guards(connection: Connection) -> tuple[str, ...]:
    """Name the guards that are gone or altered."""
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    found = dict(rows.fetchall())
    return tuple(name for name, sql in GUARDS.items() if found.get(name) != sql)


def _restore_guards(connection: Connection) -> tuple[str, ...]:
    missing = missing_guards(connection)
    if missing:
        with immediate(connection):
            for name in missing:
                connection.execute(f"DROP TRIGGER IF EXISTS {name}")
                connection.execute(GUARDS[name])
    return missing
