"""Turns: what was recorded together, newest first; what a newer list has changed is passed over."""

from intake.expected import ExpectedRow
from intake.request import AnswerReplacements, RematchParcels
from intake.turns import before_rejudging, is_rejudging, turns
from intake.wire import HubAnswer, ReplacementAnswer
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


def test_what_newer_claims_have_changed_is_passed_over_too(desk, state):
    """However many held parcels they concern: what was done at the desk stays within reach of an undo."""
    desk.ask(state.expect(ExpectedRow("481999999999", "C-0", None, None, None, 1), version="1"))
    label = desk.receive()
    parcel = desk.row("SELECT parcel FROM parcel WHERE label = ?", label)[0]
    desk.ask(state.expect(ExpectedRow(label, "C-1", None, None, None, 1), version="2"))
    before = seqs(turns(desk.station.journal.connection))
    assert desk.ask(RematchParcels("2", (parcel,))).answer.params == {"parcels": 1}
    assert "ClaimMatched" in {each.kind for each in stored(state.folder)}
    assert seqs(turns(desk.station.journal.connection)) == before


def test_a_nights_answers_are_passed_over_too(desk):
    desk.receive()
    parcel, unit, key = desk.row("SELECT parcel, unit, key FROM replacement")
    before = seqs(turns(desk.station.journal.connection))
    said = ReplacementAnswer(1, key, parcel, unit, HubAnswer.SHIPPED, "", "2031-03-04T05:06:07.089Z")
    desk.ask(AnswerReplacements((said,)))
    assert seqs(turns(desk.station.journal.connection)) == before


def test_before_a_run_at_the_very_beginning_lies_nothing(desk):
    assert before_rejudging(desk.station.journal.connection, 0) == 0
