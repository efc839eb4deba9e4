"""The log goes up: every event once, whatever is lost on the way, and never over another one."""

from __future__ import annotations

import gzip
import shutil

import httpx
import msgspec
import pytest

from intake.central.fault import CentralError
from intake.central_status import FailureKind
from intake.sync import outbox
from intake.sync.conflict import ConflictError, expect_one_folder
from intake.sync.outbox import Stretch
from intake.wire import Batch, Position, Problem, ProblemCode
from tests.intake.sync.conftest import Pair


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch):
    """Send three events at once, so that a short log takes several batches."""
    monkeypatch.setattr(outbox.Room, "__init__", lambda room, events=3, size=10**6: _fill(room, events, size))


def _fill(room: outbox.Room, events: int, size: int) -> None:
    object.__setattr__(room, "events", events)
    object.__setattr__(room, "bytes", size)


def is_batch(request: httpx.Request) -> bool:
    return request.method == "POST" and request.url.path.endswith("/events")


def batch_of(request: httpx.Request) -> Batch:
    packed = request.headers.get("content-encoding") == "gzip"
    return msgspec.json.decode(gzip.decompress(request.content) if packed else request.content, type=Batch)


def test_the_hub_gets_the_log_byte_for_byte_and_the_head_is_anchored(pair):
    pair.work(2)
    before = len(pair.log())
    report = pair.sync()
    answered = report.answers
    assert (report.sent, report.exists, report.pending) == (before + answered, 0, 0)
    assert pair.centre.log() == pair.log()[:-1]
    (anchored,) = pair.rows("SELECT seq, hash FROM anchor")
    query = f"SELECT seq, lower(hex(hash)) FROM event WHERE seq = {before + answered}"
    assert [anchored] == pair.rows(query)
    assert anchored == (report.position.seq, report.position.hash)


def test_an_anchor_asks_for_no_other(pair):
    pair.sync()
    pair.sync()
    settled = len(pair.log())
    assert [pair.sync().sent for _ in range(2)] == [0, 0]
    assert len(pair.log()) == settled
    pair.expect_equal()


def test_only_what_is_new_is_sent(pair):
    pair.sync()
    pair.work()
    new = len(pair.log()) - len(pair.centre.log())
    report = pair.sync()
    assert report.sent == new + report.answers
    pair.expect_equal()


@pytest.mark.parametrize("lost", ["request", "reply"])
def test_what_was_lost_is_sent_again_and_counts_once(pair, meddling, lost):
    left = [2, 0, 1]

    def lose(request, response=None):
        if is_batch(request) and left and left[-1]:
            left[-1] -= 1
            raise httpx.ReadError("lost", request=request)
        if is_batch(request) and left:
            left.pop()

    network = meddling(before=lose) if lost == "request" else meddling(after=lose)
    report = pair.sync(network)
    assert left == []
    assert report.exists == (0 if lost == "request" else 6)
    pair.expect_equal()


def test_the_same_events_are_sent_again(pair, meddling):
    sent = []

    def lose(request, _response):
        if is_batch(request):
            batch = batch_of(request)
            sent.append((batch.first, batch.prev, batch.events))
            if len(sent) == 1:
                raise httpx.ReadError("lost", request=request)

    pair.sync(meddling(after=lose))
    assert sent[0] == sent[1]


def test_a_hub_that_lost_its_newest_events_gets_them_again(pair, meddling):
    done: list[bool] = []

    def forget(request, _response):
        if is_batch(request) and batch_of(request).first == 7 and not done:
            done.append(True)
            forget_after(pair, 4)

    pair.sync(meddling(after=forget))
    assert done
    pair.expect_equal()


def forget_after(pair: Pair, seq: int) -> None:
    """Take the hub's database back, as a restored one would be."""
    ((digest,),) = pair.centre.ask("SELECT hash FROM event WHERE seq = %s", seq)
    pair.centre.do("DELETE FROM event WHERE seq > %s", seq)
    pair.centre.do("UPDATE incarnation SET seq = %s, hash = %s", seq, digest)


def test_a_portion_that_is_too_large_is_halved(pair, meddling):
    refused = []

    def refuse(request):
        if is_batch(request) and len(batch_of(request).events) > 1:
            refused.append(len(batch_of(request).events))
            problem = Problem("Too large", 413, ProblemCode.TOO_LARGE)
            return httpx.Response(413, stream=httpx.ByteStream(msgspec.json.encode(problem)))
        return None

    pair.sync(meddling(before=refuse))
    assert set(refused) == {3, 2} or set(refused) == {3}
    pair.expect_equal()


def test_one_event_that_is_too_large_is_told_and_not_tried_for_ever(pair, meddling):
    def refuse(request):
        if is_batch(request):
            problem = Problem("Too large", 413, ProblemCode.TOO_LARGE)
            return httpx.Response(413, stream=httpx.ByteStream(msgspec.json.encode(problem)))
        return None

    with pytest.raises(CentralError, match="Too large") as raised:
        pair.sync(meddling(before=refuse))
    assert raised.value.exit_code == 1


def test_two_folders_under_one_name_are_told_and_nothing_is_overwritten(pair, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(pair.folder, copy)
    pair.work()
    pair.sync()
    there = pair.centre.log()
    other = Pair(type(pair.site)(copy, pair.site.campaign, pair.site.listing), pair.centre, pair.token)
    other.work(2)
    with pytest.raises(ConflictError, match="nothing was overwritten") as raised:
        other.sync()
    assert raised.value.exit_code == 1
    assert pair.centre.log() == there
    assert other.failure.kind is FailureKind.CONFLICT
    assert other.rows("SELECT * FROM anchor") == []


def test_an_older_copy_of_a_folder_is_told(pair, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(pair.folder, copy)
    pair.work()
    pair.sync()
    there = pair.centre.log()
    other = Pair(type(pair.site)(copy, pair.site.campaign, pair.site.listing), pair.centre, pair.token)
    with pytest.raises(ConflictError, match="an older copy of itself"):
        other.sync()
    assert pair.centre.log() == there


OWN = [Stretch("a", 1, 10, goes_on=False), Stretch("b", 11, 20)]


@pytest.mark.parametrize(
    ("first", "before", "is_fine"),
    [
        (21, "b", True),
        (11, "a", True),
        (20, "b", False),
        (5, "a", False),
        (5, "elsewhere", True),
        (5, None, True),
    ],
)
def test_a_copy_that_was_restored_and_goes_on_beside_us_is_told(first, before, is_fine):
    theirs = (Position("a", 10, "", 1), Position("b", 20, "", 11, "a"), Position("c", 99, "", first, before))
    if is_fine:
        expect_one_folder(OWN, theirs)
    else:
        with pytest.raises(ConflictError, match=f"restored from event {first - 1}"):
            expect_one_folder(OWN, theirs)
