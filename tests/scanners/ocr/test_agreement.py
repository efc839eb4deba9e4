"""Agreement over frames, with times and sightings given."""

from __future__ import annotations

from scanners.ocr.agreement import AWAY, FRESH, KEPT, Agreement
from scanners.ocr.serial_line import Sighted

SERIAL = "A7Z2K9B4C1D8E5F3"
RIVAL = "A7Z2K9B4C1D8E5FB"


def sure(text=SERIAL):
    return Sighted(text, doubt=0.01)


def heard(agreement, sightings, begin=0.0, step=0.2):
    return [agreement.hear(each, begin + step * turn) for turn, each in enumerate(sightings)]


def test_three_frames_that_agree_are_a_serial():
    assert heard(Agreement(3), [sure()] * 3) == [None, None, SERIAL]


def test_frames_without_any_print_between_them_do_not_matter():
    assert heard(Agreement(3), [sure(), None, sure(), None, sure()])[-1] == SERIAL


def test_a_rival_stops_it_until_it_is_forgotten():
    agreement = Agreement(3)
    told = heard(agreement, [sure(RIVAL), *[sure()] * (KEPT + 1)])
    assert told[:KEPT] == [None] * KEPT
    assert told[KEPT] == SERIAL


def test_a_doubtful_rival_stops_it_as_well():
    rival = Sighted(RIVAL, doubt=0.9)
    assert heard(Agreement(3), [sure(), sure(), rival, sure()]) == [None] * 4


def test_a_doubtful_frame_is_no_vote():
    assert heard(Agreement(3), [Sighted(SERIAL, doubt=0.6)] * 3 + [sure()] * 3) == [None] * 5 + [SERIAL]


def test_old_frames_are_no_votes():
    agreement = Agreement(3)
    heard(agreement, [sure(), sure()])
    assert agreement.hear(sure(), FRESH + 1) is None


def test_a_serial_is_given_once_while_it_lies_there():
    assert heard(Agreement(3), [sure()] * 20).count(SERIAL) == 1


def test_a_flicker_does_not_give_it_again():
    told = heard(Agreement(3), [*[sure()] * 4, None, None, *[sure()] * 10])
    assert told.count(SERIAL) == 1


def test_it_is_given_again_after_it_was_away():
    agreement = Agreement(3)
    heard(agreement, [*[sure()] * 4, *[None] * round(AWAY / 0.2 + 2)])
    assert heard(agreement, [sure()] * 3, begin=10)[-1] == SERIAL


def test_nobody_looking_is_not_away():
    agreement = Agreement(3)
    heard(agreement, [sure()] * 4)
    assert heard(agreement, [sure()] * 5, begin=100) == [None] * 5


def test_other_patterns_begin_anew():
    agreement = Agreement(3)
    heard(agreement, [sure()] * 2)
    agreement.forget()
    assert heard(agreement, [sure()] * 3, begin=1) == [None, None, SERIAL]
