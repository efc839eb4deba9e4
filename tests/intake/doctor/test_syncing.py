"""What runs by itself: the sync's last night, the link, services that failed, and the anchor."""

from contextlib import closing
from dataclasses import replace

import pytest

from intake import sqlite
from intake.central_status import Failure, FailureKind, LinkStatus, SyncStatus, write_status
from intake.doctor import Check, State
from intake.doctor.syncing import changed_anchor, judged, judged_link
from intake.founding import found as found_folder
from intake.state_folder import journal_path
from intake.surroundings import milliseconds
from tests.intake.doctor.conftest import case_of, words

AT = "2026-11-23T02:00:00.000Z"
HOUR = 3_600_000
FAILED = Failure(FailureKind.UNREACHABLE, "no contact", AT)
CONFLICT = Failure(FailureKind.CONFLICT, "another log", AT)


@pytest.fixture
def dock(tmp_path):
    folder = tmp_path / "state"
    found_folder(folder, training=False, station="dock-9")
    (folder / "settings.toml").write_text('hub_url = "https://claims.example.com"\nlink = true\n', "utf-8")
    return case_of(folder, milliseconds(AT) + HOUR)


@pytest.mark.parametrize(
    ("status", "hours", "told"),
    [
        (None, 1, ["sync_never"]),
        (SyncStatus(AT, AT), 1, ["sync"]),
        (SyncStatus(AT, AT), 31, ["sync_late"]),
        (SyncStatus(AT, AT, FAILED), 1, ["sync_failed"]),
        (SyncStatus(AT, AT, CONFLICT), 1, ["sync_conflict"]),
        (SyncStatus(AT, AT, dead_letters=2), 1, ["sync", "dead_letters"]),
    ],
)
def test_how_the_sync_stands(status, hours, told):
    assert [each.word for each in judged(status, milliseconds(AT) + hours * HOUR)] == told


@pytest.mark.parametrize(
    ("status", "age", "word"),
    [
        (None, 0, "link_silent"),
        (LinkStatus(contact=True, since=AT), 91_000, "link_silent"),
        (LinkStatus(contact=True, since=AT), 31_000, "link"),
        (LinkStatus(contact=False, since=AT, failure=FAILED), 1_000, "link_lost"),
    ],
)
def test_how_the_link_stands(status, age, word):
    assert judged_link(status, age).word == word


def test_a_dock_with_a_hub_is_looked_at_whole(dock):
    assert words(dock, Check.SYNC) == [(State.WARNING, "sync_never")]
    assert words(dock, Check.LINK) == [(State.WARNING, "link_silent")]
    write_status(dock.folder, SyncStatus(AT, AT))
    write_status(dock.folder, LinkStatus(contact=True, since=AT))
    age = (dock.folder / "link.json").stat().st_mtime_ns // 1_000_000 - dock.wall
    assert words(dock, Check.SYNC) == [(State.OK, "sync")]
    assert words(replace(dock, wall=dock.wall + age), Check.LINK) == [(State.OK, "link")]


def test_a_service_that_failed_is_named(dock):
    write_status(dock.folder, SyncStatus(AT, AT))
    (dock.folder / "failed-intake-backup").touch()
    assert words(dock, Check.SYNC) == [(State.OK, "sync"), (State.WARNING, "unit_failed")]


def test_without_a_hub_nothing_is_missed(case):
    assert words(case, Check.SYNC) == [(State.OK, "sync_none")]
    assert words(case, Check.LINK) == [(State.OK, "link_none")]


def test_an_event_that_is_not_the_anchored_one_is_found(dock):
    with closing(sqlite.connect(journal_path(dock.folder))) as connection:
        (first,) = connection.execute("SELECT hash FROM event WHERE seq = 1").fetchone()
        anchored = (
            "INSERT INTO anchor (incarnation, seq, hash, covers_at, anchored_at) VALUES (?, ?, ?, ?, ?)"
        )
        assert changed_anchor(connection) == 0
        connection.execute(anchored, ("a", 1, bytes(first).hex(), AT, AT))
        assert changed_anchor(connection) == 0
        connection.execute(anchored, ("b", 1, "0" * 64, AT, AT))
        assert changed_anchor(connection) == 1
        connection.commit()
    assert words(dock, Check.SYNC)[0] == (State.FAULT, "anchor_differs")
