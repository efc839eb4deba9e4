"""Lists in force on the supervisor's page: every campaign is named, also one without a list."""

import pytest
from msgspec.structs import replace

from intake.campaign import Catalogue
from intake.follow_up import Task
from intake.review.lists import ListRow, follow_ups, lists
from tests.intake.rejudging.newer import newer_list, rejudge


@pytest.fixture
def looked_up(site, open_desk):
    """The look-ups of a founded station."""
    return open_desk(site).station.look_ups


def test_every_campaign_is_named_with_its_list(looked_up):
    rows = lists(looked_up.connection, looked_up.catalogue)
    named = {campaign.id for campaign in looked_up.catalogue.campaigns}
    assert {row.campaign for row in rows} == named
    assert all(row.training and row.version and row.since for row in rows)


def test_a_campaign_without_a_list_says_so(looked_up):
    first, *others = looked_up.catalogue.campaigns
    catalogue = Catalogue((replace(first, id="xx-2026"), *others))
    assert lists(looked_up.connection, catalogue)[0] == ListRow("xx-2026")


def test_a_list_of_no_campaign_here_is_named_too(looked_up):
    rows = lists(looked_up.connection, Catalogue(()))
    assert {row.campaign for row in rows} == {entry.campaign for entry in looked_up.lists}


def test_what_a_newer_list_makes_due_is_told_until_it_has_ended(site, open_desk):
    desk = open_desk(site)
    serial = site.unnamed()
    desk.receive(serial)
    newer_list(desk, serial)
    connection = desk.station.journal.connection
    assert told(connection) == (False, None, None)
    rejudge(desk)
    assert told(connection) == (True, 1, 1)


def told(connection):
    """Say whether the units are judged anew, how many and how many otherwise."""
    (row,) = (row for row in follow_ups(connection) if row.task is Task.REJUDGING)
    return row.ended_at is not None, row.units, row.changed
