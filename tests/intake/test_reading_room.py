"""The reading room: others read the journal while a station writes it, and change nothing."""

import os
import resource
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from intake import sqlite
from intake.doctor import Case, journal
from intake.errors import DiskFullError, StorageError
from intake.reading_room import decoded, reading, reading_connection
from intake.state_folder import journal_path, log_path


def test_a_reader_sees_every_committed_fact_while_the_station_writes(desk, state):
    with reading_connection(state.folder) as reader:
        for _ in range(5):
            outcome = desk.scan(state.badge)
            assert reader.execute("SELECT max(seq) FROM event").fetchone() == (outcome.seq,)


def test_a_reader_in_the_middle_of_reading_sees_one_moment_and_keeps_nobody_waiting(desk, state):
    with reading_connection(state.folder) as reader:
        reader.execute("BEGIN")
        before = reader.execute("SELECT count(*) FROM event").fetchone()
        desk.receive()
        desk.station.tend()
        assert reader.execute("SELECT count(*) FROM event").fetchone() == before
    assert desk.receive()


@pytest.mark.parametrize(
    "statement", ["DELETE FROM unit", "DROP TABLE event", "PRAGMA user_version = 9", "VACUUM"]
)
def test_a_reader_cannot_write(state, statement):
    with reading_connection(state.folder) as reader, pytest.raises(sqlite.DatabaseError):
        reader.execute(statement)


def test_an_error_while_reading_is_told_as_storage(state):
    with pytest.raises(StorageError, match="expected a readable journal"), reading(state.folder) as db:
        db.execute("SELECT * FROM nothing").fetchall()


def test_where_another_release_has_made_the_views_it_is_said_who_makes_them_anew(state):
    connection = sqlite.connect(journal_path(state.folder))
    connection.execute("DROP TABLE photo")
    connection.close()
    with pytest.raises(StorageError, match="photo; start intake station once"), reading(state.folder) as db:
        db.execute("SELECT * FROM photo").fetchall()
    with reading_connection(state.folder) as reader:
        assert reader.execute("SELECT count(*) FROM event").fetchone() > (0,)


def test_a_disk_without_room_even_to_read_is_told_as_such(state, monkeypatch):
    with no_room(), pytest.raises(StorageError, match="a readable journal"), reading_connection(state.folder):
        pass
    monkeypatch.setattr(os, "statvfs", lambda _path: SimpleNamespace(f_bavail=7, f_frsize=4096))
    with no_room(), pytest.raises(DiskFullError, match="move other files"), reading_connection(state.folder):
        pass
    log_path(state.folder).touch()  # as a reader leaves it that has found no room
    with no_room():
        (found,) = journal.look(Case.of(state.folder, 0, {}))
    assert found.word == "journal_no_room"


@contextmanager
def no_room():
    """Let no file grow, as on a disk that is full: a reader makes the index beside the log."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_folder_without_a_journal_is_refused(tmp_path):
    with pytest.raises(StorageError, match="run intake init first"), reading_connection(tmp_path):
        pass
    assert not journal_path(tmp_path).exists()


def test_json_columns_become_lists():
    assert decoded({"a": '["x","y"]', "b": "[]"}, ("a",)) == {"a": ["x", "y"], "b": "[]"}
