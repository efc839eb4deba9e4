"""Condition classes."""

from __future__ import annotations

import pytest

from intake.condition import Condition, Observation, classify, is_worse
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
