"""The look of an answer: what must stay on the screen stays."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake.condition import Condition, Observation
from intake.line import Line
from intake.message import Message
from intake.outcome import Answer, Outcome
from intake.receipt import Step
from intake.scan import Severity
from intake.scene import Hand, Scene
from intake.verdict import Reason, Verdict
from tests.tui.situations import reached
from tui.look import Look, look_of, may_stand

SWOLLEN = Scene(hand=Hand("SN", condition=Condition.K1))
IN_HAND = Scene(hand=Hand("SN", condition=Condition.R))


def answered(severity: Severity, scene: Scene = IN_HAND, step: Step = Step.BAG, **more: Any) -> Outcome:
    answer = Answer(Message.SAME_SCAN, severity, **more)
    return Outcome(1, "x", step, answer, Line("prompt_scan_bag"), scene=scene)


@pytest.mark.parametrize("severity", list(Severity))
def test_without_a_verdict_an_answer_looks_as_grave_as_it_is(severity: Severity) -> None:
    assert look_of(answered(severity)) is Look(severity)


@pytest.mark.parametrize("severity", list(Severity))
def test_while_an_emergency_is_on_nothing_takes_the_red_field_away(severity: Severity) -> None:
    assert look_of(answered(severity, step=Step.EMERGENCY, verdict=Verdict.AFFECTED)) is Look.EMERGENCY


@pytest.mark.parametrize("severity", [Severity.OK, Severity.NOTE])
@pytest.mark.parametrize("scene", [SWOLLEN, Scene(noticed=Observation.K1)], ids=["in hand", "noticed"])
def test_while_a_unit_is_swollen_nothing_good_takes_its_warning_away(
    severity: Severity, scene: Scene
) -> None:
    assert look_of(answered(severity, scene, verdict=Verdict.AFFECTED)) is Look.HAZARD


def test_a_refusal_is_seen_also_beside_a_swollen_unit() -> None:
    assert look_of(answered(Severity.REFUSED, SWOLLEN)) is Look.REFUSED


@pytest.mark.parametrize("verdict", [Verdict.AFFECTED, Verdict.NOT_AFFECTED, Verdict.UNCERTAIN])
def test_a_verdict_stands_while_its_unit_is_in_hand(verdict: Verdict) -> None:
    outcome = answered(Severity.OK, verdict=verdict, unit="u")
    assert look_of(outcome).name == verdict.name
    assert look_of(replace(outcome, scene=Scene())) is Look.OK


@pytest.mark.parametrize("reason", [Reason.MODEL_DECIDES, Reason.COLOUR_DECIDES])
def test_while_a_picture_card_decides_there_is_no_verdict_yet(reason: Reason) -> None:
    """What is doubted for another reason as well stays doubtful once the card is scanned."""
    outcome = answered(Severity.NOTE, verdict=Verdict.UNCERTAIN, reasons=(reason,), unit="u")
    assert look_of(outcome) is Look.NOTE
    after = answered(Severity.NOTE, verdict=Verdict.UNCERTAIN, reasons=(Reason.STALE_LIST,), unit="u")
    assert look_of(after) is Look.UNCERTAIN


def test_what_was_only_looked_up_does_not_look_taken_in() -> None:
    assert look_of(answered(Severity.NOTE, Scene(), verdict=Verdict.AFFECTED)) is Look.NOTE
    assert look_of(answered(Severity.NOTE, IN_HAND, verdict=Verdict.AFFECTED)) is Look.NOTE


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_refused_scan_is_no_verdict(verdict: Verdict) -> None:
    assert look_of(answered(Severity.REFUSED, verdict=verdict, unit="u")) is Look.REFUSED


def test_nothing_the_station_says_looks_better_than_it_is() -> None:
    """Every answer of the pure core: what is refused or dangerous never stands on a good field."""
    good = {Look.OK, Look.NOTE, Look.AFFECTED, Look.NOT_AFFECTED, Look.UNCERTAIN}
    grave = {Severity.REFUSED, Severity.HAZARD, Severity.EMERGENCY}
    wrong = [each for each in reached() if each.answer.severity in grave and look_of(each) in good]
    assert not wrong


ELSEWHERE = (Message.DUPLICATE_ELSEWHERE, Message.DUPLICATE_ELSEWHERE_OPEN)


@pytest.mark.parametrize(
    ("on_screen", "said", "stands"),
    [
        *(
            (Answer(Message.CONTAINED, Severity.OK, unit="u1"), Answer(each, Severity.NOTE, unit="u1"), False)
            for each in ELSEWHERE
        ),
        *(
            (Answer(Message.CONTAINED, Severity.OK, unit="u2"), Answer(each, Severity.NOTE, unit="u1"), True)
            for each in ELSEWHERE
        ),
        (Answer(Message.CONTAINED, Severity.OK), Answer(Message.EMERGENCY_ELSEWHERE, Severity.HAZARD), False),
        (
            Answer(Message.CONTAINED, Severity.OK),
            Answer(Message.EMERGENCY_ELSEWHERE_ENDED, Severity.NOTE),
            True,
        ),
        (
            Answer(Message.EMERGENCY_ELSEWHERE, Severity.HAZARD),
            Answer(Message.EMERGENCY_ELSEWHERE_ENDED, Severity.NOTE),
            False,
        ),
        (Answer(Message.CONTAINED, Severity.OK), Answer(Message.CONTAINER_OPENED, Severity.OK), True),
    ],
)
def test_of_other_desks_news_only_what_concerns_the_operator_is_shown(
    on_screen: Answer, said: Answer, *, stands: bool
) -> None:
    now = answered(Severity.OK)
    assert may_stand(replace(now, answer=on_screen), replace(now, answer=said)) is stands
