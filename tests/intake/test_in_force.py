"""Lists in force: opened from the folder, stale by their age, and missed when they are gone."""

import dataclasses
from contextlib import closing

import pytest

from intake.errors import StorageError
from intake.in_force import open_lists, wanting
from intake.judging import judging
from intake.outcome import Message
from intake.request import Request
from intake.settings import Settings
from intake.station import Station
from intake.verdict import Reason, Told, Verdict
from intake.verify import verify
from tests.intake.conftest import list_file
from tests.intake.rejudging.newer import publish_newer

DAY = 86_400_000


def test_they_are_opened_with_version_age_and_kind(desk, state):
    found = open_lists(desk.station.journal.connection, state.folder, 7)
    mine = next(one for one in found if one.campaign == state.campaign.id)
    assert (mine.version, mine.training, mine.max_age_days) == (state.listing.version, True, 7)
    assert mine.index.match(state.affected())
    for one in found:
        one.index.close()


@pytest.mark.parametrize("content", [None, b"not a list"], ids=["missing", "broken"])
def test_a_list_that_cannot_be_read_leaves_its_campaign_without_one(state, content):
    """The station opens all the same, so that another list can be put in force."""
    lose(state, content)
    with closing(Station(state.folder, Settings(), state.surroundings)) as station:
        connection, look_ups = station.journal.connection, station.look_ups
        assert wanting(connection, look_ups.lists) == ((state.campaign.id, state.listing.version),)
        assert look_ups.lists
        told = Told(state.campaign.models[0].name)  # all units of another model may be recalled
        judged = look_ups.judge(state.unnamed(), state.clock.wall, told)
        assert (judged.verdict, judged.reasons[0]) == (Verdict.UNCERTAIN, Reason.NO_LIST)
        wish = Request("r-1", "the test", publish_newer(state))
        assert station.accept(wish).answer.message is Message.LIST_ACTIVATED
        assert wanting(connection, look_ups.lists) == ()
    assert verify(state.folder).faults == ()


@pytest.mark.parametrize("content", [None, b"not a list"], ids=["missing", "broken"])
def test_beside_a_station_it_stops_who_judges_with_a_sentence(state, content):
    lose(state, content)
    with pytest.raises(StorageError, match="expected"), judging(state.folder):
        pass


def lose(site, content):
    """Remove a list's file, or put something else there."""
    path = list_file(site)
    path.unlink()
    if content is not None:
        path.write_bytes(content)


@pytest.mark.parametrize(
    ("days", "training", "fresh"),
    [
        (0, False, True),
        (7, False, True),
        (7.01, False, False),
        (-0.99, False, True),
        (-1.01, False, False),
        (400, True, True),
    ],
)
def test_a_list_grows_stale_by_its_age_and_by_a_clock_far_behind(desk, days, training, fresh):
    entry = desk.station.look_ups.lists[0]
    real = type(entry)(entry.campaign, entry.version, training, entry.since, 7, entry.index)
    assert real.status(entry.since + round(days * DAY)).stale is not fresh


@pytest.mark.parametrize(("version", "partial"), [("2", False), ("2-part", True), ("part", False)])
def test_a_list_says_by_its_version_that_rows_were_left_out(desk, version, partial):
    entry = dataclasses.replace(desk.station.look_ups.lists[0], version=version)
    assert entry.status(entry.since).partial is partial


def test_a_stale_list_never_says_not_affected(desk, state):
    look_ups = desk.station.look_ups
    look_ups.lists = tuple(
        type(one)(one.campaign, one.version, False, one.since, 7, one.index) for one in look_ups.lists
    )
    serial, named = state.unnamed(), state.affected()
    fresh, old = state.clock.wall + DAY, state.clock.wall + 8 * DAY
    told = Told(state.campaign.models[0].name)  # all units of another model may be recalled
    assert look_ups.judge(serial, fresh, told).verdict is Verdict.NOT_AFFECTED
    judged = look_ups.judge(serial, old, told)
    assert (judged.verdict, judged.reasons[0]) == (Verdict.UNCERTAIN, Reason.STALE_LIST)
    assert look_ups.judge(named, old).verdict is Verdict.AFFECTED
