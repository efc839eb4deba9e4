"""Quarantine containers: what goes where, and when one is full."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import (
    SOLITARY,
    Container,
    ContainerState,
    Limits,
    Load,
    Misfit,
    Parcelled,
    Room,
    choose,
    has_room,
    misfit,
)

UNIT = Parcelled(Condition.R, UnNumber.UN3480, 37.0, 250)
EMPTY = Container("A", Condition.R, UnNumber.UN3480, Limits())
CONDITIONS, UN_NUMBERS = st.sampled_from(Condition), st.sampled_from(UnNumber)
UNITS = st.builds(Parcelled, CONDITIONS, UN_NUMBERS, st.floats(0, 200), st.integers(0, 3000))
CONTAINERS = st.builds(
    Container,
    st.sampled_from("ABCD"),
    CONDITIONS,
    UN_NUMBERS,
    st.builds(Limits, st.integers(1, 3), st.floats(100, 400), st.integers(500, 6000)),
    tare=st.integers(0, 500),
    state=st.sampled_from(ContainerState),
    load=st.builds(Load, st.integers(0, 3), st.floats(0, 400), st.integers(0, 6000)),
    holding=st.booleans(),
)


def test_one_of_its_class_and_un_number_with_room_takes_the_unit():
    assert misfit(EMPTY, UNIT) is None


@pytest.mark.parametrize("state", sorted(set(ContainerState) - {ContainerState.OPEN}))
def test_none_but_an_open_one_takes_anything(state):
    assert misfit(replace(EMPTY, state=state), UNIT) is Misfit.NOT_OPEN


@pytest.mark.parametrize("condition", sorted(set(Condition) - {Condition.R}))
def test_none_of_another_class_takes_the_unit(condition):
    assert misfit(replace(EMPTY, condition=condition), UNIT) is Misfit.WRONG_CLASS
    assert misfit(EMPTY, replace(UNIT, condition=condition)) is Misfit.WRONG_CLASS


def test_none_of_another_un_number_takes_the_unit():
    assert misfit(replace(EMPTY, un_number=UnNumber.UN3481), UNIT) is Misfit.WRONG_UN_NUMBER


@pytest.mark.parametrize(
    ("load", "tare", "fits"),
    [
        (Load(49), 0, True),
        (Load(50), 0, False),
        (Load(0, 1963.0), 0, True),
        (Load(0, 1963.5), 0, False),
        (Load(0, 0, 29_750), 0, True),
        (Load(0, 0, 29_751), 0, False),
        (Load(0, 0, 29_000), 750, True),
        (Load(0, 0, 29_000), 751, False),
    ],
)
def test_units_watt_hours_and_gross_weight_each_fill_it(load, tare, fits):
    container = replace(EMPTY, load=load, tare=tare)
    assert has_room(container, UNIT) is fits
    assert misfit(container, UNIT) is (None if fits else Misfit.FULL)


def test_the_first_unit_of_a_solitary_container_is_the_last():
    lidded = Container("K", Condition.K1, UnNumber.UN3480, SOLITARY)
    swollen = replace(UNIT, condition=Condition.K1)
    assert misfit(lidded, swollen) is None
    assert misfit(replace(lidded, load=Load(1, swollen.wh, swollen.grams)), swollen) is Misfit.FULL


@given(CONTAINERS, UNITS)
def test_whatever_takes_a_unit_is_open_of_its_class_and_number_and_stays_within_its_limits(container, unit):
    if misfit(container, unit) is None:
        assert container.state is ContainerState.OPEN
        assert (container.condition, container.un_number) == (unit.condition, unit.un_number)
        load, limits = container.load, container.limits
        assert load.units < limits.units
        assert load.wh + unit.wh <= limits.wh
        assert container.tare + load.grams + unit.grams <= limits.grams


@given(CONTAINERS, UNITS)
def test_a_container_never_becomes_fit_by_being_filled(container, unit):
    fuller = replace(container, load=replace(container.load, units=container.load.units + 1))
    assert misfit(container, unit) is None or misfit(fuller, unit) is not None


@given(st.lists(CONTAINERS, max_size=6), UNITS)
def test_the_container_named_takes_the_unit_and_no_fuller_one_does(containers, unit):
    chosen = choose(containers, unit)
    fitting = [container for container in containers if misfit(container, unit) is None]
    assert (chosen is None) == (not fitting)
    if chosen is not None:
        assert chosen in fitting
        same = [container for container in fitting if container.holding == chosen.holding]
        assert chosen.load.units == max(container.load.units for container in same)
        assert not chosen.holding or all(container.holding for container in fitting)


@given(st.permutations([replace(EMPTY, code=code) for code in "ABC"]))
def test_the_container_named_does_not_depend_on_their_order(containers):
    assert choose(containers, UNIT) == replace(EMPTY, code="C")


@pytest.mark.parametrize(
    ("age", "limit", "fits"), [(0, 1000, True), (1000, 1000, True), (1001, 1000, False), (10**9, 0, True)]
)
def test_it_takes_no_more_after_its_time(age, limit, fits):
    aged = replace(EMPTY, limits=Limits(age_ms=limit), age_ms=age)
    assert misfit(aged, UNIT) is (None if fits else Misfit.TOO_OLD)
    assert misfit(replace(aged, holding=True), UNIT) is (None if fits else Misfit.HOLDING_LATE)


def test_one_under_watch_takes_nothing():
    assert misfit(replace(EMPTY, suspect=True), UNIT) is Misfit.SUSPECT


@pytest.mark.parametrize(
    ("room", "fits"),
    [(Room(), True), (Room(1, 37.0), True), (Room(0, 100.0), False), (Room(5, 36.9), False)],
)
def test_it_takes_nothing_when_its_zone_is_full(room, fits):
    assert misfit(replace(EMPTY, room=room), UNIT) is (None if fits else Misfit.ZONE_FULL)


def test_the_gravest_reason_is_given_first():
    """What cannot be helped by another container of the class comes last."""
    wrong = replace(
        EMPTY,
        state=ContainerState.SEALED,
        condition=Condition.D,
        un_number=UnNumber.UN3481,
        load=Load(50),
        suspect=True,
        limits=Limits(age_ms=1),
        age_ms=2,
        room=Room(0),
    )
    given = []
    for mended in (
        {"state": ContainerState.OPEN},
        {"condition": Condition.R},
        {"un_number": UnNumber.UN3480},
        {"load": Load()},
        {"suspect": False},
        {"age_ms": 1},
        {"room": Room()},
    ):
        given.append(misfit(wrong, UNIT))
        wrong = replace(wrong, **mended)
    assert given == [
        *(Misfit.NOT_OPEN, Misfit.WRONG_CLASS, Misfit.WRONG_UN_NUMBER, Misfit.FULL),
        *(Misfit.SUSPECT, Misfit.TOO_OLD, Misfit.ZONE_FULL),
    ]
    assert misfit(wrong, UNIT) is None


def test_a_holding_box_is_named_only_where_nothing_else_fits():
    box, quarantine = replace(EMPTY, code="Z", holding=True, load=Load(9)), EMPTY
    assert choose([box, quarantine], UNIT) == quarantine
    assert choose([box, replace(quarantine, suspect=True)], UNIT) == box


@pytest.mark.parametrize(
    ("limits", "possible"),
    [
        (Limits(), True),
        (Limits(1, 0.1, 1), True),
        (Limits(0), False),
        (Limits(100_000, 10_000_000.0, 100_000_000), True),
        (Limits(100_001), False),
        (Limits(wh=0.0), False),
        (Limits(wh=10_000_000.1), False),
        (Limits(grams=0), False),
        (Limits(grams=100_000_001), False),
    ],
)
def test_limits_are_those_a_real_container_can_have(limits, possible):
    assert limits.are_possible is possible


def test_things_go_in_and_out_of_an_open_one_that_is_not_under_watch():
    assert EMPTY.is_free
    assert not replace(EMPTY, suspect=True).is_free
    assert not any(replace(EMPTY, state=state).is_free for state in set(ContainerState) - {"open"})


def test_without_a_word_from_the_site_these_limits_hold():
    assert Limits() == Limits(50, 2000.0, 30_000, 0)
    assert Limits(units=1) == SOLITARY
