"""The second reading of the lists: by their edges, by what a card tells, and by what nobody says."""

import random

import pytest

from intake.simulation.said import Verdict

WHOLE = "A1647"
"""A model of which every unit is recalled."""


@pytest.fixture
def register(site):
    return site.register


@pytest.fixture
def unnamed(register):
    """Give a valid serial no row names."""
    return register.draw_unlisted(random.Random(3), WHOLE)


def ranges(register):
    rows = [*register.rows(coloured=True), *register.rows(coloured=False), *register.rows_abroad()]
    return [row for row in rows if row.first]


def test_both_ends_of_every_range_are_affected_and_most_neighbours_are_not(register):
    for each in ranges(register):
        for end in (each.first, each.last):
            found = register.judge(end)
            assert (found.verdict, found.model, found.campaign) == (
                Verdict.AFFECTED,
                each.model,
                each.campaign,
            )
    outside = [register.judge(register.after(each.first, -1)).asks_model for each in ranges(register)]
    assert sum(outside) > len(outside) // 2


def test_a_cut_serial_is_invalid_and_an_o_for_a_zero_uncertain(register):
    serial = ranges(register)[0].first
    assert register.judge(serial[:-1]).verdict is Verdict.INVALID
    assert register.judge(serial.replace("0", "O", 1)).verdict is Verdict.UNCERTAIN
    assert register.judge(serial.replace("A", "#", 1)).verdict is Verdict.INVALID


def test_what_no_row_names_hangs_on_its_model(register, unnamed):
    assert register.all_lots() == {"A1642", WHOLE, "A1652"}
    assert register.judge(unnamed).asks_model
    assert register.judge(unnamed, WHOLE).verdict is Verdict.AFFECTED
    assert register.judge(unnamed, "A1263").verdict is Verdict.NOT_AFFECTED
    for told in (None, "UN3480", "UN3481"):
        assert register.judge(unnamed, told).verdict is Verdict.UNCERTAIN
        assert register.judge(unnamed, told).asks_model == (told is None)


def test_a_withheld_serial_is_never_cleared(register):
    (row,) = register.rows_withheld()
    serial = register.draw(random.Random(2), row)
    assert register.judge(serial).asks_model
    found = register.judge(serial, row.model)
    assert (found.verdict, found.model) == (Verdict.UNCERTAIN, row.model)
    assert register.judge(serial, WHOLE).verdict is Verdict.AFFECTED


def test_the_same_model_abroad_is_of_another_campaign(register):
    abroad = {row.campaign for row in register.rows_abroad()}
    at_home = {row.campaign for row in register.rows(coloured=True) if row.model == "A1263"}
    assert [register.is_abroad(each) for each in (*abroad, *at_home, None)] == [True, False, False]


def test_drawn_serials_lie_where_they_were_drawn(register):
    chance = random.Random(1)
    for each in [*register.rows(coloured=True), *register.rows_abroad(), *register.rows_withheld()]:
        assert each.names(register.draw(chance, each))
    for model in register.models:
        assert register.judge(register.draw_unlisted(chance, model)).asks_model


def test_ranges_that_overlap_and_agree_give_the_colour(register):
    both = [each for each in register.rows(coloured=True) if "overlaps" in each.note]
    assert both
    assert register.judge(both[0].first).colour == both[0].colour
