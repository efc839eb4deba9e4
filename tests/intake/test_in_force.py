"""Lists in force: opened from the folder, stale by their age, and missed when they are gone."""

import pytest

from intake.errors import StorageError
from intake.in_force import open_lists
from intake.settings import Settings
from intake.station import Station
from intake.verdict import Reason, Told, Verdict
from tests.intake.conftest import list_file

DAY = 86_400_000


def test_they_are_opened_with_version_age_and_kind(desk, state):
    found = open_lists(desk.station.journal.connection, state.folder, 7)
    mine = next(one for one in found if one.campaign == state.campaign.id)
    assert (mine.version, mine.training, mine.max_age_days) == (state.listing.version, True, 7)
    assert mine.index.match(state.affected())
    for one in found:
        one.index.close()


def test_a_missing_list_stops_the_station_with_a_sentence(state):
    list_file(state).unlink()
    with pytest.raises(StorageError, match="copy it back from the backup"):
        Station(state.folder, Settings())


def test_a_broken_list_stops_the_station_with_a_sentence(state):
    path = list_file(state)
    path.chmod(0o644)
    path.write_bytes(b"not a list")
    with pytest.raises(StorageError, match="expected"):
        Station(state.folder, Settings())


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
