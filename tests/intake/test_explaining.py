"""Explaining: what a verdict rests on is what the look-ups used."""

import pytest

from intake.campaign import Catalogue
from intake.explaining import explain
from intake.judging import judging
from intake.verdict import NOTHING_TOLD, Reason, Verdict
from tests.intake import lists

DAY = 86_400_000


@pytest.fixture
def look_ups(site):
    with judging(site.folder) as opened:
        yield opened


def explained(look_ups, site, text):
    wall = site.clock.wall
    return explain(look_ups, text, look_ups.judge(text, wall), wall, NOTHING_TOLD)


def test_a_named_serial_is_explained_by_the_rows_that_name_it(look_ups, site):
    named = site.affected()
    found = explained(look_ups, site, named)
    (consulted,) = [each for each in found.lists if each.status.campaign == site.campaign.id]
    assert {each.row.model for each in consulted.rows} == {found.judgement.model}
    assert all(each.key.holds(named) and each.row.names(named) for each in consulted.rows)
    assert (consulted.below, consulted.above) == (None, None)
    assert consulted.status.version == site.listing.version


def test_an_unnamed_serial_is_explained_by_the_ranges_around_it(look_ups, site):
    unnamed = site.unnamed()
    found = explained(look_ups, site, unnamed)
    (consulted,) = [each for each in found.lists if each.status.campaign == site.campaign.id]
    assert found.judgement.verdict is Verdict.NOT_AFFECTED
    assert consulted.rows == ()
    assert consulted.below is None or consulted.below.last < unnamed
    assert consulted.above is None or consulted.above.first > unnamed
    assert consulted.below or consulted.above


def test_a_text_that_is_no_serial_is_explained_by_every_campaign(look_ups, site):
    found = explained(look_ups, site, site.misread())
    assert [each.campaign for each in found.fits] == [each.id for each in look_ups.catalogue.campaigns]
    assert all(each.misfit is not None for each in found.fits)
    assert all((each.rows, each.below, each.above) == ((), None, None) for each in found.lists)


def test_the_age_of_a_list_is_counted_in_days(look_ups, site):
    text = site.unnamed()
    for entry in look_ups.judging:
        for wall, days in ((entry.since - DAY, 0), (entry.since, 0), (entry.since + 3 * DAY, 3)):
            found = explain(look_ups, text, look_ups.judge(text, wall), wall, NOTHING_TOLD)
            assert days in [each.days for each in found.lists if each.status.campaign == entry.campaign]


def test_look_alikes_that_a_list_names_are_told(look_ups, site):
    """Two neighbours swapped in a serial the list names: it is what may be meant."""
    ends = (each for row in site.listing.rows for each in lists.bounds(row))
    named = next(each for each in ends if each[-2] != each[-1])
    typed = named[:-2] + named[-1] + named[-2]
    found = explained(look_ups, site, typed)
    (consulted,) = [each for each in found.lists if each.status.campaign == site.campaign.id]
    assert 0 < len(consulted.near) <= 5
    assert all(site.campaign.serial.matches(each) for each in consulted.near)


def test_none_are_looked_for_where_the_list_names_the_serial_itself(look_ups, site):
    """Every serial within a range has neighbours in it."""
    row = next(each for each in site.listing.rows if lists.bounds(each)[0] != lists.bounds(each)[1])
    found = explained(look_ups, site, lists.bounds(row)[0])
    (consulted,) = [each for each in found.lists if each.status.campaign == site.campaign.id]
    assert (found.judgement.verdict, consulted.near) == (Verdict.AFFECTED, ())


def test_a_list_left_out_by_the_site_is_told_where_it_names_the_serial(look_ups, site):
    kept = tuple(each for each in look_ups.catalogue.campaigns if each.id != site.campaign.id)
    look_ups.catalogue = Catalogue(kept, (site.campaign,))
    found = explained(look_ups, site, site.affected())
    (consulted,) = [each for each in found.lists if each.status.campaign == site.campaign.id]
    assert {each.open for each in consulted.rows} == {Reason.LISTS_DISAGREE}
    assert site.campaign.id not in {
        each.status.campaign for each in explained(look_ups, site, site.unnamed()).lists
    }
