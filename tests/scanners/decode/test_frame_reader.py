"""A stream of pictures becomes scans: each code once, of every kind, and nothing where nothing is."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest

from intake.scan import Awaited, Method, Moment, Scan, Symbology
from scanners.decode import FrameReader
from scanners.hint import Hint
from tests.scanners.pictures.camera import Bgr, Lens, Pose, picture
from tests.scanners.pictures.grounds import GROUNDS, cardboard, desk
from tests.scanners.pictures.labels import Format, ean, label, serial

SERIAL = serial(random.Random(5))
EAN = ean(random.Random(5))


ANY_SERIAL = Awaited(serial=True)


def reader(awaited: Awaited = ANY_SERIAL) -> FrameReader:
    """A reader whose time stands still: what it reads does not depend on the machine."""
    return FrameReader("camera:test", awaited, clock=lambda: 0.0)


def held(
    text: str, kind: Format = Format.CODE_128, turn: float = 25, lens: Lens | None = None
) -> Iterator[Bgr]:
    """Pictures of a label that is held still."""
    chance = np.random.default_rng(1)
    ground = cardboard(chance, 1280, 720)
    pose = Pose(640, 360, 4.0 if kind.is_matrix else 2.2, turn)
    while True:
        yield picture(label(text, kind), ground, pose, lens or Lens(), chance)


def fed(
    reading: FrameReader, pictures: Iterator[Bgr], seconds: float, start: float = 0.0, each: float = 1 / 15
) -> list[Scan]:
    frames = round(seconds / each)
    scans = (reading.feed(next(pictures), start + number * each) for number in range(frames))
    return [scan for scan in scans if scan]


@pytest.mark.parametrize(
    ("kind", "text", "symbology"),
    [
        (Format.CODE_128, SERIAL, Symbology.CODE_128),
        (Format.CODE_39, SERIAL[:8], Symbology.CODE_39),
        (Format.EAN_13, EAN, Symbology.EAN_13),
        (Format.QR, SERIAL, Symbology.QR),
        (Format.DATA_MATRIX, SERIAL, Symbology.DATA_MATRIX),
    ],
)
def test_every_kind_is_read_turned(kind, text, symbology):
    (scan,) = fed(reader(), held(text, kind), 1)
    assert (scan.text, scan.symbology, scan.method) == (text, symbology, Method.CAMERA)
    assert scan.source == "camera:test"


def test_a_scan_has_its_frames_time_by_both_clocks():
    reading, pictures = reader(), held(SERIAL)
    moments = [Moment(1_750_000_000_000 + number * 33, number * 33_000_000) for number in range(3)]
    scans = [reading.feed(next(pictures), moment) for moment in moments]
    assert [(scan.wall, scan.monotonic) for scan in scans if scan] == [moments[1]]


def test_codabar_is_looked_for_while_a_parcel_is_awaited_alone():
    label_of_parcel = held("A123456789010B", Format.CODABAR)
    assert fed(reader(), label_of_parcel, 0.7) == []
    (scan,) = fed(reader(Awaited(parcel=True)), label_of_parcel, 0.7)
    assert (scan.text, scan.symbology) == ("A123456789010B", Symbology.CODABAR)


def test_a_code_that_lies_still_is_given_once_though_it_is_hidden_by_blur_for_seconds():
    reading, sharp = reader(), held(SERIAL)
    blurred = held(SERIAL, lens=Lens(defocus=2.6))
    assert len(fed(reading, sharp, 1)) == 1
    assert fed(reading, blurred, 2.5, 1.0, each=0.25) == []
    assert fed(reading, sharp, 0.6, 3.5) == []


def test_a_code_that_was_taken_away_is_given_again():
    reading, sharp = reader(), held(SERIAL)
    bare = iter([np.full((720, 1280, 3), 120, np.uint8)] * 10)
    assert len(fed(reading, sharp, 0.5)) == 1
    fed(reading, bare, 2, 0.5, each=0.25)
    assert len(fed(reading, sharp, 0.5, 2.5)) == 1


def on_the_table(text: str, x: float = 640) -> Bgr:
    """A card, and the cardboard it lies on."""
    chance = np.random.default_rng(1)
    return picture(label(text), cardboard(chance, 1280, 720), Pose(x, 360, 2.2, 25), Lens(), chance)


def test_a_card_that_was_covered_and_comes_to_light_is_not_given_again_unless_it_is_moved():
    reading = FrameReader("camera:test", clock=lambda: 0.0, is_live=True)
    box = np.full((720, 1280, 3), 90, np.uint8)
    card, moved = on_the_table("RI-C-YES"), on_the_table("RI-C-YES", x=720)
    fed(reading, iter([box] * 4), 2, each=0.5)
    assert len(fed(reading, iter([card] * 5), 0.5, 2, each=0.1)) == 1
    assert fed(reading, iter([box] * 10), 5, 2.5, each=0.5) == []
    assert fed(reading, iter([card] * 5), 0.5, 7.5, each=0.1) == []
    assert reading.hint is Hint.LYING
    assert [scan.text for scan in fed(reading, iter([moved] * 5), 0.5, 8, each=0.1)] == ["RI-C-YES"]
    assert reading.hint is None


@pytest.mark.parametrize(("before", "given"), [("table", 1), ("night", 0)])
def test_a_card_brought_again_and_again_to_one_place_counts_where_that_was_seen_empty(before, given):
    """Under a fixed camera, a slot for the card. Of a place in the dark nobody can tell."""
    reading = FrameReader("camera:test", clock=lambda: 0.0, is_live=True)
    table = np.repeat(cardboard(np.random.default_rng(1), 1280, 720)[:, :, None], 3, axis=2)
    shown = {"table": table, "night": np.zeros_like(table)}[before]
    card = on_the_table("RI-C-INTACT")
    fed(reading, iter([shown] * 33), 33, each=1)
    assert len(fed(reading, iter([card] * 5), 0.5, 33, each=0.1)) == 1
    for again in range(2):
        start = 33.5 + 3 * again
        assert fed(reading, iter([shown] * 5), 2.5, start, each=0.5) == []
        assert len(fed(reading, iter([card] * 5), 0.5, start + 2.5, each=0.1)) == given


def test_a_stream_that_begins_anew_is_another_one():
    reading, sharp = reader(), held(SERIAL)
    assert len(fed(reading, sharp, 0.4)) == 1
    assert len(fed(reading, sharp, 0.4)) == 1


def test_labels_that_follow_each_other_at_once_are_all_given():
    reading = reader()
    texts = [serial(random.Random(number)) for number in range(4)]
    scans = [fed(reading, held(text), 0.5, 0.5 * number, 0.1) for number, text in enumerate(texts)]
    assert [scan.text for (scan,) in scans] == texts


def test_a_serial_of_no_pattern_is_not_given_in_passing():
    awaited = Awaited(serial=True, patterns=("A[0-9]{4}",))
    assert fed(reader(awaited), held(SERIAL), 0.5) == []


def test_what_is_awaited_can_change_between_frames():
    reading, pictures = reader(Awaited()), held(SERIAL)
    assert fed(reading, pictures, 0.4) == []
    reading.await_(Awaited(serial=True))
    assert len(fed(reading, pictures, 0.4, 0.4)) == 1


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda each: each.__name__)
def test_nothing_is_read_where_nothing_is(ground):
    reading, chance = reader(Awaited(parcel=True, serial=True)), np.random.default_rng(9)
    far = Pose(-2000, -2000, 1)
    empty = (picture(label("X"), ground(chance, 1280, 720), far, Lens(), chance) for _ in range(12))
    assert fed(reading, empty, 0.8) == []


def test_what_was_read_is_outlined():
    reading = reader()
    fed(reading, held(SERIAL, turn=0), 0.3)
    x, y = np.mean(reading.outline, axis=0)
    assert reading.is_read
    assert abs(x - 0.5) < 0.1
    assert abs(y - 0.5) < 0.1


def test_what_is_not_read_is_outlined_and_its_hindrance_told_after_a_while():
    reading, blurred = reader(), held(SERIAL, lens=Lens(defocus=2.6))
    assert fed(reading, blurred, 0.3) == []
    assert len(reading.outline) == 4
    assert (reading.is_read, reading.hint) == (False, None)
    fed(reading, blurred, 0.7, 0.3)
    assert reading.hint is Hint.BLURRED


def test_darkness_is_told():
    reading = reader()
    fed(reading, iter([np.full((720, 1280, 3), 9, np.uint8)] * 15), 1)
    assert reading.hint is Hint.DARK


@pytest.mark.parametrize(
    "shape", [(720, 1280), (720, 1280, 1), (16, 16, 3), (1, 1, 3), (8, 2000, 3), (0, 0), (0, 9, 3), (9, 0, 1)]
)
def test_a_frame_of_any_shape_is_taken(shape):
    reading = reader()
    assert [reading.feed(np.full(shape, 90, np.uint8), number / 30) for number in range(4)] == [None] * 4


def test_frames_of_changing_size_are_taken():
    reading, pictures = reader(), held(SERIAL)
    cuts = [np.s_[:, :], np.s_[:100, :], np.s_[:, :300], np.s_[:1, :1]] * 3
    scans = [reading.feed(next(pictures)[cut], number / 30) for number, cut in enumerate(cuts)]
    assert [scan.text for scan in scans if scan] == [SERIAL]


def test_a_serial_above_a_products_number_on_one_label_is_given():
    above, below = label(SERIAL), label(EAN, Format.EAN_13)
    beside = np.full((below.shape[0], above.shape[1] - below.shape[1]), 232, np.uint8)
    both, chance = np.vstack([above, np.hstack([below, beside])]), np.random.default_rng(4)
    ground = cardboard(chance, 1280, 720)
    pictures = (picture(both, ground, Pose(640, 360, 2.2, 5), Lens(), chance) for _ in range(6))
    assert [scan.text for scan in fed(reader(), pictures, 6 / 15)] == [SERIAL]


def test_a_label_too_blurred_for_edges_is_read_softly():
    blurred = held(SERIAL, lens=Lens(defocus=1.9))
    assert [scan.text for scan in fed(reader(), blurred, 1)] == [SERIAL]


def test_a_budget_of_nothing_still_reads_a_plain_code_in_time():
    seconds = iter(range(10_000))
    reading = FrameReader(budget_ms=0, clock=lambda: next(seconds))
    chance = np.random.default_rng(2)
    pose = Pose(640, 360, 2.4, 10)
    still = picture(label(SERIAL), desk(chance, 1280, 720), pose, Lens(), chance)
    scans = [reading.feed(still, number / 30) for number in range(16)]
    assert [scan.text for scan in scans if scan] == [SERIAL]
