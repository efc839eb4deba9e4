"""The tally: what a day's events add, and what undoing takes away."""

import itertools

import pytest

from intake import facts
from intake.correction import UndoReason
from intake.events import Event
from intake.hold import HoldDecision, HoldKind
from intake.tally import KINDS, DayTally, Sending

BEGIN, END = "2031-03-03T15:00:00.000Z", "2031-03-04T15:00:00.000Z"


class Day:
    """Events of one day, numbered."""

    def __init__(self):
        self.day = DayTally(BEGIN, END)
        self._numbers = itertools.count(1)

    def __call__(self, fact, unit=None):
        number = next(self._numbers)
        event = Event(number, f"e{number}", BEGIN, None, "p", unit, fact)
        self.day.apply(event)
        return event.id

    def undo(self, *events):
        for event in events:
            self(facts.FactNegated(event, UndoReason.MISTAKE))

    @property
    def counts(self):
        tally = self.day.tally(0, None)
        return tally.parcels, tally.units, tally.rejected, tally.held


@pytest.fixture
def day():
    return Day()


def test_a_day_begins_at_nothing(day):
    assert day.counts == (0, 0, 0, 0)


def test_each_kind_of_fact_counts_as_one(day):
    day(facts.ParcelOpened("l"))
    day(facts.UnitContained("c"))
    day(facts.AccessoryRejected("a", "b"))
    day(facts.AccessoryTagged("a", "t"))
    day(facts.ParcelReopened())
    assert day.counts == (1, 1, 2, 0)


def test_what_is_undone_no_longer_counts_and_is_not_taken_away_twice(day):
    kept = day(facts.UnitContained("c"))
    lost = day(facts.UnitContained("c"))
    day.undo(lost, lost)
    assert day.counts == (0, 1, 0, 0)
    day.undo(kept, "an event of yesterday")
    assert day.counts == (0, 0, 0, 0)


def test_a_unit_is_held_once_however_many_holds_it_has_until_the_last_is_resolved(day):
    day(facts.HoldRaised("h1", HoldKind.DUPLICATE), "u1")
    day(facts.HoldRaised("h2", HoldKind.ORPHAN), "u1")
    day(facts.HoldRaised("h3", HoldKind.ORPHAN), "u2")
    assert day.counts[3] == 2
    day(facts.HoldResolved("h1", HoldDecision.RELEASE, "badge"))
    assert day.counts[3] == 2
    day(facts.HoldResolved("h2", HoldDecision.DENY, "badge"))
    day(facts.HoldResolved("of yesterday", HoldDecision.DENY, "badge"))
    assert day.counts[3] == 1


def test_a_hold_is_undone_with_its_unit(day):
    raised = day(facts.HoldRaised("h1", HoldKind.DUPLICATE), "u1")
    day.undo(raised)
    assert day.counts[3] == 0


def test_only_what_can_still_be_undone_is_remembered(day):
    first = day(facts.UnitContained("c"))
    for _ in range(2000):
        last = day(facts.UnitContained("c"))
    day.undo(first)
    assert day.counts[1] == 2001
    day.undo(last)
    assert day.counts[1] == 2000


def test_a_day_is_told_by_its_stored_times(day):
    assert [day.day.is_day_of(at) for at in (BEGIN, END, "2031-03-03T14:59:59.999Z")] == [True, False, False]


def test_what_is_unsent_is_told_beside_the_counts(day):
    tally = day.day.tally(12, 34)
    assert (tally.unsent, tally.unsent_since) == (12, 34)


def test_no_other_fact_changes_a_tally():
    assert set(KINDS) == {
        *(facts.ParcelOpened, facts.UnitContained, facts.AccessoryRejected, facts.AccessoryTagged),
        *(facts.HoldRaised, facts.HoldResolved, facts.FactNegated),
    }


def test_what_goes_by_itself_waits_for_nobody():
    day = Day()
    day(facts.HoldRaised("h", HoldKind.PROVISIONAL), "u")
    day(facts.HoldRaised("i", HoldKind.ORPHAN), "v")
    assert day.day.tally(0, None).held == 1


@pytest.mark.parametrize(
    ("sending", "seq", "unsent"),
    [(Sending(), 0, 0), (Sending(), 7, 7), (Sending(6), 7, 0), (Sending(6), 6, 0), (Sending(6), 9, 2)],
    ids=["nothing there", "nothing sent", "all but the anchor", "the anchor to come", "two since"],
)
def test_the_anchors_own_event_is_not_counted_as_unsent(sending, seq, unsent):
    assert sending.unsent(seq) == unsent
