"""The journal: each thing wrong with it is told, and a healthy one is not suspected."""

import signal

import pytest

from intake import sqlite
from intake.doctor import Check, State
from intake.state_folder import journal_path, log_path
from tests.intake.conftest import PATIENCE, edit
from tests.intake.doctor.conftest import words

WHOLE = [(State.OK, "journal")]


def alter(folder, *statements):
    """Change the file as it stands, guards and all."""
    connection = sqlite.connect(journal_path(folder))
    for statement in statements:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP TRIGGER event_is_never_deleted", (State.FAULT, "guards_missing")),
        ("PRAGMA user_version = 99", (State.FAULT, "journal_newer")),
        ("DROP TABLE note", (State.WARNING, "views_missing")),
    ],
)
def test_what_the_file_lacks(case, statement, told):
    assert words(case, Check.JOURNAL) == WHOLE
    alter(case.folder, statement)
    assert words(case, Check.JOURNAL) == [told]


def test_where_views_are_missing_what_asks_them_is_not_guessed(case):
    alter(case.folder, "DROP TABLE operator")
    for check in (Check.LISTS, Check.EXPECTED, Check.BADGES, Check.CONTAINERS):
        assert words(case, check) == [(State.WARNING, "not_looked_at")]


@pytest.mark.parametrize("column", ["envelope", "hash", "prev"])
def test_a_changed_event_breaks_the_chain(site, case, column):
    changed = "replace(envelope, 'dock-1', 'dock-2')" if column == "envelope" else "zeroblob(32)"
    edit(site.folder, (f"UPDATE event SET {column} = {changed} WHERE seq = 5", ()))
    assert words(case, Check.JOURNAL) == [(State.FAULT, "chain_broken")]


def test_an_event_taken_out_breaks_the_chain(site, case):
    edit(site.folder, ("DELETE FROM event WHERE seq = 5", ()))
    assert words(case, Check.JOURNAL) == [(State.FAULT, "chain_broken")]


def test_a_journal_without_events_was_never_begun(site, case):
    edit(site.folder, ("DELETE FROM event", ()))
    assert (State.FAULT, "journal_empty") in words(case, Check.JOURNAL)


def test_a_station_at_work_and_one_that_was_killed(site, running, case):
    station = running(site.folder)
    station.scan(site.badge)
    assert log_path(site.folder).stat().st_size > 0
    assert words(case, Check.JOURNAL) == WHOLE
    station.process.send_signal(signal.SIGKILL)
    station.process.wait(PATIENCE)
    assert words(case, Check.JOURNAL) == [(State.WARNING, "log_left")]


def test_a_log_that_nobody_folds_in_is_told(site, open_desk, case):
    desk = open_desk(site)
    desk.open_parcel()
    with log_path(site.folder).open("r+b") as log:
        log.truncate(65_000_000)  # SQLite stops reading where frames end
    assert words(case, Check.JOURNAL) == [(State.WARNING, "log_large")]
