"""A night as a whole: what it refuses to begin, how it ends, and what it leaves to be read."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager

import httpx
import msgspec
import pytest

from intake.central.fault import CentralError
from intake.central_status import FailureKind, SyncStatus, read_status, status_path
from intake.central_troubles import central_troubles
from intake.chain import chain
from intake.errors import IntakeError, LockHeldError, WrongUsageError
from intake.founding import found
from intake.journal import Journal
from intake.line import Line
from intake.reading_room import reading_connection
from intake.settings import load
from intake.state_folder import Lock, journal_path
from intake.surroundings import Surroundings, uuid7
from intake.sync import Watch, check, sync
from intake.sync.cache import Cache
from intake.sync.dead_letters import named
from intake.troubles import Trouble
from tests.intake.sync.conftest import AT_ONCE


def test_a_training_folder_never_syncs(tmp_path):
    found(tmp_path / "state", training=True, station="DOCK-1")
    (tmp_path / "state" / "settings.toml").write_text('version = 1\nhub_url = "http://127.0.0.1:9"\n')
    with pytest.raises(IntakeError, match="it never syncs") as raised:
        sync(tmp_path / "state")
    assert raised.value.exit_code == 1
    assert read_status(tmp_path / "state", SyncStatus) is None


def test_a_site_without_a_central_system_is_no_failure(pair):
    pair.site.write_settings("version = 1\n")
    with pytest.raises(WrongUsageError, match="set hub_url"):
        pair.sync()
    assert read_status(pair.folder, SyncStatus) is None


def test_without_a_token_the_status_says_so(pair):
    (pair.folder / "hub-token").unlink()
    with pytest.raises(WrongUsageError, match="token"):
        pair.sync()
    assert pair.failure.kind is FailureKind.SETTINGS


def test_a_token_nobody_knows_is_refused(pair):
    (pair.folder / "hub-token").write_text("x" * 43)
    with pytest.raises(CentralError, match="401") as raised:
        pair.sync()
    assert raised.value.exit_code == 1
    assert (pair.failure.kind, pair.centre.log()) == (FailureKind.REFUSED, [])


def test_a_status_that_cannot_be_written_hides_no_failure(pair):
    (pair.folder / "hub-token").write_text("x" * 43)
    status_path(pair.folder, SyncStatus).mkdir()
    with pytest.raises(CentralError, match="401"):
        pair.sync()


def test_one_runs_at_a_time(pair):
    with Lock(pair.folder, "intake sync", "sync.lock"), pytest.raises(LockHeldError, match="intake sync"):
        pair.sync()


def test_the_status_tells_of_a_success(pair):
    pair.sync()
    found = pair.status
    assert found.last_try == found.last_success
    assert (found.failure, found.pending, found.dead_letters) == (None, 0, 0)


@pytest.mark.parametrize(("hours", "said"), [(0, []), (2, ["behind"]), (-2, ["ahead"])])
def test_a_clock_that_is_far_off_is_told_and_stops_nothing(pair, monkeypatch, hours, said):
    sentences: list[str] = []
    real = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: real() - hours * 3_600_000_000_000)
    report = pair.sync(watch=Watch(problem=sentences.append))
    assert (report.problems, pair.status.failure) == ([], None)
    assert [each for each in ("behind", "ahead") for told in sentences if each in told] == said
    assert round((report.skew_ms or 0) / 3_600_000) == round(pair.status.skew_ms / 3_600_000) == hours
    with reading_connection(pair.folder) as connection:
        found = central_troubles(
            connection, pair.folder, load(pair.folder), real() // 1_000_000, training=False
        )
        assert (Line(Trouble.CLOCK_APART, {"minutes": 120}) in list(found)) is bool(hours)


def test_a_clock_that_begins_at_1970_is_told_before_anybody_is_asked(pair, monkeypatch):
    monkeypatch.setattr(time, "time_ns", lambda: 60_000_000_000)
    with pytest.raises(WrongUsageError, match=r"got 1970-01-01T00:01:00\.000Z: set it"):
        pair.sync()


def test_failures_that_follow_each_other_have_one_beginning(pair, meddling):
    pair.sync()
    success = pair.status.last_success

    def lose(request):
        raise httpx.ConnectError("no route", request=request)

    told, tried = [], ""
    for _ in range(2):
        with pytest.raises(CentralError, match="no route"):
            sync(pair.folder, transport=meddling(before=lose), backoff=_hopeless())
        told.append((pair.failure.kind, pair.failure.since, pair.status.last_success))
        tried = tried or pair.status.last_try
    assert told == [(FailureKind.UNREACHABLE, tried, success)] * 2
    pair.sync()
    assert pair.status.failure is None


@pytest.mark.parametrize("has_run", [False, True])
def test_the_desk_hears_of_a_lost_contact_while_it_is_tried_again(pair, meddling, has_run):
    if has_run:
        pair.sync()
    before, seen = read_status(pair.folder, SyncStatus), []

    def lose_two(request):
        seen.append(read_status(pair.folder, SyncStatus))
        if len(seen) in (2, 3):
            raise httpx.ConnectError("no route", request=request)

    pair.sync(meddling(before=lose_two))
    failures = [status.failure and status.failure.kind if status else None for status in seen[:5]]
    assert failures == [None, None, FailureKind.UNREACHABLE, FailureKind.UNREACHABLE, None]
    assert seen[4] == before
    assert pair.status.failure is None


def _hopeless():
    """Wait longer than a night from the first fault on."""
    return type(AT_ONCE)(base=10.0**6, cap=10.0**6, draw=lambda: 1.0)


def test_to_ask_changes_nothing(pair):
    assert check(pair.folder).position is None
    pair.sync()
    before = (pair.log(), pair.status)
    report = check(pair.folder)
    assert report.position is not None
    assert (report.position.seq, report.pending) == (len(pair.centre.log()), 0)
    assert (pair.log(), pair.status) == before


def test_the_cache_may_vanish_before_any_call(pair, meddling):
    pair.work(2)
    calls = meddling()
    pair.sync(calls)
    for number in range(len(calls.paths)):
        pair.work()
        seen = iter(range(10**6))

        def vanish(_request, number=number, seen=seen):
            if next(seen) == number:
                (pair.folder / "sync.db").unlink(missing_ok=True)

        pair.sync(meddling(before=vanish))
        pair.expect_equal()
        assert pair.rows("SELECT unit FROM replacement WHERE answer IS NULL") == []


@contextmanager
def cut_at(pair, meddling, number):
    """Break off a run at its n-th call."""
    seen = iter(range(10**6))

    def cut(request):
        if next(seen) == number:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pair.sync(meddling(before=cut))
    yield


def test_a_run_that_is_broken_off_at_any_call_is_begun_again(pair, meddling):
    calls = meddling()
    pair.work()
    pair.sync(calls)
    for number in range(len(calls.paths)):
        pair.work()
        with cut_at(pair, meddling, number):
            pair.sync()
        pair.expect_equal()


def adopt(pair, kind, body):
    """Write an event into the journal as no release of today does; give its `seq`."""
    with closing(Journal(journal_path(pair.folder), Surroundings(), "0" * 12, "OFF")) as journal:
        (stored,) = journal.connection.execute("SELECT envelope FROM event WHERE seq = 1").fetchone()
        seq = journal.seq + 1
        changes = {"seq": seq, "first": seq, "id": uuid7(seq), "kind": kind, "body": body}
        envelope = msgspec.json.encode(msgspec.json.decode(stored) | changes)
        digest = chain(journal.head, envelope)
        journal.adopt([(seq, changes["id"], journal.head, digest, envelope.decode())])
        return seq


def test_an_event_the_hub_refuses_is_shown_and_blocks_nothing(pair):
    pair.sync()
    refused = adopt(pair, "KindOfTomorrow", {"all": "new"})
    adopt(pair, "LanguageChosen", {"language": "en"})
    pair.work()
    report = pair.sync()
    assert (report.rejected, report.dead_letters) == (1, 1)
    assert pair.status.dead_letters == 1
    pair.expect_equal()
    assert pair.rows("SELECT unit FROM replacement WHERE answer IS NULL") == []
    (row,) = named(pair.folder)
    assert (row[2], row[3]) == (refused, "KindOfTomorrow")
    assert "KindOfTomorrow" in row[4]
    with reading_connection(pair.folder) as connection:
        settings, wall = load(pair.folder), time.time_ns() // 1_000_000
        troubles = list(central_troubles(connection, pair.folder, settings, wall, training=False))
    assert Line(Trouble.DEAD_LETTERS, {"count": 1}) in troubles
    (pair.folder / "sync.db").unlink()
    assert pair.sync().rejected == 0, "it was told of already"
    assert [letter.seq for letter in Cache(pair.folder).dead_letters()] == [refused]
    pair.centre.do("DELETE FROM rejection")  # an update of the hub has read it
    assert pair.sync().dead_letters == pair.status.dead_letters == 0
    assert Cache(pair.folder).dead_letters() == []
