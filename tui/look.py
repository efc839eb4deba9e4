"""The look of an answer: what its field on the screen is coloured and marked by. Colour is never alone."""

from __future__ import annotations

from enum import StrEnum

from intake.outcome import Message, Outcome
from intake.receipt import Step
from intake.scan import Severity
from intake.verdict import Reason, Verdict


class Look(StrEnum):
    """One of the fields an answer can stand on; themes colour them by these names."""

    NONE = "none"
    OK = "ok"
    NOTE = "note"
    AFFECTED = "affected"
    NOT_AFFECTED = "not-affected"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    HAZARD = "hazard"
    EMERGENCY = "emergency"

    @property
    def shape(self) -> str:
        """Its mark in six narrow characters, told apart without colour."""
        return _SHAPES[self]

    @property
    def symbol(self) -> str:
        """Its mark as one large character of the Japanese signs for right, wrong and doubtful."""
        return _SYMBOLS[self]


_SHAPES = {
    Look.NONE: "[    ]",
    Look.OK: "[ OK ]",
    Look.NOTE: "[ !  ]",
    Look.AFFECTED: "[####]",
    Look.NOT_AFFECTED: "[ -- ]",
    Look.UNCERTAIN: "[ ?? ]",
    Look.REFUSED: "[ XX ]",
    Look.HAZARD: "[ !! ]",
    Look.EMERGENCY: "[!!!!]",
}
_SYMBOLS = {
    Look.NONE: " ",
    Look.OK: "○",
    Look.NOTE: "→",
    Look.AFFECTED: "◆",
    Look.NOT_AFFECTED: "◇",
    Look.UNCERTAIN: "？",
    Look.REFUSED: "×",
    Look.HAZARD: "！",
    Look.EMERGENCY: "！",
}
_BY_VERDICT = {
    Verdict.AFFECTED: Look.AFFECTED,
    Verdict.NOT_AFFECTED: Look.NOT_AFFECTED,
    Verdict.UNCERTAIN: Look.UNCERTAIN,
}

_ASKED = frozenset({Reason.MODEL_DECIDES, Reason.COLOUR_DECIDES})
"""Grounds of a verdict that is still a question: the picture card will answer it."""

_GRAVE = frozenset({Severity.REFUSED, Severity.HAZARD, Severity.EMERGENCY})


def look_of(outcome: Outcome) -> Look:
    """Give the look of an answer.

    While an emergency is on, nothing that is answered meanwhile takes the red field away, and while a swollen
    unit is in hand nothing good that is answered takes its warning away.
    """
    answer = outcome.answer
    if outcome.step == Step.EMERGENCY:
        return Look.EMERGENCY
    if answer.severity in _GRAVE:
        return Look(answer.severity)
    if outcome.scene.is_swollen:
        return Look.HAZARD
    # A verdict stands as long as its unit is in hand; what was only looked up must not look taken in.
    is_in_hand = answer.unit is not None and outcome.scene.hand is not None
    is_asked = not _ASKED.isdisjoint(answer.reasons[:1])
    verdict = answer.verdict if is_in_hand and not is_asked else None
    return _BY_VERDICT.get(verdict, Look(answer.severity)) if verdict else Look(answer.severity)


_EMERGENCY_OVER = (Message.EMERGENCY_ELSEWHERE, Message.EMERGENCY_ELSEWHERE_ENDED)
"""What stands on the screen, and what takes its place."""

_OF_UNIT = frozenset({Message.DUPLICATE_ELSEWHERE, Message.DUPLICATE_ELSEWHERE_OPEN})


def may_stand(now: Outcome, outcome: Outcome) -> bool:
    """Tell whether the answer on the screen may stand while `outcome` answers what somebody else asked for.

    What is said of a unit in hand is not hidden by others' news, but for an emergency and news of that unit.
    """
    said = outcome.answer
    is_told = (
        said.message is Message.EMERGENCY_ELSEWHERE
        or (now.answer.message, said.message) == _EMERGENCY_OVER
        or (said.message is Message.LIST_ACTIVATED_PARCEL and outcome.scene.hand is None)
        or (said.message in _OF_UNIT and said.unit == now.answer.unit)
    )
    return outcome.leaves_desk_as(now) and not is_told
