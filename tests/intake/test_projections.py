"""Projections: what facts outside a parcel amount to; kept views and views made anew are the same."""

import pytest

from intake import facts
from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.container import Limits
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome
from intake.events import Event
from intake.expected import ExpectedRow
from intake.founding import TRAINING_PIN
from intake.projections import project, set_lane
from intake.rebuilding import rebuild, rebuilt_beside
from intake.receipt import Step
from intake.request import (
    CloseEmergency,
    InspectContainer,
    LoadContainer,
    MoveUnit,
    OpenContainer,
    SealContainer,
    SuspectContainer,
    UndoAct,
)
from intake.verify import verify
from intake.view_columns import VIEWS
from tests.intake.conftest import stored
from tests.intake.test_quarantine import box_for

AT = "2031-03-04T05:06:07.089Z"


@pytest.fixture
def view(desk):
    """A journal's views, written to as events would."""

    def write(*happened, at=AT):
        for fact in happened:
            project(desk.station.journal.connection, Event(0, "e", at, None, None, None, fact))
        return desk

    return write


def test_a_container_stands_as_its_facts_say(view):
    opened = facts.ContainerOpened(
        "Q", Condition.D, UnNumber.UN3481, Limits(7, 700.0, 7000), 40, "A-1", "Z-1", holding=True
    )
    desk = view(opened)
    row = desk.row("SELECT * FROM container WHERE code = 'Q'")
    limits = ("open", "A-1", 7, 700.0, 7000, 40)
    assert row == ("Q", "D", "UN3481", *limits, AT, "Z-1", 1, None, None, None)
    steps = (
        (facts.ContainerInspected("Q"), "inspected_at", AT),
        (facts.ContainerSuspected("Q", "then", "warm"), "suspect_until", "then"),
        (facts.ContainerCleared("Q"), "suspect_until", None),
        (facts.ContainerSealed("Q"), "state", "sealed"),
        (facts.ContainerLoaded("Q"), "state", "loaded"),
        (facts.ContainerRefused("Q", "no room"), "state", "sealed"),
        (facts.ContainerAccepted("Q", "D-1"), "document", "D-1"),
    )
    for fact, column, value in steps:
        assert view(fact).row(f"SELECT {column} FROM container WHERE code = 'Q'") == (value,)
    assert desk.row("SELECT state FROM container WHERE code = 'Q'") == ("accepted",)


def test_wrong_pins_are_counted_until_a_right_one(view):
    for fact, row in (
        (facts.PinRefused("RI-O-0002-R"), (1, AT)),
        (facts.PinRefused("RI-O-0002-R"), (2, AT)),
        (facts.PinAccepted("RI-O-0002-R"), (0, None)),
    ):
        query = "SELECT failures, failed_at FROM operator WHERE code = 'RI-O-0002-R'"
        assert view(fact).row(query) == row


def test_a_badge_added_again_begins_without_wrong_pins(view, state):
    desk = view(facts.PinRefused(state.lead), facts.OperatorRetired(state.lead))
    role = desk.row("SELECT role FROM operator WHERE code = ?", state.lead)[0]
    view(facts.OperatorAdded(state.lead, role))
    query = "SELECT retired, failures, failed_at FROM operator WHERE code = ?"
    assert desk.row(query, state.lead) == (0, 0, None)


def test_a_parcel_keeps_the_time_it_first_came(view):
    view(facts.ParcelArrived("P", "G-1"))
    desk = view(facts.ParcelArrived("P", "G-2"), at="2031-03-05T00:00:00.000Z")
    assert desk.row("SELECT cage, arrived_at, seen_at, outcome FROM arrival") == (
        "G-2",
        AT,
        "2031-03-05T00:00:00.000Z",
        None,
    )
    view(facts.ParcelLost("P", "i", EmergencyOutcome.WATER_BATH), at=AT)
    assert desk.row("SELECT cage, arrived_at, outcome FROM arrival") == ("G-2", AT, "water_bath")


def test_the_lane_has_one_row_and_counts_on(view):
    desk = view()
    connection = desk.station.journal.connection
    unit = facts.UnitIdentified(None, "", None, (), bag_wanted=True)
    view(unit, unit)
    set_lane(connection, "O", "p", "G")
    assert desk.row("SELECT operator, parcel, cage, unchecked FROM lane") == ("O", "p", "G", 2)
    view(facts.UnitIdentified(None, "", None, (), bag_wanted=True, checklist_wanted=True))
    view(facts.ConditionRecorded(Observation.D, Condition.D))
    assert desk.row("SELECT operator, unchecked FROM lane") == ("O", 3)
    view(facts.ConditionRecorded(Observation.INTACT, Condition.R, checked=True))
    assert desk.row("SELECT operator, unchecked FROM lane") == ("O", 0)


def a_full_day(desk, site):
    """Everything that moves a view, in one day at the desk."""
    lead = {"lead": site.lead, "pin": TRAINING_PIN}
    claimed = site.parcel()
    desk.ask(site.expect(ExpectedRow(claimed, "C-1", site.affected(), None, None, 2)))
    desk.ask(UndoAct(site.lead, "9999", UndoReason.MISTAKE))
    desk.until(Step.IDLE)
    for text in (cage := site.cage(), claimed, site.parcel(), cage, claimed, site.affected()):
        desk.scan(text)
    desk.until(Step.PARCEL_OPEN)
    desk.ask(UndoAct(reason=UndoReason.WRONG_PLACE, **lead))
    desk.until(Step.CONTAINER)
    un_number = desk.station.receipt.unit.un_number
    desk.scan(box_for(un_number))
    desk.scan("RI-C-SHORT")
    _moved_lost_and_watched(desk, site, un_number)


def _moved_lost_and_watched(desk, site, un_number):
    lead = {"lead": site.lead, "pin": TRAINING_PIN}
    code, other = site.container(), site.container()
    desk.ask(OpenContainer(code, Condition.R, un_number, zone="Z-1"))
    for text in ("RI-C-MOVE", box_for(un_number), code):
        desk.scan(text)
    bag = desk.row("SELECT bag FROM unit")[0]
    desk.ask(OpenContainer(other, Condition.R, un_number))
    desk.ask(MoveUnit(bag, other, **lead))
    desk.ask(InspectContainer(other))
    desk.receive()
    desk.scan("RI-C-K2")
    ended = CloseEmergency(
        outcome=EmergencyOutcome.WATER_BATH,
        units={bag: EmergencyOutcome.FIRE_SERVICE},
        parcels={site.parcel(): EmergencyOutcome.WATER_BATH},
        suspects=(other,),
        **lead,
    )
    desk.ask(ended)
    desk.ask(SuspectContainer("RI-Q-0003-X", 3.0, "warm"))
    desk.ask(SealContainer(code))
    desk.ask(LoadContainer(code))
    desk.open_parcel()
    desk.scan(site.affected())


def test_after_a_full_day_views_made_anew_are_the_kept_ones(desk, state, tmp_path):
    a_full_day(desk, state)
    happened = {one.kind for one in stored(state.folder)}
    assert {"UnitMoved", "FactNegated", "ParcelLost", "UnitLost", "PinRefused", "PinAccepted"} <= happened
    assert {"ExpectedActivated", "ParcelArrived", "ContainerSuspected", "ContainerLoaded"} <= happened
    connection = desk.station.journal.connection
    fresh = rebuilt_beside(connection, tmp_path / "views.db")
    kept = {}
    for table in VIEWS:
        query = f"SELECT * FROM [{table}] ORDER BY 1"
        kept[table] = connection.execute(query).fetchall()
        assert fresh.execute(query).fetchall() == kept[table], table
    fresh.close()
    rebuild(connection)
    for table, rows in kept.items():
        assert connection.execute(f"SELECT * FROM [{table}] ORDER BY 1").fetchall() == rows, table
    assert verify(state.folder).faults == ()
    before = desk.station.receipt
    desk.restart()
    assert desk.station.receipt == before


def test_a_parcel_waits_in_its_cage_until_it_is_opened_and_again_when_that_is_undone(view):
    """What a cage's count reads: only what waits, not everything that ever came."""
    view(facts.ParcelArrived("P", "G-1"))
    assert view(facts.ParcelOpened("P")).row("SELECT cage, waits FROM arrival") == ("G-1", 0)
    negated = facts.FactNegated("some-event", UndoReason.MISREAD, unopened="P")
    assert view(negated).row("SELECT cage, waits FROM arrival") == ("G-1", 1)


def test_a_parcel_that_was_lost_waits_nowhere_whatever_is_undone(view):
    view(facts.ParcelArrived("P", "G-1"))
    view(facts.ParcelLost("P", "i", EmergencyOutcome.WATER_BATH))
    view(facts.FactNegated("some-event", UndoReason.MISREAD, unopened="P"))
    assert view().row("SELECT waits FROM arrival") == (0,)
