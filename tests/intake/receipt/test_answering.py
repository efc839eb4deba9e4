"""What the central claims system says of units: recorded once, with what follows from it."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake import facts
from intake.hold import HoldDecision, HoldKind
from intake.outcome import Message
from intake.receipt import Hold, Unit
from intake.receipt.answering import Awaiting, answered, elsewhere
from intake.request import TellDuplicate
from intake.scan import Severity
from intake.verdict import Reason, Verdict
from intake.wire import HubAnswer, ReplacementAnswer

AT = "2031-03-04T05:06:07.089Z"
WHOSE = f"DOCK-2 {AT}"
AWAITING = Awaiting("m/S", "p", "u")
PROVISIONAL = Hold("h", HoldKind.PROVISIONAL, AT)
HELD = replace(AWAITING, holds=(PROVISIONAL,))
CLEARED = facts.HoldResolved("h", HoldDecision.CLEARED, "")
UNIT = Unit("u", AT, "S", "s", None, (), bag_wanted=False)
TELL = TellDuplicate("p", "u", "m/S", "DOCK-2", AT, confirmed=False)


def said(answer, number=1, detail="", **changes):
    return replace(ReplacementAnswer(number, "m/S", "p", "u", answer, detail, AT), **changes)


def recorded(awaiting, *answers):
    """Give the facts of answers, and see that each is about the unit."""
    drafts = answered([awaiting], answers, (f"new-{number}" for number in count()))
    assert {(draft.parcel, draft.unit) for draft in drafts} <= {("p", "u")}
    return [draft.fact for draft in drafts]


@pytest.mark.parametrize("answer", [HubAnswer.ACKNOWLEDGED, HubAnswer.SHIPPED, HubAnswer.FAILED])
def test_a_word_is_recorded_and_ends_the_waiting_for_it(answer):
    fact = facts.ReplacementAnswered("m/S", answer, 1, "x")
    assert recorded(AWAITING, said(answer, detail="x")) == [fact]
    assert recorded(HELD, said(answer, detail="x")) == [fact, CLEARED]


@pytest.mark.parametrize(
    ("answer", "detail", "kind"),
    [(HubAnswer.TAKEN, WHOSE, HoldKind.DUPLICATE), (HubAnswer.BEYOND_CLAIM, "C-1", HoldKind.EXTRA)],
)
class TestRefused:
    """What will not be sent is held for a supervisor, who sees why."""

    def test_it_is_held_and_says_whose_it_is(self, answer, detail, kind):
        found = recorded(HELD, said(answer, detail=detail))
        fact = facts.ReplacementAnswered("m/S", answer, 1, detail)
        assert found == [fact, CLEARED, facts.HoldRaised("new-0", kind, detail)]

    def test_what_is_held_for_it_already_is_not_held_twice(self, answer, detail, kind):
        held = replace(AWAITING, holds=(Hold("d", kind, AT, "48100000001"),))
        assert recorded(held, said(answer, detail=detail)) == [
            facts.ReplacementAnswered("m/S", answer, 1, detail)
        ]

    def test_said_again_by_another_number_it_is_held_once(self, answer, detail, kind):
        found = recorded(AWAITING, said(answer, 1, detail), said(answer, 2, detail))
        holds = [fact for fact in found if isinstance(fact, facts.HoldRaised | facts.HoldResolved)]
        assert holds == [facts.HoldRaised("new-0", kind, detail)]

    def test_what_is_granted_after_all_lets_go_of_its_own_hold_alone(self, answer, detail, kind):
        own, other = Hold("d", kind, AT, detail), Hold("o", kind, AT, "48100000001")
        before = replace(AWAITING, number=1, answer=answer, detail=detail, holds=(own, other))
        found = recorded(before, said(HubAnswer.ACKNOWLEDGED, 2))
        assert found[1:] == [facts.HoldResolved("d", HoldDecision.CLEARED, "")]


@pytest.mark.parametrize(
    "answer",
    [
        said(HubAnswer.SHIPPED, 7),
        said(HubAnswer.SHIPPED, 6),
        said(HubAnswer.SHIPPED, 8, key="m/T"),
        said(HubAnswer.SHIPPED, 8, unit="v"),
        said(HubAnswer.SHIPPED, 8, parcel="q"),
    ],
    ids=["the same again", "an older one", "of another key", "of another unit", "of another parcel"],
)
def test_what_is_recorded_or_gone_is_passed_over(answer):
    assert recorded(replace(AWAITING, number=7, answer=HubAnswer.ACKNOWLEDGED), answer) == []


def test_an_answer_to_what_was_undone_is_passed_over():
    assert answered([], [said(HubAnswer.ACKNOWLEDGED)], iter(())) == []


@given(
    st.lists(st.tuples(st.integers(1, 9), st.sampled_from(HubAnswer)), max_size=8, unique_by=lambda x: x[0])
)
def test_however_answers_come_and_come_again_the_newest_counts_and_no_hold_is_raised_twice(pairs):
    answers = [said(answer, number, answer) for number, answer in pairs]
    found = recorded(HELD, *answers, *answers)
    numbers = [fact.number for fact in found if isinstance(fact, facts.ReplacementAnswered)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1:] == ([max(number for number, _ in pairs)] if pairs else [])
    standing = {PROVISIONAL.id}
    for fact in found:
        if isinstance(fact, facts.HoldResolved):
            standing.remove(fact.hold)
        elif isinstance(fact, facts.HoldRaised):
            standing.add(fact.hold)
    assert len(standing) <= 1


def test_that_another_desk_takes_it_in_is_told_and_holds_nothing():
    decision = elsewhere(TELL, UNIT, "h")
    assert decision is not None
    assert [draft.fact for draft in decision.drafts] == [facts.SerialHeldElsewhere("m/S", "DOCK-2", AT)]
    assert (decision.answer.message, decision.answer.severity) == (
        Message.DUPLICATE_ELSEWHERE_OPEN,
        Severity.NOTE,
    )


@pytest.mark.parametrize(("container", "verdict"), [(None, "AFFECTED"), ("RI-Q-0001-2", None)])
def test_only_of_a_unit_in_hand_the_verdict_stays_on_the_screen(container, verdict):
    unit = replace(UNIT, container=container, verdict=Verdict.AFFECTED, reasons=(Reason.IN_RANGE,))
    decision = elsewhere(TELL, unit, "h")
    assert decision is not None
    assert (decision.answer.verdict, decision.answer.unit) == (verdict, "u")


def test_that_another_desk_has_its_replacement_holds_it():
    decision = elsewhere(replace(TELL, confirmed=True), UNIT, "h")
    assert decision is not None
    assert [draft.fact for draft in decision.drafts] == [
        facts.SerialHeldElsewhere("m/S", "DOCK-2", AT, confirmed=True),
        facts.HoldRaised("h", HoldKind.DUPLICATE, WHOSE),
    ]
    assert decision.answer.message is Message.DUPLICATE_ELSEWHERE


@pytest.mark.parametrize(
    ("unit", "confirmed", "facts_told"),
    [
        (replace(UNIT, rival="DOCK-2"), False, 0),
        (replace(UNIT, rival="DOCK-2"), True, 2),
        (replace(UNIT, rival="DOCK-3"), False, 1),
        (replace(UNIT, rival="DOCK-2", holds=(Hold("d", HoldKind.DUPLICATE, AT),)), True, 0),
        (replace(UNIT, holds=(Hold("d", HoldKind.DUPLICATE, AT),)), True, 1),
    ],
    ids=["told", "told, now confirmed", "of a third", "told and held", "held for another reason"],
)
def test_a_desk_is_told_once(unit, confirmed, facts_told):
    decision = elsewhere(replace(TELL, confirmed=confirmed), unit, "h")
    assert len(decision.drafts if decision else ()) == facts_told
