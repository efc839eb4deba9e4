"""A database is brought to this release's schema, once, and serves with no more rights than that takes."""

from __future__ import annotations

import threading

import psycopg
import pytest
from psycopg import errors

from intake.hub import migrations
from intake.hub.migrations import MigrationError, migrate, steps


@pytest.fixture
def empty(postgres):
    url = postgres.empty_database()
    yield url
    postgres.drop(url)


@pytest.fixture(scope="module")
def migrated(postgres):
    """Not copied from the template: a database's own rights are not copied."""
    url = postgres.empty_database()
    migrate(url)
    yield url
    postgres.drop(url)


def test_from_nothing_and_again(empty):
    assert (migrate(empty), migrate(empty)) == (len(steps()), 0)


def test_several_at_once_run_each_step_once(empty):
    ran: list[int] = []
    threads = [threading.Thread(target=lambda: ran.append(migrate(empty))) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(ran) == [0, 0, 0, len(steps())]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("INSERT INTO migration (number, name, sha256) VALUES (9999, '9999_new.sql', 'x')", "9999_new.sql"),
        ("UPDATE migration SET sha256 = 'x' WHERE number = 1", "0001_hub.sql with x"),
    ],
)
def test_a_newer_or_another_database_is_refused(database, change, told):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(change)
    with pytest.raises(MigrationError, match=told):
        migrate(database)


def test_a_step_that_fails_leaves_nothing(empty, monkeypatch):
    broken = migrations.Step(1, "0001_broken.sql", b"CREATE TABLE half (); SELECT 1 / 0")
    monkeypatch.setattr(migrations, "steps", lambda: [broken])
    with pytest.raises(errors.DivisionByZero):
        migrate(empty)
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT to_regclass('half')").fetchone() == (None,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET envelope = ''",
        "DELETE FROM event",
        "TRUNCATE event",
        "DROP TABLE event",
        "ALTER TABLE event DISABLE TRIGGER ALL",
        "UPDATE rejection SET reason = ''",
        "UPDATE answer SET answer = 'shipped'",
        "DELETE FROM answer",
        "DELETE FROM replacement",
        "UPDATE replacement SET key = 'another'",
        "DELETE FROM reservation",
        "DELETE FROM incarnation",
        "UPDATE incarnation SET first = 1",
        "UPDATE station SET site = 'other'",
        "INSERT INTO token VALUES ('', 'admin', 'me')",
        "UPDATE token SET revoked_at = NULL",
        "UPDATE affected_list SET in_force = true",
        "INSERT INTO expected_version VALUES ('v')",
        "DELETE FROM migration",
        "CREATE TABLE mine ()",
        "CREATE TEMPORARY TABLE mine ()",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "COPY event TO PROGRAM 'cat'",
    ],
)
def test_who_serves_may_do_no_more_than_serving_takes(migrated, statement):
    with psycopg.connect(migrated, autocommit=True) as connection:
        connection.execute("SET ROLE intake_hub")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement)
