"""A place is empty when it shows what it showed before the label came, and covered whatever else it shows."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from scanners.decode.ground import KNOWN, LEARNT, Ground, Key
from scanners.decode.locate import Area
from scanners.sighting import Sighting
from tests.scanners.pictures.grounds import cardboard
from tests.scanners.pictures.labels import label

YES = Sighting(b"]C0RI-C-YES", 0.0, 0.0, 0.3)
TABLE = cardboard(np.random.default_rng(1), 320, 180)
BOX = np.full_like(TABLE, 215)
PLACE = Area(110, 70, 100, 40)
EACH = 0.1


def lying(left: int = PLACE.left, ground=TABLE):
    gray = ground.copy()
    drawn = cv2.resize(label("RI-C-YES"), (PLACE.width, PLACE.height), interpolation=cv2.INTER_AREA)
    gray[PLACE.top : PLACE.top + PLACE.height, left : left + PLACE.width] = drawn
    return gray


class Look:
    """Shows pictures for some time and keeps what was bared."""

    def __init__(self) -> None:
        self.ground = Ground()
        self.noise = np.random.default_rng(7).normal(0, 2, (8, *TABLE.shape))
        self.now = 0.0

    def at(self, gray, seconds: float, *labels, each: float = EACH) -> list[Key]:
        bared: list[Key] = []
        for number in range(round(seconds / each)):
            noisy = np.clip(gray + self.noise[number % len(self.noise)], 0, 255).astype(np.uint8)
            bared += self.ground.bared(noisy, labels, self.now)
            self.now += each
        return bared


@pytest.fixture
def used() -> Look:
    """A card was brought and read where only the table was before."""
    look = Look()
    look.at(TABLE, KNOWN + 1, each=0.5)
    assert look.at(lying(), 1, (YES, PLACE)) == []
    return look


def test_the_table_that_was_there_before_is_empty_once(used):
    assert used.at(TABLE, 0.5) == []
    assert used.at(TABLE, 2) == [YES.key]


@pytest.mark.parametrize("shade", [0, 60, 120, 215, 255])
def test_whatever_else_is_there_covers_it_however_long(used, shade):
    assert used.at(np.full_like(TABLE, shade), 2 * LEARNT, each=0.5) == []


def test_what_moves_is_no_table(used):
    for number in range(30):
        assert used.at((TABLE, BOX)[number % 2], 0.3) == []


def test_a_card_that_is_there_and_not_read_is_no_table(used):
    assert used.at(lying(), 3) == []


def test_a_card_that_lay_there_unread_at_first_is_no_table():
    look = Look()
    look.at(lying(), KNOWN + 1, each=0.5)
    look.at(lying(), 1, (YES, PLACE))
    look.at(BOX, 2)
    assert look.at(lying(), 3) == []


def test_the_box_that_a_card_came_to_light_from_under_is_no_table():
    """It lay on the place when the card was brought, and lies there again; the table was seen for longer."""
    look = Look()
    look.at(TABLE, 2 * KNOWN, each=0.5)
    look.at(BOX, KNOWN / 2, each=0.5)
    look.at(lying(), 1, (YES, PLACE))
    assert look.at(BOX, 5) == []


def test_what_was_there_for_a_while_before_is_no_table_yet():
    look = Look()
    look.at(BOX, KNOWN - 2, each=0.5)
    look.at(lying(), 1, (YES, PLACE))
    assert look.at(BOX, 5) == []


def test_a_card_that_was_pushed_leaves_an_empty_place_only_where_it_lies_now(used):
    pushed, place = lying(PLACE.left + 50), Area(PLACE.left + 50, PLACE.top, PLACE.width, PLACE.height)
    used.at(pushed, 2, (Sighting(YES.raw, 0.28, 0.0, 0.3), place))
    covered = pushed.copy()
    covered[:, 160:] = 215
    assert used.at(covered, 3) == []
    assert used.at(TABLE, 3) == [YES.key]


def test_what_covered_it_when_it_comes_to_light_is_not_taken_for_the_table(used):
    for _ in range(3):
        assert used.at(BOX, 3 * KNOWN, each=0.5) == []
        assert used.at(lying(), 1, (YES, PLACE)) == []


def test_another_table_is_learnt(used):
    other = np.asarray(TABLE // 2 + 100, np.uint8)
    used.at(other, 3 * KNOWN, each=0.5)
    no = Sighting(b"]C0RI-C-NO", 0.0, 0.0, 0.3)
    used.at(lying(ground=other), 1, (no, PLACE))
    assert used.at(other, 2) == [no.key]


def test_the_labels_seen_first_are_forgotten_first():
    look = Look()
    look.at(TABLE, KNOWN + 1, each=0.5)
    cards = [(Sighting(f"]C0RI-U-{number}".encode(), 0, 0, 0.3), PLACE) for number in range(300)]
    look.at(lying(), 0.2, *cards)
    assert look.at(TABLE, 2) == [card.key for card, _ in cards[44:]]
