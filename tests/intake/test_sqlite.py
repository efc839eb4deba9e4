"""The one door to SQLite: settings are read back, transactions are whole."""

import threading

import pytest

from intake import sqlite


@pytest.fixture
def path(tmp_path):
    return tmp_path / "odd name?#%.db"


def setting(connection, pragma):
    return connection.execute(f"PRAGMA {pragma}").fetchone()[0]


def test_a_connection_is_durable_and_checked(path):
    connection = sqlite.connect(path)
    assert path.exists()
    found = {
        name: setting(connection, name)
        for name in (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "recursive_triggers",
            "wal_autocheckpoint",
        )
    }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "wal_autocheckpoint": 1000,
    }
    assert setting(connection, "busy_timeout") == 5000
    assert connection.isolation_level is None
    connection.close()


def test_settings_are_parameters(path):
    connection = sqlite.connect(
        path, synchronous="OFF", journal_mode="DELETE", wal_autocheckpoint=0, busy_timeout=7
    )
    names = ("synchronous", "journal_mode", "wal_autocheckpoint", "busy_timeout")
    assert [setting(connection, name) for name in names] == [0, "delete", 0, 7]
    connection.close()


def test_the_library_has_no_write_ahead_log_bug():
    assert sqlite.sqlite_version_info >= sqlite.OLDEST


def test_an_older_library_is_refused(path, monkeypatch):
    monkeypatch.setattr(sqlite, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(sqlite.TooOldError, match=r"expected SQLite 3\.51\.3 or later, got 3\.51\.2"):
        sqlite.connect(path)
    assert not path.exists()


def test_a_setting_that_is_not_taken_is_an_error(path):
    with pytest.raises(sqlite.PragmaError, match="busy_timeout: expected -5, got 0"):
        sqlite.connect(path, busy_timeout=-5)


@pytest.mark.parametrize("how", [{"readonly": True}, {"immutable": True}])
def test_a_reader_writes_nothing_and_creates_nothing(path, how):
    with pytest.raises(sqlite.OperationalError):
        sqlite.connect(path, **how)
    assert not path.exists()
    sqlite.connect(path, journal_mode="DELETE").execute("CREATE TABLE t (a)").connection.close()
    reader = sqlite.connect(path, **how)
    assert reader.execute("SELECT count(*) FROM t").fetchone() == (0,)
    with pytest.raises(sqlite.OperationalError, match="readonly"):
        reader.execute("INSERT INTO t VALUES (1)")
    reader.close()


@pytest.fixture
def table(path):
    connection = sqlite.connect(path)
    connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT")
    yield connection
    connection.close()


def rows(connection):
    return [a for (a,) in connection.execute("SELECT a FROM t ORDER BY a")]


def test_a_transaction_is_whole(table):
    with sqlite.immediate(table) as connection:
        connection.execute("INSERT INTO t VALUES (1)")
        assert connection.in_transaction
    assert not table.in_transaction
    with pytest.raises(sqlite.IntegrityError), sqlite.immediate(table):
        table.executemany("INSERT INTO t VALUES (?)", [(2,), (1,)])
    assert rows(table) == [1]


def test_an_interrupt_rolls_back(table):
    def insert_and_be_interrupted():
        with sqlite.immediate(table):
            table.execute("INSERT INTO t VALUES (1)")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        insert_and_be_interrupted()
    assert not table.in_transaction
    assert rows(table) == []


def test_what_has_rolled_back_by_itself_raises_its_own_error(table):
    table.execute("INSERT INTO t VALUES (1)")
    with pytest.raises(sqlite.IntegrityError), sqlite.immediate(table):
        table.execute("INSERT OR ROLLBACK INTO t VALUES (1)")
    assert rows(table) == [1]


def test_a_commit_that_fails_is_rolled_back(table):
    table.execute("CREATE TABLE child (a REFERENCES t (a) DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(sqlite.IntegrityError, match="FOREIGN KEY"), sqlite.immediate(table):
        table.execute("INSERT INTO child VALUES (9)")
    assert not table.in_transaction


def test_writers_wait_for_each_other(path, table):
    """Reading before writing in a deferred transaction would fail at once with SQLITE_BUSY_SNAPSHOT."""

    def count_up():
        connection = sqlite.connect(path)
        for _ in range(25):
            with sqlite.immediate(connection):
                (next_one,) = connection.execute("SELECT coalesce(max(a), 0) + 1 FROM t").fetchone()
                connection.execute("INSERT INTO t VALUES (?)", (next_one,))
        connection.close()

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rows(table) == list(range(1, 101))
