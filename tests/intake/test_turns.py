"""Turns: what was recorded together, newest first; what a newer list has changed is passed over."""

from intake.turns import is_rejudging, turns
from tests.intake.conftest import stored
from tests.intake.rejudging.newer import newer_list, rejudge


def seqs(found):
    return [[envelope.seq for envelope in group] for group in found]


def test_every_event_comes_once_newest_first_and_each_turn_in_its_order(desk, state):
    desk.receive()
    found = seqs(turns(desk.station.journal.connection))
    assert [seq for group in reversed(found) for seq in group] == [each.seq for each in stored(state.folder)]
    assert len({tuple(group) for group in found}) == len(found)


def test_no_more_are_looked_back_over_than_asked_for(desk):
    desk.receive()
    found = seqs(turns(desk.station.journal.connection, 3))
    assert 3 <= sum(map(len, found)) < 3 + len(found[-1])


def test_what_a_run_recorded_is_passed_over_and_a_list_put_in_force_is_not(desk, state):
    desk.receive()
    newer_list(desk)
    rejudge(desk)
    kinds = [group[0].kind for group in turns(desk.station.journal.connection)]
    assert kinds[:2] == ["RejudgingEnded", "ListActivated"]
    assert "UnitJudged" in {each.kind for each in stored(state.folder)}
    assert not is_rejudging(stored(state.folder)[0])
