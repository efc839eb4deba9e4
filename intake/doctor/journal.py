"""The check of the journal: it opens, its guards stand, and its last events follow one another."""

from __future__ import annotations

from collections.abc import Iterator

from intake import schema, soundness
from intake.chain import chain
from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.doctor.lock import is_held
from intake.doctor.record import UnreadableError, record
from intake.reading_room import ROOM
from intake.sqlite import Connection
from intake.sqlite import Error as SqliteError
from intake.state_folder import log_path
from intake.surroundings import free_bytes

_FEW = 100
"""Events looked at: the whole chain is `intake verify`'s, and takes its time."""

_LARGE = 64_000_000
"""Bytes of a write-ahead log that is never folded in: four times what the station lets it grow to."""

# As bytes: a changed event may be no text any more, and is still to be named.
_LAST = "SELECT seq, prev, hash, CAST(envelope AS BLOB) FROM event ORDER BY seq DESC LIMIT ?"


def look(case: Case) -> Iterator[Finding]:
    """Read the file's form, the guards, the views' names and the last events."""
    try:
        with record(case.folder) as connection:
            found = [*_form(connection), *_chain(connection), *_log(case), *_check(case)]
            (events,) = connection.execute("SELECT max(seq) FROM event").fetchone()
    except (UnreadableError, SqliteError) as error:
        is_full = free_bytes(case.folder) < ROOM
        word = "journal_no_room" if is_full else "journal_unreadable"
        yield fault(Check.JOURNAL, word, reason=str(error))
        return
    yield from found
    if not found:
        yield fine(Check.JOURNAL, "journal", events=events, looked_at=min(events, _FEW))


def _form(connection: Connection) -> Iterator[Finding]:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > schema.VERSION:
        yield fault(Check.JOURNAL, "journal_newer", version=version, known=schema.VERSION)
    missing = schema.missing_guards(connection)
    if missing:
        yield fault(Check.JOURNAL, "guards_missing", guards=", ".join(missing))
    if schema.missing_views(connection):
        yield warning(Check.JOURNAL, "views_missing")


def _chain(connection: Connection) -> Iterator[Finding]:
    rows = connection.execute(_LAST, (_FEW,)).fetchall()[::-1]
    if not rows:
        yield fault(Check.JOURNAL, "journal_empty")
    before: bytes | None = None
    for seq, prev, digest, envelope in rows:
        if chain(prev, envelope) != digest or before not in {None, prev}:
            yield fault(Check.JOURNAL, "chain_broken", event=seq)
            return
        before = digest


def _log(case: Case) -> Iterator[Finding]:
    path = log_path(case.folder)
    size = path.stat().st_size if path.exists() else 0
    if size > _LARGE:
        yield warning(Check.JOURNAL, "log_large", megabytes=size // 1_000_000)
    elif size and not is_held(case):
        yield warning(Check.JOURNAL, "log_left")


def _check(case: Case) -> Iterator[Finding]:
    """Tell what the last quick_check has found; a station makes it after an end that was not in order."""
    if found := soundness.fault(case.folder):
        yield fault(Check.JOURNAL, "journal_unsound", reason=found)
    elif soundness.is_due(case.folder) and not is_held(case):
        yield warning(Check.JOURNAL, "journal_unchecked")
