"""The second reading of the list: by its edges, and against what the first one says in a whole day."""

import random

import pytest

from intake.simulation.said import Verdict


@pytest.fixture
def register(site):
    return site.register


def neighbour(register, serial, by):
    return register.after(serial, by)


def test_both_ends_of_every_range_are_affected_and_most_neighbours_are_not(register):
    ranges = [*register.ranges(coloured=True), *register.ranges(coloured=False)]
    for each in ranges:
        for end in (each.first, each.last):
            found = register.judge(end)
            assert (found.verdict, found.model) == (Verdict.AFFECTED, each.model)
    outside = [register.judge(neighbour(register, each.first, -1)).verdict for each in ranges]
    assert outside.count(Verdict.NOT_AFFECTED) > len(ranges) // 2


def test_a_cut_serial_is_invalid_and_an_o_for_a_zero_uncertain(register):
    serial = register.ranges(coloured=True)[0].first
    assert register.judge(serial[:-1]).verdict is Verdict.INVALID
    assert register.judge(serial.replace("0", "O", 1)).verdict is Verdict.UNCERTAIN
    assert register.judge(serial.replace("A", "#", 1)).verdict is Verdict.INVALID


def test_drawn_serials_lie_where_they_were_drawn(register):
    chance = random.Random(1)
    for each in register.ranges(coloured=True):
        assert each.first <= register.draw(chance, each) <= each.last
    for model in register.campaign.models:
        assert register.judge(register.draw_unlisted(chance, model.name)).verdict is Verdict.NOT_AFFECTED


def test_ranges_that_overlap_and_agree_give_the_colour(register):
    both = [each for each in register.ranges(coloured=True) if "overlaps" in each.note]
    assert both
    assert register.judge(both[0].first).colour == both[0].colour
