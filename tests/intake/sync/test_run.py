"""A night as a whole: what it refuses to begin, how it ends, and what it leaves to be read."""

from __future__ import annotations

from contextlib import contextmanager

import httpx
import pytest

from intake.central.fault import CentralError
from intake.central_status import FailureKind, SyncStatus, read_status
from intake.errors import IntakeError, LockHeldError, WrongUsageError
from intake.founding import found
from intake.state_folder import Lock
from intake.sync import check, sync
from intake.sync.cache import Cache
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


def test_one_runs_at_a_time(pair):
    with Lock(pair.folder, "intake sync", "sync.lock"), pytest.raises(LockHeldError, match="intake sync"):
        pair.sync()


def test_the_status_tells_of_a_success(pair):
    pair.sync()
    found = pair.status
    assert found.last_try == found.last_success
    assert (found.failure, found.pending, found.dead_letters) == (None, 1, 0)


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


def _hopeless():
    """Wait longer than a night from the first fault on."""
    return type(AT_ONCE)(base=10.0**6, cap=10.0**6, draw=lambda: 1.0)


def test_to_ask_changes_nothing(pair):
    assert check(pair.folder).position is None
    pair.sync()
    before = (pair.log(), pair.status)
    report = check(pair.folder)
    assert report.position is not None
    assert (report.position.seq, report.pending) == (len(pair.centre.log()), 1)
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


def test_dead_letters_are_shown_and_block_nothing(pair):
    pair.sync()
    pair.centre.do(
        "INSERT INTO rejection (station, number, incarnation, seq, reason, at) "
        "SELECT station, 1, incarnation, 3, 'a kind of tomorrow', now() FROM incarnation"
    )
    pair.work()
    report = pair.sync()
    assert (report.rejected, report.dead_letters) == (1, 1)
    assert pair.status.dead_letters == 1
    pair.expect_equal()
    (pair.folder / "sync.db").unlink()
    assert pair.sync().rejected == 0, "it was told of already"
    (letter,) = Cache(pair.folder).dead_letters()
    assert (letter.seq, letter.reason) == (3, "a kind of tomorrow")
