"""Which hint a person is given."""

from __future__ import annotations

from scanners.advice import Advice
from scanners.hint import Hint

FRAME = 1 / 30


def told(*hindrances: Hint | None) -> list[Hint | None]:
    advice = Advice()
    hints = []
    for number, each in enumerate(hindrances):
        advice.unread(each, number * FRAME)
        hints.append(advice.hint)
    return hints


def test_a_code_that_is_brought_near_needs_no_advice():
    assert not any(told(*[Hint.BLURRED] * 15))


def test_what_hinders_for_half_a_second_is_told():
    assert told(*[Hint.SMALL] * 20)[-1] is Hint.SMALL


def test_one_other_judgement_changes_nothing():
    hints = told(*[Hint.DARK] * 20, Hint.TILTED, None, *[Hint.DARK] * 5)
    assert set(hints[18:]) == {Hint.DARK}


def test_another_hindrance_that_stays_is_told():
    assert told(*[Hint.DARK] * 20, *[Hint.GLARE] * 5)[-1] is Hint.GLARE


def test_a_read_takes_the_advice_away():
    advice = Advice()
    for number in range(30):
        advice.unread(Hint.SMALL, number * FRAME)
    advice.read()
    advice.unread(Hint.SMALL, 31 * FRAME)
    assert advice.hint is None


def test_advice_goes_when_nothing_is_there_any_more():
    advice = Advice()
    for number in range(30):
        advice.unread(Hint.SMALL, number * FRAME)
    advice.nothing(1.5)
    assert advice.hint is Hint.SMALL
    advice.nothing(2.5)
    assert advice.hint is None
