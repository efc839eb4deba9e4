"""Condition classes."""

from __future__ import annotations

import pytest

from intake.condition import (
    Checklist,
    ChecklistError,
    Condition,
    Observation,
    Sign,
    classify,
    is_worse,
    parse_checklist,
)
from intake.verdict import Verdict

VERDICTS = (*Verdict, None)


@pytest.mark.parametrize("verdict", VERDICTS)
def test_only_an_intact_unit_that_is_not_affected_is_class_n(verdict):
    """Without a serial, or with one nobody is sure of, it is at least R."""
    expected = Condition.N if verdict is Verdict.NOT_AFFECTED else Condition.R
    assert classify(Observation.INTACT, verdict) is expected


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("observation", sorted(set(Observation) - {Observation.INTACT}))
def test_what_is_seen_counts_whatever_the_list_says(observation, verdict):
    assert classify(observation, verdict) == observation.value


def test_classes_are_graver_in_their_order():
    order = [Condition.N, Condition.R, Condition.D, Condition.K1, Condition.K2]
    assert list(Condition) == order
    for place, condition in enumerate(order):
        for other_place, other in enumerate(order):
            assert is_worse(condition, other) == (place > other_place)


def test_what_is_seen_is_named_as_the_class_it_leads_to():
    """A noticed observation is compared as a class before there is a unit."""
    for observation in set(Observation) - {Observation.INTACT}:
        assert Condition(observation) is classify(observation, None)


def sign(condition, name="sign", **more):
    return {"name": name, "class": condition, "en": "?", "ja": "?"} | more


class TestChecklist:
    """The questions in the order they are asked, gravest first."""

    def test_a_file_of_signs_is_read(self):
        made = parse_checklist({"signs": [sign("K2", "heat"), sign("D", "burnt", evidence=True)]})
        assert made.signs == (
            Sign("heat", Condition.K2, "?", "?"),
            Sign("burnt", Condition.D, "?", "?", evidence=True),
        )

    def test_the_question_after_so_many_answers(self):
        made = parse_checklist({"signs": [sign("K2", "heat"), sign("D", "dent")]})
        asked = [made.sign(0), made.sign(1), made.sign(2), made.sign(3)]
        assert [each and each.name for each in asked] == ["heat", "dent", None, None]
        assert Checklist().sign(0) is None

    @pytest.mark.parametrize("condition", [Condition.D, Condition.K1, Condition.K2])
    def test_a_yes_says_what_was_seen(self, condition):
        assert Sign("s", condition, "?", "?").observation == condition.value

    @pytest.mark.parametrize("classes", [["K2"], ["D"], ["K2", "K1", "D"], ["K1", "K1", "D", "D"]])
    def test_gravest_first_is_taken(self, classes):
        assert [each.condition for each in parse_checklist({"signs": map_signs(classes)}).signs] == classes

    @pytest.mark.parametrize(
        ("classes", "got"),
        [(["D", "K1"], "D K1"), (["K1", "K2"], "K1 K2"), (["K2", "R"], "K2 R"), (["N"], "N"), ([], "none")],
    )
    def test_another_order_or_class_is_refused(self, classes, got):
        with pytest.raises(ChecklistError) as error:
            parse_checklist({"signs": map_signs(classes)})
        assert str(error.value) == f"expected signs of class K2, K1 and D in this order, got {got}"

    @pytest.mark.parametrize(
        "signs", [[{"name": "heat"}], [sign("K9")], [sign("D", colour="red")], [sign("D", en=5)], "heat"]
    )
    def test_what_is_no_sign_is_refused(self, signs):
        with pytest.raises(ChecklistError, match="expected signs with name, class, en and ja, got"):
            parse_checklist({"signs": signs})


def map_signs(classes):
    return [sign(condition, f"s{place}") for place, condition in enumerate(classes)]
