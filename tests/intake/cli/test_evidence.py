"""Each wish for a picture gets one answer: the picture, or why there is none."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from intake import photos
from intake.cli import evidence
from intake.cli.evidence import Evidence
from intake.lane import LaneEndedError
from intake.photo import PhotoFault
from intake.request import FailPhoto, OfferPhoto, Request
from scanners.camera.messages import Photo
from tests.tui.test_jpeg import jpeg

JPEG = b"\xff\xd8\xff" + b"a bare unit" + b"\xff\xd9"
PATIENCE = 20


class Lane:
    """Where requests go; a lane that has ended takes none."""

    def __init__(self) -> None:
        self.arrived: queue.Queue[Request] = queue.Queue()
        self.has_ended = False

    def put(self, request: Request) -> None:
        if self.has_ended:
            raise LaneEndedError("expected a lane at work, got one that ended")
        self.arrived.put(request)

    @property
    def wish(self) -> OfferPhoto | FailPhoto:
        wish = self.arrived.get(timeout=PATIENCE).wish
        assert isinstance(wish, OfferPhoto | FailPhoto)
        return wish


@pytest.fixture
def lane() -> Lane:
    return Lane()


def photo(wish: str, jpeg: bytes = JPEG) -> Photo:
    return Photo(wish, jpeg, 4, 3)


def test_a_picture_is_stored_before_it_is_offered_and_offered_once(tmp_path: Path, lane: Lane) -> None:
    shown: list[Photo] = []
    bringing = Evidence(tmp_path, lane.put, lambda: True)
    bringing.on_taken = shown.append
    bringing.wish("w1")
    bringing.take(photo("w1"))
    bringing.take(photo("w1", JPEG[:-2] + b"another\xff\xd9"))  # of a second camera
    assert shown == [photo("w1")]
    offered = lane.wish
    assert isinstance(offered, OfferPhoto)
    assert photos.read(tmp_path, offered.sha256) == JPEG
    assert len(photos.digests(tmp_path)) == 1
    bringing.wish("w1")  # another answer, while the picture waits for its turn
    bringing.close()
    assert lane.arrived.empty()


def test_without_a_camera_that_gives_pictures_it_is_said_at_once(tmp_path: Path, lane: Lane) -> None:
    bringing = Evidence(tmp_path, lane.put, lambda: False)
    bringing.wish("w1")
    assert lane.wish == FailPhoto("w1", PhotoFault.NO_CAMERA)


@pytest.mark.parametrize("is_start", [True, False])
def test_a_camera_that_gives_none_in_time_is_told_of(
    tmp_path: Path, lane: Lane, monkeypatch: pytest.MonkeyPatch, is_start: bool
) -> None:
    """At a start no camera is open yet, and one may be in time."""
    monkeypatch.setattr(evidence, "WITHIN", 0.01)
    bringing = Evidence(tmp_path, lane.put, lambda: not is_start)
    (bringing.begin if is_start else bringing.wish)("w1")
    assert lane.wish == FailPhoto("w1", PhotoFault.TOO_LATE)
    bringing.take(photo("w1"))
    assert photos.digests(tmp_path) == []
    assert lane.arrived.empty()


def test_a_wish_that_is_taken_back_gets_no_answer(tmp_path: Path, lane: Lane) -> None:
    bringing = Evidence(tmp_path, lane.put, lambda: True)
    bringing.wish("w1")
    bringing.wish("")
    bringing.take(photo("w1"))
    bringing.wish("w2")
    bringing.take(photo("w1"))
    bringing.take(photo("w2"))
    offered = lane.wish
    assert isinstance(offered, OfferPhoto)
    assert offered.wish == "w2"
    assert lane.arrived.empty()


@pytest.mark.parametrize("jpeg", [b"no picture", JPEG + b"\0" * photos.LARGEST + b"\xff\xd9"])
def test_what_cannot_be_stored_is_told_of(tmp_path: Path, lane: Lane, jpeg: bytes) -> None:
    bringing = Evidence(tmp_path, lane.put, lambda: True)
    bringing.wish("w1")
    bringing.take(photo("w1", jpeg))
    assert lane.wish == FailPhoto("w1", PhotoFault.NOT_STORED)


def test_a_picture_for_a_station_that_has_ended_is_nobodys(tmp_path: Path, lane: Lane) -> None:
    bringing = Evidence(tmp_path, lane.put, lambda: True)
    bringing.wish("w1")
    lane.has_ended = True
    bringing.take(photo("w1"))
    assert lane.arrived.empty()


def test_what_was_offered_before_a_start_is_shown_again(tmp_path: Path, lane: Lane) -> None:
    shown: list[Photo] = []
    bringing = Evidence(tmp_path, lane.put, lambda: False)
    bringing.on_taken = shown.append
    bringing.show_again(photos.keep(tmp_path, jpeg((1280, 720))))
    (again,) = shown
    assert (again.jpeg, again.thumbnail.width, again.thumbnail.height) == (jpeg((1280, 720)), 640, 360)
    assert lane.arrived.empty()


@pytest.mark.parametrize(
    "left", [None, b"", jpeg()[:200], jpeg((300, 200))], ids=["gone", "empty", "half", "another"]
)
def test_of_what_was_offered_and_cannot_be_shown_nothing_is_asked(
    tmp_path: Path, lane: Lane, left: bytes | None
) -> None:
    shown: list[Photo] = []
    bringing = Evidence(tmp_path, lane.put, lambda: False)
    bringing.on_taken = shown.append
    digest = photos.keep(tmp_path, jpeg())
    photos.erase(tmp_path, digest)
    if left is not None:
        (tmp_path / "photos" / digest).write_bytes(left)
    bringing.show_again(digest)
    assert lane.wish == FailPhoto(digest, PhotoFault.NOT_STORED)
    assert shown == []


def test_an_offered_picture_the_disk_does_not_give_back_does_not_end_the_desk(
    tmp_path: Path, lane: Lane
) -> None:
    bringing = Evidence(tmp_path, lane.put, lambda: False)
    digest = photos.keep(tmp_path, jpeg())
    file = tmp_path / "photos" / digest
    file.unlink()
    file.mkdir()  # an OSError when it is read, also for root
    bringing.show_again(digest)
    assert lane.wish == FailPhoto(digest, PhotoFault.NOT_STORED)
