"""The journal: append-only, chained over the very bytes stored, never forked, never opened when too new."""

import contextlib
import hashlib
import subprocess
import sys

import pytest
from sqlite_utils.db import TransformError  # noqa: TID251 (the name of an error)

from intake import facts, schema, sqlite
from intake.chain import GENESIS
from intake.errors import DiskFullError, StorageError
from intake.events import Draft
from intake.journal import Identity, Journal
from intake.message import Message
from intake.rebuilding import rebuild
from intake.request import RetireOperator
from intake.scan import Moment
from intake.settings import Settings
from intake.state_folder import journal_path
from intake.station import Station
from intake.surroundings import Surroundings
from intake.tables import Database
from intake.verify import verify
from intake.wire.log import MOST_EVENT
from tests.intake.conftest import edit, kinds, stored

COLUMNS = "seq, id, prev, hash, envelope"
SECOND = "FROM event WHERE seq = 2"


def rows_of(folder):
    connection = sqlite.connect(journal_path(folder), readonly=True)
    try:
        return connection.execute(f"SELECT {COLUMNS} FROM event ORDER BY seq").fetchall()
    finally:
        connection.close()


@pytest.fixture
def writing(site):
    """A connection as the product opens it, to a journal with a day in it."""
    connection = sqlite.connect(journal_path(site.folder))
    yield connection
    connection.close()


ATTACKS = {
    "update": "UPDATE event SET envelope = '{}' WHERE seq = 2",
    "update of nothing": "UPDATE event SET seq = seq WHERE seq = 2",
    "delete": "DELETE FROM event WHERE seq = 2",
    "delete all": "DELETE FROM event",
    "replace by seq": f"INSERT OR REPLACE INTO event ({COLUMNS}) SELECT {COLUMNS} FROM event WHERE seq = 2",
    "replace by id": f"REPLACE INTO event ({COLUMNS}) SELECT 999, id, x'00', hash, '{{}}' {SECOND}",
    "replace by prev": f"REPLACE INTO event ({COLUMNS}) SELECT 999, 'x', prev, hash, '{{}}' {SECOND}",
    "upsert": f"INSERT INTO event ({COLUMNS}) SELECT {COLUMNS} FROM event WHERE seq = 2 "
    "ON CONFLICT (seq) DO UPDATE SET envelope = '{}'",
    "update or ignore": "UPDATE OR IGNORE event SET hash = x'00' WHERE seq = 2",
}


@pytest.mark.parametrize("letter", ["x", "\x01", "日"])
def test_an_event_larger_than_anybody_takes_is_not_recorded(desk, letter):
    """The hub would refuse the batch it is in every night, and all that came after it."""
    before = rows_of(desk.site.folder)
    outcome = desk.ask(RetireOperator(letter * MOST_EVENT))
    assert (outcome.seq, outcome.answer.message) == (None, Message.NOT_RECORDED)
    assert rows_of(desk.site.folder) == before
    assert desk.ask(RetireOperator("nobody")).seq == len(before) + 1


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_statement_changes_or_removes_an_event(site, writing, attack):
    before = rows_of(site.folder)
    with pytest.raises(sqlite.DatabaseError, match="append-only"):
        writing.execute(ATTACKS[attack])
    assert rows_of(site.folder) == before


def _row(table):
    return dict(next(table.rows_where("seq = 2", select=COLUMNS)))


LIBRARY_ATTACKS = {
    "upsert": lambda table: table.upsert(_row(table) | {"envelope": "{}"}, pk="seq"),
    "insert replace": lambda table: table.insert(_row(table) | {"envelope": "{}"}, pk="seq", replace=True),
    "update": lambda table: table.update(2, {"envelope": "{}"}),
    "delete": lambda table: table.delete(2),
    "delete where": lambda table: table.delete_where("seq > ?", [1]),
    "upsert all": lambda table: table.upsert_all([_row(table) | {"envelope": "{}"}], pk="seq"),
}


@pytest.mark.parametrize("attack", LIBRARY_ATTACKS)
def test_sqlite_utils_changes_and_removes_no_event(site, writing, attack):
    before = rows_of(site.folder)
    with pytest.raises(sqlite.DatabaseError, match="append-only"):
        LIBRARY_ATTACKS[attack](Database(writing).table("event"))
    assert rows_of(site.folder) == before


def test_a_foreign_program_that_replaces_an_event_is_stopped_or_found_out(site):
    """Without `recursive_triggers`, REPLACE removes a row and no trigger against deleting fires.

    Such is the default of every other program: Python's own sqlite3, and the shell.
    """
    program = (
        "import sqlite3, sys\n"
        "c = sqlite3.connect(sys.argv[1])\n"
        'c.execute("REPLACE INTO event (seq, id, prev, hash, envelope) SELECT seq, id, prev, hash, "\n'
        "          \"replace(envelope, 'operator', 'OPERATOR') FROM event WHERE seq = 2\")\n"
        "c.commit()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, journal_path(site.folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        assert "append-only" in done.stderr
    else:
        assert {fault.where for fault in verify(site.folder).faults} == {"event 2"}


def test_transform_of_sqlite_utils_leaves_no_journal_unguarded_unsaid(site, writing, open_desk):
    """It drops triggers without a word where it works; the event table's computed columns stop it."""
    table = Database(writing).table("event")
    for change in ({}, {"types": {"envelope": bytes}}, {"drop": {"hash"}}, {"rename": {"hash": "digest"}}):
        before = rows_of(site.folder)
        try:
            table.transform(**change)
        except (sqlite.DatabaseError, TransformError):
            assert rows_of(site.folder) == before
        if schema.missing_guards(writing):
            assert any("guard" in fault.what for fault in verify(site.folder).faults)
    writing.close()
    open_desk(site)
    assert verify(site.folder).faults == ()


@pytest.mark.parametrize(
    "damage",
    [
        ["DROP TRIGGER event_is_never_updated"],
        ["DROP TRIGGER event_is_never_deleted"],
        ["DROP TRIGGER event_is_never_updated", "DROP TRIGGER event_is_never_deleted"],
        [
            "DROP TRIGGER event_is_never_deleted",
            "CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT 1; END",
        ],
    ],
    ids=["update", "delete", "both", "a toothless one in its place"],
)
def test_guards_that_are_gone_are_noticed_restored_at_the_next_start_and_recorded(
    site, writing, open_desk, damage
):
    named = {word for statement in damage for word in statement.split() if word.startswith("event_is")}
    for statement in damage:
        writing.execute(statement)
    faults = verify(site.folder).faults
    assert [any(name in str(fault) for fault in faults) for name in named] == [True] * len(named)
    desk = open_desk(site)
    assert schema.missing_guards(desk.station.journal.connection) == ()
    recorded = stored(site.folder)[-1]
    assert recorded.kind == "GuardRestored"
    assert all(name.encode() in bytes(recorded.body) for name in named)
    with pytest.raises(sqlite.DatabaseError, match="append-only"):
        writing.execute("DELETE FROM event WHERE seq = 2")
    desk.restart()
    assert kinds(site.folder).count("GuardRestored") == 1
    assert verify(site.folder).faults == ()


def test_the_chain_covers_the_exact_bytes_stored(state, desk):
    desk.receive()
    prev = GENESIS
    for seq, _, stored_prev, stored_hash, envelope in rows_of(state.folder):
        assert stored_prev == prev, seq
        assert stored_hash == hashlib.sha256(prev + envelope.encode()).digest()
        prev = stored_hash
    assert verify(state.folder).head == prev.hex()
    assert desk.station.journal.head == prev


def test_the_chain_cannot_fork(site, writing):
    (head,) = writing.execute("SELECT prev FROM event ORDER BY seq DESC LIMIT 1").fetchone()
    with pytest.raises(sqlite.IntegrityError, match="one chain"):
        writing.execute(
            f"INSERT INTO event ({COLUMNS}) VALUES (1000, 'other', ?, x'00', '{{\"kind\": \"x\"}}')", (head,)
        )


def test_one_request_id_stands_at_most_once(site, writing):
    rows = writing.execute("SELECT request FROM event WHERE request IS NOT NULL").fetchall()
    assert len(rows) == len(set(rows)) > 10
    following = (
        "(SELECT max(seq) + 1 FROM event), 'other', (SELECT hash FROM event ORDER BY seq DESC LIMIT 1)"
    )
    taken = f"SELECT {following}, hash, envelope || ' ' FROM event WHERE seq = 3"
    with pytest.raises(sqlite.IntegrityError, match="request"):
        writing.execute(f"INSERT INTO event ({COLUMNS}) {taken}")


def test_sealing_moves_nothing_and_committing_moves_the_head(site, open_desk):
    desk = open_desk(site)
    journal, before = desk.station.journal, rows_of(site.folder)
    sealed = journal.seal([Draft(facts.OperatorSignedOut())] * 3, Moment(0, 0), None)
    again = journal.seal([Draft(facts.OperatorSignedOut())] * 3, Moment(0, 0), None)
    assert [row[0] for row in sealed.rows] == [row[0] for row in again.rows]
    assert rows_of(site.folder) == before
    journal.commit(sealed, lambda _connection: None)
    assert (journal.seq, journal.head) == (before[-1][0] + 3, sealed.rows[-1][3])
    assert rows_of(site.folder)[-3:] == sealed.rows


def test_a_commit_whose_views_fail_stores_no_fact(site, open_desk):
    desk = open_desk(site)
    journal, before = desk.station.journal, rows_of(site.folder)
    sealed = journal.seal([Draft(facts.OperatorSignedOut())], Moment(0, 0), None)
    with pytest.raises(ZeroDivisionError):
        journal.commit(sealed, lambda _connection: 1 / 0)
    assert rows_of(site.folder) == before
    assert journal.seq == before[-1][0]
    assert desk.receive()


def test_a_journal_of_a_newer_release_is_refused_with_a_sentence(site, writing, intake):
    writing.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    writing.close()
    with pytest.raises(StorageError, match=rf"version {schema.VERSION} or older, got 2: update intake"):
        Station(site.folder, Settings())
    ran = intake(site.folder, "station", "--headless")
    assert ran.code == 3
    assert ran.err.count("\n") == 1
    assert "update intake" in ran.err


def test_another_programs_database_is_refused_with_a_sentence(site, writing):
    writing.execute("PRAGMA application_id = 1234")
    writing.close()
    with pytest.raises(StorageError, match="expected an intake journal, got a database of application 0x4d2"):
        Station(site.folder, Settings())


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\0", b"not a database " * 500], ids=["empty", "cut", "text"]
)
def test_a_file_that_is_no_journal_is_refused_with_a_sentence(site, intake, content):
    for arguments, told in ((["station", "--headless"], 1), (["show", "units"], 1), (["verify"], None)):
        for name in ("journal.db-wal", "journal.db-shm"):
            (site.folder / name).unlink(missing_ok=True)
        journal_path(site.folder).write_bytes(content)
        ran = intake(site.folder, *arguments)
        assert "Traceback" not in ran.err
        assert ran.code == 3 or (told is None and ran.code == 1), (arguments, ran.err)
        assert told is None or ran.err.count("\n") == told
        assert "expected" in ran.err + ran.out


@pytest.mark.parametrize("envelope", ["{}", '{"kind": "x"}', "[]", "null"])
def test_a_journal_whose_last_event_cannot_be_read_is_refused_with_a_sentence(site, envelope):
    edit(site.folder, ("UPDATE event SET envelope = ? WHERE seq = (SELECT max(seq) FROM event)", (envelope,)))
    with pytest.raises(StorageError, match="expected"):
        Station(site.folder, Settings())


def test_a_view_that_is_gone_is_refused_with_a_sentence_or_rebuilt(site, writing):
    """The views can be dropped and rebuilt: a station whose views are gone says so, or mends them."""
    schema.drop_views(Database(writing))
    writing.close()
    with contextlib.suppress(StorageError):
        Station(site.folder, Settings()).close()
        assert verify(site.folder).faults == ()


def test_journals_only_grow_at_their_end(site):
    """A second writer's event between head and commit is never overwritten: the commit fails as a whole."""
    path, before = journal_path(site.folder), rows_of(site.folder)
    writers = [Journal(path, site.surroundings, "s", "OFF") for _ in range(2)]
    fact = [Draft(facts.OperatorSignedOut())]
    mine, other = (writer.seal(fact, Moment(0, 0), None) for writer in writers)
    writers[0].commit(mine, lambda _connection: None)
    with pytest.raises(sqlite.IntegrityError):
        writers[1].commit(other, lambda _connection: None)
    for writer in writers:
        writer.close()
    assert rows_of(site.folder) == [*before, *mine.rows]


class TestAdopted:
    """A restored journal takes back its own events, byte for byte, and nothing else."""

    @pytest.fixture
    def kept(self, site, open_desk):
        """Every row of a journal with a parcel in it."""
        desk = open_desk(site)
        desk.receive()
        desk.close()
        return rows_of(desk.site.folder)

    @pytest.fixture
    def copy(self, kept, tmp_path):
        """A journal that ends in the middle of them."""
        path = tmp_path / "copy.db"
        with contextlib.closing(sqlite.connect(path)) as connection:
            schema.create(connection)
            connection.executemany(f"INSERT INTO event ({COLUMNS}) VALUES (?, ?, ?, ?, ?)", kept[:10])
        journal = Journal(path, Surroundings(), "settings", "OFF")
        yield journal
        journal.close()

    def test_what_follows_is_taken_as_it_was(self, copy, kept):
        copy.adopt(kept[10:])
        assert copy.connection.execute(f"SELECT {COLUMNS} FROM event ORDER BY seq").fetchall() == kept
        assert (copy.seq, copy.head) == (kept[-1][0], kept[-1][3])
        rebuild(copy.connection)
        assert copy.connection.execute("SELECT count(*) FROM unit").fetchone() == (1,)

    def test_nothing_is_nothing(self, copy, kept):
        copy.adopt([])
        assert copy.seq == 10

    @pytest.mark.parametrize(
        "spoilt",
        [
            lambda rows: rows[1:],
            lambda rows: [rows[0], *rows],
            lambda rows: [(*rows[0][:4], rows[0][4].replace("test", "tent")), *rows[1:]],
            lambda rows: [(rows[0][0], rows[0][1], bytes(32), *rows[0][3:]), *rows[1:]],
            lambda rows: [(rows[0][0], "another id", *rows[0][2:]), *rows[1:]],
            lambda rows: [*rows[:-1], (*rows[-1][:3], bytes(32), rows[-1][4])],
        ],
        ids=["a gap", "one twice", "other bytes", "another before", "another id", "another hash"],
    )
    def test_anything_else_is_refused_whole(self, copy, kept, spoilt):
        with pytest.raises(StorageError, match=r"expected event"):
            copy.adopt(spoilt(kept[10:]))
        assert copy.connection.execute("SELECT max(seq) FROM event").fetchone() == (10,)

    def test_another_stations_events_are_refused(self, copy, kept):
        copy.identity = Identity("dock-9", copy.identity.incarnation)
        with pytest.raises(StorageError, match="of dock-9"):
            copy.adopt(kept[10:])

    def test_a_disk_that_takes_nothing_more_says_so(self, copy, kept):
        copy.connection.execute("PRAGMA max_page_count = 1")
        with pytest.raises(DiskFullError):
            copy.adopt(kept[10:])
