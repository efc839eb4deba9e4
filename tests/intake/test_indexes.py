"""Indexes: a journal of an older release gets those it lacks, and a search uses them."""

import pytest

from intake import indexes, schema, sqlite
from intake.rebuilding import rebuild
from intake.state_folder import journal_path
from intake.verify import verify

REVIEW = ("unit_tail", "unit_verdict", "unit_condition", "unit_held", "hold_open")


@pytest.fixture
def connection(site):
    opened = sqlite.connect(journal_path(site.folder))
    yield opened
    opened.close()


def present(connection):
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")
    return {name for (name,) in rows} & indexes.INDEXES.keys()


def test_a_new_journal_has_every_index(connection):
    assert present(connection) == indexes.INDEXES.keys()


def test_a_station_gives_a_journal_the_indexes_it_lacks(site, connection, open_desk):
    for name in REVIEW:
        connection.execute(f"DROP INDEX {name}")
    assert present(connection) == indexes.INDEXES.keys() - {*REVIEW}
    open_desk(site).receive()
    assert present(connection) == indexes.INDEXES.keys()
    assert verify(site.folder).faults == ()


def test_indexes_wait_for_views_that_are_to_be_made_anew(site, connection, open_desk):
    """Its index names a column the old view has not."""
    connection.execute("DROP TABLE hold")
    connection.execute("CREATE TABLE hold (hold TEXT PRIMARY KEY) STRICT")
    assert schema.missing_views(connection) == ("hold",)
    open_desk(site).receive()
    assert present(connection) == indexes.INDEXES.keys()
    assert schema.missing_views(connection) == ()


def test_rebuilt_views_have_every_index(connection):
    rebuild(connection)
    assert present(connection) == indexes.INDEXES.keys()


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT rowid FROM unit WHERE substr(serial, -6) = ?", "unit_tail"),
        ("SELECT rowid FROM unit WHERE verdict = ?", "unit_verdict"),
        ("SELECT count(*) FROM unit WHERE verdict = 'AFFECTED' AND model = ?", "COVERING INDEX unit_verdict"),
        ("SELECT rowid FROM unit WHERE condition = ? AND condition <> 'R'", "unit_condition"),
        ("SELECT rowid FROM unit WHERE holds <> '[]' AND instr(holds, ?)", "unit_held"),
        ("SELECT rowid FROM hold WHERE resolved_at IS NULL AND raised_at > ?", "hold_open"),
        ("SELECT parcel FROM parcel WHERE claim = ?", "parcel_claim"),
        ("SELECT sum(count) FROM accessory WHERE flagged_at >= ?", "accessory_flagged"),
        ("SELECT rowid FROM unit WHERE unit >= ?", "sqlite_autoindex_unit_1"),
    ],
)
def test_each_search_is_answered_by_its_index(connection, query, index):
    plan = connection.execute(f"EXPLAIN QUERY PLAN {query}", ("x",)).fetchall()
    assert any(index in detail for *_, detail in plan), plan
