"""Where the camera's picture stands: never in place of what the operator has to know."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from intake.line import Line
from intake.outcome import Answer, Message, Outcome
from intake.receipt import Prompt
from intake.scan import Awaited, Severity
from intake.scene import Card, CardKind, Scene
from tui.viewing import FOUND_IN_VAIN, WIDE, Place, asked_of, place_of

ANSWER = Answer(Message.PARCEL_OPENED, Severity.OK)
PLAIN = Outcome(1, None, "PARCEL_OPEN", ANSWER, Line(Prompt.TAKE_UNIT_OUT), awaited=Awaited(serial=True))
CARDS = replace(PLAIN, scene=Scene(cards=(Card(CardKind.MODEL, "", "A"),)))
EMERGENCY = replace(PLAIN, scene=Scene(emergency_since=1))
ASKED = replace(PLAIN, prompt=Line(Prompt.PHOTO), answer=Answer(Message.PHOTO_ASKED, Severity.NOTE))
OFFERED = replace(PLAIN, prompt=Line(Prompt.KEEP_PHOTO), answer=Answer(Message.PHOTO_OFFERED, Severity.NOTE))
REFUSED = replace(OFFERED, answer=replace(ANSWER, severity=Severity.REFUSED))
HAZARD = replace(ASKED, answer=replace(ASKED.answer, severity=Severity.HAZARD))
TOLD = replace(ASKED, answer=Answer(Message.PHOTO_SEEN, Severity.NOTE))
NOWHERE, BESIDE = Place.NOWHERE, Place.BESIDE


@pytest.mark.parametrize(
    ("outcome", "width", "wish", "in_vain", "expected"),
    [
        (PLAIN, WIDE, None, 0, BESIDE),
        (PLAIN, WIDE, False, 0, NOWHERE),
        (PLAIN, WIDE - 1, None, 0, NOWHERE),
        (PLAIN, WIDE - 1, True, 0, BESIDE),
        (PLAIN, 80, None, FOUND_IN_VAIN - 1, NOWHERE),
        (PLAIN, 80, None, FOUND_IN_VAIN, BESIDE),
        (PLAIN, 80, False, FOUND_IN_VAIN, NOWHERE),
        (replace(PLAIN, awaited=Awaited()), 80, None, FOUND_IN_VAIN, NOWHERE),
        (CARDS, WIDE, True, FOUND_IN_VAIN, NOWHERE),
        (EMERGENCY, WIDE, True, FOUND_IN_VAIN, NOWHERE),
        (ASKED, 80, None, 0, Place.WHOLE),
        (OFFERED, 80, False, 0, Place.WHOLE),
        (REFUSED, 80, None, 0, Place.BELOW),
        (HAZARD, 80, None, 0, Place.BELOW),
        (TOLD, 80, None, 0, Place.BELOW),
    ],
)
def test_the_picture_stands(
    outcome: Outcome, width: int, wish: bool | None, in_vain: int, expected: Place
) -> None:
    """Beside where there is room, a person wants it, or a code is found in vain; large for a still one."""
    assert place_of(outcome, width, wish=wish, found_in_vain=in_vain) is expected


@pytest.mark.parametrize(
    ("outcome", "wish", "expected"),
    [(PLAIN, None, BESIDE), (PLAIN, False, NOWHERE), (CARDS, None, NOWHERE), (EMERGENCY, None, NOWHERE)],
)
def test_it_comes_where_a_card_counts_only_if_it_is_moved(
    outcome: Outcome, wish: bool | None, expected: Place
) -> None:
    """Whatever the desk waits for: nothing else would answer the card."""
    assert place_of(outcome, 80, wish=wish, found_in_vain=0, is_lying=True) is expected


@pytest.mark.parametrize(
    ("outcome", "place", "is_answer"),
    [
        (ASKED, Place.WHOLE, True),
        (OFFERED, Place.WHOLE, True),
        (OFFERED, Place.BELOW, False),
        (replace(OFFERED, answer=ASKED.answer), Place.WHOLE, False),
        (PLAIN, Place.BELOW, False),
    ],
)
def test_what_is_asked_is_said_by_the_answer_that_asked_it(
    outcome: Outcome, place: Place, *, is_answer: bool
) -> None:
    """After a start the last scan asked for a picture, and by now one is offered."""
    assert asked_of(outcome, place) == (outcome.answer.line if is_answer else outcome.prompt)
