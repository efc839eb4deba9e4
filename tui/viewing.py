"""Viewing: where on the desk the camera's picture stands. It hides nothing the operator has to know."""

from __future__ import annotations

from enum import StrEnum

from intake.line import Line
from intake.outcome import Message, Outcome
from intake.receipt import Prompt
from tui.look import Look, look_of

WIDE = 120
"""Cells of a screen that has room beside the next step for a picture that always stands there."""

FOUND_IN_VAIN = 4
"""Pictures one after the other with a code in them that is not read, after which a person has to see why."""

_GRAVE = frozenset({Look.REFUSED, Look.HAZARD, Look.EMERGENCY})
_ASKS: dict[str, Message] = {Prompt.PHOTO: Message.PHOTO_ASKED, Prompt.KEEP_PHOTO: Message.PHOTO_OFFERED}
"""What is asked about a picture of the unit, and the answer that says no more than that."""


class Place(StrEnum):
    """Where the picture stands."""

    NOWHERE = "nowhere"
    BESIDE = "beside"
    """Right of the next step and the last scans."""

    BELOW = "below"
    """In their place."""

    WHOLE = "whole"
    """In place of the verdict as well, whose sentence stands below it."""


def place_of(
    outcome: Outcome, width: int, *, wish: bool | None, found_in_vain: int, is_lying: bool = False
) -> Place:
    """Give the place of a camera's picture.

    Args:
        outcome: What the desk shows.
        width: Cells of the screen.
        wish: Whether a person wants to see it; None: nobody has said.
        found_in_vain: Pictures one after the other with a code that was found and not read.
        is_lying: A card is seen that counts only if it is moved: else nothing would answer it.

    """
    if outcome.prompt.message in _ASKS:
        is_asked = outcome.answer.message in _ASKS.values() and look_of(outcome) not in _GRAVE
        return Place.WHOLE if is_asked else Place.BELOW
    if outcome.scene.cards or outcome.scene.emergency_since is not None or wish is False:
        return Place.NOWHERE
    is_sought = outcome.awaited.serial and found_in_vain >= FOUND_IN_VAIN
    return Place.BESIDE if wish or width >= WIDE or is_sought or is_lying else Place.NOWHERE


def asked_of(outcome: Outcome, place: Place) -> Line:
    """Give what is asked where no next step stands beside: in the answer's words, which name the unit.

    After a start the answer is the last scan's, and the question may be a later one.
    """
    is_answer = outcome.answer.message is _ASKS.get(outcome.prompt.message)
    return outcome.answer.line if place is Place.WHOLE and is_answer else outcome.prompt
