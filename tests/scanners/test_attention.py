"""Which code before a camera is given to the desk, and when."""

from __future__ import annotations

import pytest

from intake.scan import Awaited
from scanners.attention import GONE, Attention, is_asked
from scanners.sighting import Sighting

SERIAL = "A1263B00CDE12345"
SERIALS = Awaited(parcel=True, serial=True, patterns=(r"A1263[0-9A-Z]{11}",))
FRAME = 1 / 30


def seen(text: str, kind: str = "]C0", x: float = 0.0) -> Sighting:
    return Sighting(f"{kind}{text}".encode(), x, 0.0, reach=0.1)


class Camera:
    """Shows codes for some time and keeps what was given."""

    def __init__(self, awaited: Awaited = SERIALS) -> None:
        self.attention = Attention(awaited)
        self.now = 0.0

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
