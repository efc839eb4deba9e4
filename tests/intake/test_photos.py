"""Photos: stored before they are offered, kept by a "yes", erased without breaking the log."""

import hashlib

import pytest

from intake import photos
from intake.errors import CommitUnknownError
from intake.outcome import Message
from intake.photo import PhotoFault
from intake.question import Ask
from intake.receipt import Step
from intake.request import ErasePhoto, FailPhoto, OfferPhoto
from intake.verify import verify
from tests.intake.conftest import fold_log, jpeg, kinds


@pytest.fixture
def in_hand(desk, state):
    """Stand with a unit in hand."""
    desk.open_parcel()
    desk.scan(state.affected())
    return desk


@pytest.fixture
def digest(in_hand):
    return in_hand.photograph(jpeg())


def asked(desk):
    desk.scan("RI-C-PHOTO")
    return desk.station.receipt.question.about


def test_a_picture_is_kept_whole_under_its_digest(tmp_path):
    for data in (jpeg(), jpeg(7), b"\xff\xd8\xff" + b"x" * (photos.LARGEST - 5) + b"\xff\xd9"):
        digest = photos.keep(tmp_path, data)
        assert digest == hashlib.sha256(data).hexdigest() == photos.keep(tmp_path, data)
        assert photos.read(tmp_path, digest) == data
    assert len(photos.digests(tmp_path)) == 3
    assert photos.read(tmp_path, "0" * 64) is None


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n", jpeg()[:-1], jpeg()[1:], jpeg() + b"\0", b"\xff\xd8\xff" + b"x" * photos.LARGEST],
    ids=["nothing", "PNG", "no end", "no beginning", "more", "too large"],
)
def test_what_is_no_whole_jpeg_is_not(tmp_path, data):
    with pytest.raises(photos.PhotoError, match=r"^expected a .*JPEG.*, got "):
        photos.keep(tmp_path, data)
    assert photos.digests(tmp_path) == []


def test_the_outcome_asks_the_camera_and_the_scene_shows_what_it_gave(in_hand, state):
    outcome = in_hand.scan("RI-C-PHOTO")
    wish = outcome.awaited.photo
    assert wish == in_hand.station.receipt.question.about
    offered = in_hand.ask(OfferPhoto(wish, photos.keep(state.folder, jpeg())))
    assert offered.answer.message is Message.PHOTO_OFFERED
    assert (offered.awaited.photo, offered.scene.offered) == ("", photos.digests(state.folder)[0])
    kept = in_hand.scan("RI-C-YES")
    assert (kept.answer.message, kept.scene.offered) == (Message.PHOTO_KEPT, "")


def test_what_is_kept_is_named_in_the_event_and_stands_in_the_view(in_hand, state, digest):
    unit = in_hand.station.receipt.unit
    (kept,) = photos.kept(in_hand.station.journal.connection)
    assert (kept.sha256, kept.unit, kept.serial, kept.kept_by) == (digest, unit.id, unit.serial, state.badge)
    assert kept.erased_at is None
    assert kinds(state.folder)[-1] == "PhotoKept"
    assert verify(state.folder).faults == ()
    in_hand.restart()
    assert fold_log(state.folder) == in_hand.station.receipt


def test_a_question_survives_a_restart_with_its_picture(in_hand, state):
    in_hand.ask(OfferPhoto(asked(in_hand), photos.keep(state.folder, jpeg())))
    in_hand.restart()
    in_hand.station.tend()
    assert in_hand.station.receipt.question.ask is Ask.KEEP_PHOTO
    assert in_hand.scan("RI-C-YES").answer.message is Message.PHOTO_KEPT
    assert verify(state.folder).faults == ()


@pytest.mark.parametrize("sha256", ["0" * 64, "../journal.db", "", "f" * 63])
def test_one_that_is_not_there_is_not_offered(in_hand, sha256):
    wish = asked(in_hand)
    assert in_hand.ask(OfferPhoto(wish, sha256)).answer.message is Message.PHOTO_NOT_WANTED
    assert in_hand.station.receipt.question.ask is Ask.PHOTO


def test_without_a_camera_it_is_said_and_the_desk_goes_on(in_hand):
    failed = in_hand.ask(FailPhoto(asked(in_hand), PhotoFault.NO_CAMERA))
    assert (failed.answer.message, failed.step) == (Message.PHOTO_FAILED, in_hand.station.step)
    assert failed.awaited.photo == ""
    assert in_hand.ask(FailPhoto("another", PhotoFault.TOO_LATE)).answer.message is Message.PHOTO_NOT_WANTED


class TestErasing:
    """By a supervisor's request: the file goes, that there was one stays."""

    def test_the_file_is_gone_and_the_log_stays_valid(self, in_hand, state, digest):
        erased = in_hand.ask(ErasePhoto(digest, "a face in it"), "erase", by=state.supervisor)
        assert erased.answer.message is Message.PHOTO_ERASED
        assert photos.digests(state.folder) == []
        assert verify(state.folder).faults == ()
        in_hand.restart()
        (kept,) = photos.kept(in_hand.station.journal.connection)
        assert kept.erased_at is not None
        assert in_hand.ask(ErasePhoto(digest, "again")).answer.message is Message.PHOTO_UNKNOWN
        assert verify(state.folder).faults == ()

    def test_no_operator_may(self, in_hand, state, digest):
        assert in_hand.ask(ErasePhoto(digest, "x"), by=state.badge).answer.message is Message.NOT_ALLOWED
        assert photos.digests(state.folder) == [digest]

    def test_of_a_parcel_closed_long_ago_too(self, in_hand, state, digest):
        in_hand.until(Step.PARCEL_OPEN)
        in_hand.scan("RI-C-CLOSE")
        in_hand.ask(ErasePhoto(digest, "asked for"))
        assert photos.digests(state.folder) == []
        assert verify(state.folder).faults == ()

    def test_of_every_unit_that_has_it(self, in_hand, state, digest):
        """A camera that shows one file gives the same picture of each."""
        in_hand.until(Step.PARCEL_OPEN)
        in_hand.scan(state.unnamed())
        assert in_hand.photograph(jpeg()) == digest
        in_hand.ask(ErasePhoto(digest, "asked for"))
        assert all(each.erased_at for each in photos.kept(in_hand.station.journal.connection))
        assert kinds(state.folder)[-2:] == ["PhotoErased", "PhotoErased"]

    def test_one_cut_off_after_its_fact_is_finished_when_idle(self, in_hand, state, digest):
        in_hand.ask(ErasePhoto(digest, "asked for"))
        photos.keep(state.folder, jpeg())
        in_hand.restart()
        in_hand.station.tend()
        assert photos.digests(state.folder) == []

    def test_the_same_picture_taken_again_is_kept_again(self, in_hand, state, digest):
        in_hand.ask(ErasePhoto(digest, "asked for"))
        assert in_hand.photograph(jpeg()) == digest
        assert photos.digests(state.folder) == [digest]
        in_hand.restart()
        in_hand.station.tend()
        assert verify(state.folder).faults == ()

    def test_one_that_is_shown_again_stays_until_it_is_answered_for(self, in_hand, state, digest):
        in_hand.until(Step.PARCEL_OPEN)
        in_hand.scan(state.unnamed())
        in_hand.ask(OfferPhoto(asked(in_hand), digest))
        in_hand.ask(ErasePhoto(digest, "asked for"), "erase")
        in_hand.station.tend()
        assert in_hand.scan("RI-C-YES").answer.message is Message.PHOTO_KEPT
        assert verify(state.folder).faults == ()

    def test_and_is_erased_when_nobody_keeps_it(self, in_hand, state, digest):
        in_hand.until(Step.PARCEL_OPEN)
        in_hand.scan(state.unnamed())
        in_hand.ask(OfferPhoto(asked(in_hand), digest))
        in_hand.ask(ErasePhoto(digest, "asked for"), "erase")
        in_hand.scan("RI-C-NO")
        in_hand.station.tend()
        assert photos.digests(state.folder) == []

    def test_it_bars_no_undo(self, in_hand, digest):
        in_hand.ask(ErasePhoto(digest, "asked for"))
        in_hand.scan("RI-C-UNDO")
        assert in_hand.scan("RI-C-REASON-MISTAKE").answer.message is Message.UNDONE_PHOTO


def test_an_undone_picture_is_erased_when_idle(in_hand, state, digest):
    in_hand.scan("RI-C-UNDO")
    assert in_hand.scan("RI-C-REASON-MISTAKE").answer.message is Message.UNDONE_PHOTO
    assert photos.digests(state.folder) == [digest]
    in_hand.station.tend()
    assert (photos.digests(state.folder), verify(state.folder).faults) == ([], ())


class TestVerify:
    def test_a_picture_missing_without_an_erasure_is_a_fault(self, in_hand, state, digest):
        photos.erase(state.folder, digest)
        (fault,) = verify(state.folder).faults
        assert str(fault) == f"photo {digest[:12]}…: expected its bytes, got nothing and no erasure"

    def test_so_is_an_altered_one(self, in_hand, state, digest):
        (state.folder / "photos" / digest).write_bytes(jpeg(1))
        (fault,) = verify(state.folder).faults
        assert fault.what == "expected bytes of this SHA-256, got others"

    def test_so_is_one_that_should_be_erased(self, in_hand, state, digest):
        in_hand.ask(ErasePhoto(digest, "asked for"))
        photos.keep(state.folder, jpeg())
        (fault,) = verify(state.folder).faults
        assert str(fault) == f"photo {digest[:12]}…: expected it erased, got its bytes"

    def test_one_nobody_has_kept_yet_is_none(self, in_hand, state):
        photos.keep(state.folder, jpeg())
        assert verify(state.folder).faults == ()


def test_a_disk_that_does_not_take_it_is_told_in_words(tmp_path):
    (tmp_path / "photos").write_text("no folder")
    with pytest.raises(CommitUnknownError, match=r"^expected the disk to store photos/"):
        photos.keep(tmp_path, jpeg())
