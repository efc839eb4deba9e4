"""Which code before a camera is given to the desk, and when."""

from __future__ import annotations

import pytest

from intake.scan import Awaited
from scanners.attention import GONE, IN_HAND, Attention, is_asked
from scanners.sighting import Sighting

SERIAL = "A1263B00CDE12345"
SERIALS = Awaited(parcel=True, serial=True, patterns=(r"A1263[0-9A-Z]{11}",))
FRAME = 1 / 30


def seen(text: str, kind: str = "]C0", x: float = 0.0) -> Sighting:
    return Sighting(f"{kind}{text}".encode(), x, 0.0, reach=0.1)


class Camera:
    """Shows codes for some time and keeps what was given."""

    def __init__(self, awaited: Awaited = SERIALS, *, is_live: bool = True) -> None:
        self.attention = Attention(awaited, is_live=is_live)
        for at in (0.0, GONE / 2):
            self.attention.chosen((), at)
        self.now = GONE

    def shows(self, *sightings: Sighting, seconds: float) -> list[str]:
        given = []
        for _ in range(round(seconds / FRAME)):
            chosen = self.attention.chosen(sightings, self.now)
            given += [chosen.text] if chosen else []
            self.now += FRAME
        return given


@pytest.mark.parametrize(
    ("text", "kind", "awaited", "asked"),
    [
        (SERIAL, "]C0", SERIALS, True),
        (SERIAL.lower(), "]C0", SERIALS, True),
        (SERIAL + "0", "]C0", SERIALS, False),
        (SERIAL, "]C0", Awaited(), False),
        ("ANY", "]C0", Awaited(serial=True), True),
        ("A123456789010A", "]F0", SERIALS, True),
        ("1234-5678-9010", "]C0", SERIALS, True),
        ("123456789010", "]C0", Awaited(), False),
        ("RI-C-YES", "]C0", Awaited(), True),
        ("RI-O-0007-H", "]d1", Awaited(), True),
        ("RI-O-0007", "]C0", Awaited(), False),
        ("4901234567894", "]E0", Awaited(), True),
        ("https://example.jp/", "]Q1", SERIALS, False),
    ],
)
def test_what_is_asked(text, kind, awaited, asked):
    assert is_asked(seen(text, kind), awaited) is asked


def test_what_is_asked_is_given_at_once_and_once():
    assert Camera().shows(seen(SERIAL), seconds=10) == [SERIAL]


def test_it_is_given_again_after_it_was_out_of_sight():
    camera = Camera()
    camera.shows(seen(SERIAL), seconds=1)
    camera.shows(seconds=GONE - 0.2)
    assert camera.shows(seen(SERIAL), seconds=1) == []
    camera.shows(seconds=GONE + 0.2)
    assert camera.shows(seen(SERIAL), seconds=1) == [SERIAL]


def test_what_still_lies_there_unread_is_not_new():
    camera = Camera()
    camera.shows(seen(SERIAL), seconds=1)
    for _ in range(100):
        camera.shows(seconds=FRAME)
        camera.attention.still_there(seen(SERIAL).key, camera.now)
    assert camera.shows(seen(SERIAL), seconds=1) == []


def test_what_is_not_asked_is_given_when_it_is_held_in_the_middle():
    assert Camera().shows(seen("OTHER"), seconds=0.5) == []
    assert Camera().shows(seen("OTHER"), seconds=2) == ["OTHER"]
    assert Camera().shows(seen("OTHER", x=0.6), seconds=5) == []


def test_what_is_not_asked_waits_while_something_asked_is_there():
    shown = (seen(SERIAL, x=0.4), seen("OTHER"), seen("ANOTHER", x=-0.1))
    assert Camera().shows(*shown, seconds=5) == [SERIAL]


def test_of_several_the_nearest_is_given_once_it_is_held():
    camera = Camera()
    assert camera.shows(seen("RI-C-YES", x=0.1), seen("RI-C-NO", x=0.3), seconds=0.5) == []
    assert camera.shows(seen("RI-C-YES", x=0.1), seen("RI-C-NO", x=0.3), seconds=5) == ["RI-C-YES"]


def test_a_sheet_that_moves_gives_nothing():
    camera = Camera()
    given = []
    for number in range(20):
        words = ("RI-C-YES", "RI-C-NO") if number % 2 else ("RI-C-NO", "RI-C-YES")
        given += camera.shows(seen(words[0], x=0.1), seen(words[1], x=0.2), seconds=0.3)
    assert given == []


def test_what_was_passed_over_is_given_when_it_is_brought_to_the_middle():
    camera = Camera()
    camera.shows(seen("RI-C-YES"), seen("RI-C-NO", x=0.3), seconds=2)
    assert camera.shows(seen("RI-C-NO", x=0.3), seconds=3) == []
    assert camera.shows(seen("RI-C-NO"), seconds=0.4) == []
    assert camera.shows(seen("RI-C-NO"), seconds=1) == ["RI-C-NO"]


def test_a_products_number_never_stands_in_for_a_serial():
    camera = Camera()
    box = seen("4901234567894", "]E0")
    assert camera.shows(box, seen(SERIAL, x=0.4), seconds=3) == [SERIAL]


def test_a_products_number_alone_is_given():
    assert Camera().shows(seen("4901234567894", "]E0"), seconds=3) == ["4901234567894"]


def test_what_was_refused_is_given_again_when_the_desk_asks_for_it():
    camera = Camera(Awaited())
    assert camera.shows(seen(SERIAL), seconds=2) == [SERIAL]
    camera.attention.awaited = SERIALS
    assert camera.shows(seen(SERIAL), seconds=2) == [SERIAL]


def test_what_was_given_as_asked_is_not_given_again_at_another_step():
    camera = Camera()
    camera.shows(seen(SERIAL), seconds=2)
    camera.attention.awaited = Awaited()
    assert camera.shows(seen(SERIAL), seconds=5) == []
    camera.attention.awaited = SERIALS
    assert camera.shows(seen(SERIAL), seconds=5) == []


def test_a_code_held_over_another_one_is_given_at_once():
    camera = Camera()
    camera.shows(seen(SERIAL), seconds=1)
    assert camera.shows(seen("RI-C-INTACT", x=0.02), seconds=0.2) == ["RI-C-INTACT"]
    assert camera.shows(seen(SERIAL), seconds=1) == []


def covered(camera: Camera, seconds: float = GONE + 0.2) -> None:
    """Nothing of the table is seen: an arm, a box."""
    assert camera.shows(seconds=seconds) == []


@pytest.mark.parametrize("text", ["RI-C-YES", "RI-C-INTACT", "RI-Q-0012-T", "RI-O-0007-H", "ri-c-yes"])
@pytest.mark.parametrize("hidden_for", [GONE + 0.2, 60.0, 3600.0])
def test_an_own_label_that_comes_to_light_where_it_lay_does_not_count(text, hidden_for):
    camera = Camera()
    assert camera.shows(seen(text, x=0.2), seconds=1) == [text]
    for _ in range(3):
        camera.attention.chosen((), camera.now + hidden_for - 1)
        camera.now += hidden_for
        assert camera.shows(seen(text, x=0.21), seconds=1) == []


def test_an_own_label_that_was_passed_over_is_so_again_when_it_comes_to_light():
    camera = Camera()
    camera.shows(seen("RI-C-NO"), seen("RI-C-YES", x=0.4), seconds=2)
    covered(camera)
    assert camera.shows(seen("RI-C-YES", x=0.4), seconds=5) == []


def test_an_own_label_brought_again_to_another_place_counts_again():
    camera = Camera()
    camera.shows(seen("RI-C-YES"), seconds=1)
    covered(camera)
    assert camera.shows(seen("RI-C-YES", x=0.1), seconds=1) == ["RI-C-YES"]


@pytest.mark.parametrize("empty_at", [0.5, GONE + 0.5])
def test_an_own_label_brought_to_the_same_place_counts_again_where_it_was_seen_empty(empty_at):
    camera = Camera()
    for _ in range(40):
        assert camera.shows(seen("RI-C-INTACT"), seconds=0.5) == ["RI-C-INTACT"]
        covered(camera, empty_at)
        camera.attention.seen_empty(seen("RI-C-INTACT").key)
        covered(camera)
        assert not camera.attention.doubts


def test_an_own_label_that_lies_there_again_after_its_place_was_empty_does_not_count_anew():
    camera = Camera()
    camera.shows(seen("RI-C-YES"), seconds=1)
    camera.attention.seen_empty(seen("RI-C-YES").key)
    assert camera.shows(seen("RI-C-YES"), seconds=1) == []
    covered(camera)
    assert camera.shows(seen("RI-C-YES"), seconds=1) == []


def test_a_card_that_was_put_there_while_the_camera_was_lost_does_not_count_until_it_is_moved():
    camera = Camera()
    camera.now += 60
    assert camera.shows(seen("RI-C-YES"), seconds=2) == []
    assert camera.shows(seen("RI-C-YES", x=0.2), seconds=1) == ["RI-C-YES"]


def test_an_own_label_brought_to_the_same_place_counts_when_it_is_moved_and_that_is_told():
    camera = Camera()
    camera.shows(seen("RI-C-YES"), seconds=1)
    assert not camera.attention.doubts
    covered(camera)
    assert camera.shows(seen("RI-C-YES", x=0.01), seconds=1) == []
    assert camera.attention.doubts
    assert camera.shows(seen("RI-C-YES", x=0.1), seconds=1) == ["RI-C-YES"]
    assert not camera.attention.doubts


def test_an_own_label_that_lay_there_and_is_pushed_later_does_not_count():
    camera = Camera()
    camera.shows(seen("RI-C-YES"), seconds=1)
    covered(camera)
    camera.shows(seen("RI-C-YES"), seconds=IN_HAND + 0.1)
    assert not camera.attention.doubts
    assert camera.shows(seen("RI-C-YES", x=0.1), seconds=5) == []


def test_an_own_label_that_lies_there_when_the_camera_opens_does_not_count_until_it_is_moved():
    camera = Camera()
    camera.now -= 1
    assert camera.shows(seen("RI-C-YES"), seconds=2) == []
    assert camera.attention.doubts
    assert camera.shows(seen("RI-C-YES", x=0.2), seconds=1) == ["RI-C-YES"]


def test_a_serial_that_lies_there_when_the_camera_opens_counts():
    camera = Camera()
    camera.now -= 1
    assert camera.shows(seen(SERIAL), seconds=2) == [SERIAL]


def test_in_a_film_each_card_counts_wherever_it_is():
    """Its pictures show the same place again and again, and nothing lies there."""
    camera = Camera(is_live=False)
    camera.now -= 1
    assert camera.shows(seen("RI-C-YES"), seconds=1) == ["RI-C-YES"]
    covered(camera)
    assert camera.shows(seen("RI-C-YES"), seconds=1) == ["RI-C-YES"]


def test_the_places_of_many_own_labels_are_forgotten_the_oldest_first():
    camera = Camera()
    for number in range(300):
        camera.shows(seen(f"RI-U-{number:06}-K"), seconds=0.1)
        covered(camera)
    assert camera.shows(seen("RI-U-000299-K"), seconds=0.1) == []
    covered(camera)
    assert camera.shows(seen("RI-U-000000-K"), seconds=0.1) == ["RI-U-000000-K"]
