"""Payloads: kept before they are named, erased without breaking the log."""

import hashlib

import pytest

from intake import payloads
from intake.outcome import Message
from intake.request import ErasePayload
from intake.verify import verify
from tests.intake.conftest import HOSTILE, Desk, everything_in, kinds


@pytest.fixture
def digest(desk):
    desk.scan(HOSTILE["person"])
    return hashlib.sha256(HOSTILE["person"]).hexdigest()


def test_bytes_are_kept_whole_under_their_digest(tmp_path):
    for data in (b"", b"\0", b"x" * 1_000_000, *HOSTILE.values()):
        digest = payloads.keep(tmp_path, data)
        assert digest == hashlib.sha256(data).hexdigest() == payloads.keep(tmp_path, data)
        assert payloads.read(tmp_path, digest) == data
    assert len(payloads.digests(tmp_path)) == len(HOSTILE) + 3
    assert payloads.read(tmp_path, "0" * 64) is None


def test_an_erased_payload_is_gone_and_the_log_stays_valid(desk, state, digest):
    assert desk.ask(ErasePayload(digest, "asked for"), "erase").answer.message is Message.PAYLOAD_ERASED
    assert payloads.digests(state.folder) == []
    assert verify(state.folder).faults == ()
    desk.restart()
    assert verify(state.folder).faults == ()
    assert desk.ask(ErasePayload(digest, "asked for"), "erase").answer.message is Message.PAYLOAD_ERASED
    assert desk.ask(ErasePayload(digest, "again")).answer.message is Message.PAYLOAD_UNKNOWN
    assert kinds(state.folder).count("PayloadErased") == 1
    assert HOSTILE["person"] not in everything_in(state.folder)


def test_an_erasure_cut_off_after_its_fact_is_finished_at_the_next_start(desk, state, digest):
    desk.ask(ErasePayload(digest, "asked for"))
    payloads.keep(state.folder, HOSTILE["person"])
    desk.restart()
    assert payloads.digests(state.folder) == []
    assert verify(state.folder).faults == ()


def test_an_erasure_cut_off_before_its_fact_erases_nothing(desk, state, digest):
    desk.restart()
    assert payloads.digests(state.folder) == [digest]


def test_a_draft_left_by_a_power_cut_is_no_payload(state):
    (state.folder / "payloads").mkdir()
    (state.folder / "payloads" / "abc.new").write_bytes(b"half")
    assert payloads.digests(state.folder) == []
    desk = Desk(state)
    desk.scan(HOSTILE["person"])
    desk.close()
    assert verify(state.folder).faults == ()


def test_bytes_scanned_again_after_their_erasure_are_kept_until_erased_again(desk, state, digest):
    """The erasure was of the first scan. The second is another fact, and no restart erases without a fact."""
    desk.ask(ErasePayload(digest, "asked for"))
    desk.scan(HOSTILE["person"])
    assert payloads.digests(state.folder) == [digest]
    desk.restart()
    assert payloads.digests(state.folder) == [digest]
    assert desk.ask(ErasePayload(digest, "again")).answer.message is Message.PAYLOAD_ERASED
    desk.restart()
    assert payloads.digests(state.folder) == []
    assert verify(state.folder).faults == ()


def test_the_last_scans_shown_hold_no_erased_text(desk, state, digest):
    assert desk.station.standing().recent[0].scan == HOSTILE["person"].decode()
    desk.ask(ErasePayload(digest, "asked for"))
    assert desk.station.standing().recent[0].scan == ""
