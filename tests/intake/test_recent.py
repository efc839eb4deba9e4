"""Recent events: found from a time on, however long the journal is, and where the clock was set back."""

import pytest

from intake import facts, recent
from intake.recent import events_since
from intake.surroundings import iso
from tests.intake.rejudging.newer import newer_list, rejudge


def since(desk, at, *kinds):
    """Give the positions of events from a time on."""
    journal = desk.station.journal
    return [event.seq for event in events_since(journal.connection, at, journal.seq, kinds)]


@pytest.fixture
def times(desk, state):
    """When each of a few parcels was opened, by the position of that event."""
    found = {}
    for _ in range(5):
        state.clock.pass_by(60)
        label = desk.receive()
        query = "SELECT seq, envelope ->> '$.at' FROM event WHERE kind = 'ParcelOpened' ORDER BY seq DESC"
        seq, at = desk.rows(query)[0]
        found[seq] = at
        assert label
    return found


def test_events_are_found_from_their_very_moment_on(desk, times):
    positions = list(times)
    for place, at in enumerate(times.values()):
        assert since(desk, at, facts.ParcelOpened) == positions[place:]


def test_before_the_first_there_are_all_and_after_the_last_none(desk, times):
    assert since(desk, "", facts.ParcelOpened) == list(times)
    assert since(desk, iso(4_000_000_000_000), facts.ParcelOpened) == []


def test_a_clock_that_was_set_back_hides_nothing(desk, state, times):
    """Neither what was recorded before it was set back nor what came once it was right again."""
    positions, first = list(times), next(iter(times.values()))
    state.clock.wall -= 86_400_000
    desk.receive()
    assert since(desk, first, facts.ParcelOpened) == positions
    state.clock.pass_by(86_400)
    desk.receive()
    assert since(desk, first, facts.ParcelOpened)[:-1] == positions


def test_steps_are_walked_back_until_one_lies_before(desk, times, monkeypatch):
    monkeypatch.setattr(recent, "_STEP", 2)
    positions = list(times)
    for place, at in enumerate(times.values()):
        assert since(desk, at, facts.ParcelOpened) == positions[place:]


def test_only_the_kinds_asked_for_are_given(desk, times):
    both = since(desk, "", facts.ParcelOpened, facts.ParcelClosed)
    assert sorted(both) == both
    assert len(both) == 2 * len(times)


def test_no_more_than_the_farthest_is_looked_back_over(desk, times, monkeypatch):
    monkeypatch.setattr(recent, "_FARTHEST", 1)
    assert since(desk, "", facts.ParcelOpened) == []
    assert times


@pytest.mark.parametrize("step", [2, 1000])
def test_what_a_newer_list_has_changed_is_no_part_of_the_day(desk, state, monkeypatch, step):
    monkeypatch.setattr(recent, "_STEP", step)
    for _ in range(3):
        desk.receive(state.affected())
    before = since(desk, "", facts.HoldRaised, facts.UnitContained)
    newer_list(desk)
    rejudge(desk)
    assert desk.rows("SELECT 1 FROM unit WHERE judged_at IS NOT NULL")
    assert since(desk, "", facts.HoldRaised, facts.UnitContained) == before
    desk.receive(state.affected())
    assert len(since(desk, "", facts.UnitContained)) == 4
