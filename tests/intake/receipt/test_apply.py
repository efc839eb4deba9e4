"""Apply: total, and blind to everything but the events."""

from __future__ import annotations

from typing import Any

import pytest

from intake import facts
from intake.accessory import AccessoryKind
from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.container import Limits
from intake.disposition import EmergencyOutcome
from intake.events import Event
from intake.hold import HoldKind
from intake.operator import Role
from intake.receipt import Parcel, Receipt, Unit, apply, fold, fold_parcel, resume, touched
from intake.receipt.apply import apply_to_parcel
from intake.verdict import Reason, Verdict

IDENTIFIED = facts.UnitIdentified("S", "s", Verdict.AFFECTED, (Reason.IN_RANGE,), bag_wanted=True)
ONE_OF_EACH = (
    facts.StationCreated(training=True),
    facts.GuardRestored(("t",)),
    facts.OperatorAdded("o", Role.LEAD),
    facts.OperatorRetired("o"),
    facts.PersonForgotten("o", "asked for"),
    facts.OperatorSignedIn("o"),
    facts.OperatorSignedOut(),
    facts.ContainerOpened("c", Condition.R, UnNumber.UN3480, Limits()),
    facts.ContainerSealed("c"),
    facts.RejectBinAdded("b"),
    facts.ListActivated("z", "1", training=True, checksum=""),
    facts.ScanRefused(),
    facts.ScanRefused(offered="p"),
    facts.ScanRefused(misread="x"),
    facts.ScanRepeated(),
    facts.RequestRefused(),
    facts.PayloadErased("", ""),
    facts.ParcelOpened("l"),
    facts.ParcelReopened(),
    facts.ParcelClosed("close"),
    facts.ConditionNoticed(Observation.D),
    IDENTIFIED,
    facts.ModelConfirmed("M", UnNumber.UN3480, 1.0, 1),
    facts.ColourConfirmed("navy"),
    facts.ConditionRecorded(Observation.D, Condition.D),
    facts.BagAttached("bag"),
    facts.UnitContained("c"),
    facts.ReplacementQueued("k", "z", "S", "i", None),
    facts.HoldRaised("h", HoldKind.DUPLICATE),
    facts.AccessoryFlagged("a", AccessoryKind.BOX),
    facts.BoxFoundEmpty("a"),
    facts.AccessoryRejected("a", "b"),
    facts.EmergencyRaised("i"),
    facts.EmergencyClosed("i", EmergencyOutcome.WATER_BATH, "o"),
    facts.FactNegated("e", "wrong"),
)
UNIT = Unit("u", "", "S", "s", Verdict.AFFECTED, (), bag_wanted=True)
PARCEL: Any = Parcel("p", "l", "", None, units=(UNIT,))
OPEN = Receipt("o", PARCEL)


def event(fact, parcel="p", unit="u", name="e"):
    return Event(1, name, "2031-03-04T05:06:07.089Z", "o", parcel, unit, fact)


def changed(parcel, of) -> Any:
    return apply_to_parcel(parcel, of)


def folded(history) -> Any:
    return fold_parcel(history)


def concerned(parcel, events, history=lambda _parcel: ()) -> Any:
    return touched(parcel, events, history)


def test_one_of_each_kind_of_fact_is_here():
    assert {type(fact) for fact in ONE_OF_EACH} == set(facts.KINDS.values())


@pytest.mark.parametrize("fact", ONE_OF_EACH, ids=repr)
@pytest.mark.parametrize("receipt", [Receipt(), Receipt("o"), OPEN], ids=["nobody", "idle", "open"])
@pytest.mark.parametrize("parcel", [None, "p", "other"])
@pytest.mark.parametrize("unit", [None, "u", "other"])
def test_every_fact_can_be_folded_into_every_receipt(fact, receipt, parcel, unit):
    assert isinstance(apply(receipt, event(fact, parcel, unit)), Receipt)


@pytest.mark.parametrize("fact", ONE_OF_EACH, ids=repr)
def test_a_fact_about_another_unit_leaves_this_one_as_it_is(fact):
    after = changed(PARCEL, event(fact, unit="other"))
    for_all = (facts.ParcelOpened, facts.EmergencyClosed)
    if not isinstance(fact, for_all):
        assert after.units[0] == UNIT


@pytest.mark.parametrize("fact", ONE_OF_EACH, ids=repr)
def test_a_fact_about_another_parcel_leaves_the_open_one_as_it_is(fact):
    after = apply(OPEN, event(fact, parcel="other"))
    if not isinstance(fact, facts.ParcelOpened):
        assert after.parcel == PARCEL


@pytest.mark.parametrize("fact", ONE_OF_EACH, ids=repr)
def test_a_parcel_begins_only_by_being_opened(fact):
    found = changed(None, event(fact))
    assert (found is not None) == isinstance(fact, facts.ParcelOpened)


@pytest.mark.parametrize("fact", ONE_OF_EACH, ids=repr)
def test_everything_but_a_repeat_drops_an_offer(fact):
    offered = Receipt("o", offered="q")
    kept = apply(offered, event(fact, parcel=None, unit=None)).offered
    if isinstance(fact, facts.ScanRepeated):
        assert kept == "q"
    else:
        assert kept == getattr(fact, "offered", None)


def test_the_events_own_id_names_what_has_no_other():
    """Journals of the first release named parcels and units in every event; a bare one is still read."""
    parcel = changed(None, event(facts.ParcelOpened("l"), parcel=None, name="e1"))
    assert parcel.id == "e1"
    assert changed(parcel, event(IDENTIFIED, unit=None, name="e2")).units[0].id == "e2"


def test_an_empty_history_is_no_parcel():
    assert folded([]) is None


def test_a_parcel_whose_opening_is_negated_never_was():
    opened, negated = event(facts.ParcelOpened("l")), facts.FactNegated("e", "wrong label")
    assert folded([opened, event(negated, name="n")]) is None


def test_a_damage_noticed_stands_again_when_the_unit_that_took_it_over_is_negated():
    history = [
        event(facts.ParcelOpened("l"), name="1"),
        event(facts.ConditionNoticed(Observation.K1), name="2"),
        event(IDENTIFIED, name="3"),
        event(facts.ConditionRecorded(Observation.K1, Condition.K1), name="4"),
        event(facts.FactNegated("3", "misread"), name="5"),
    ]
    assert folded(history).noticed is Observation.K1
    assert folded(history).units == ()


def test_a_campaign_named_with_the_model_counts_and_the_units_own_stands_else():
    card = facts.ModelConfirmed("M", UnNumber.UN3480, 1.0, 1)
    known = folded(
        [
            event(facts.ParcelOpened("l"), name="1"),
            event(facts.UnitIdentified("S", "s", None, (), bag_wanted=True, campaign="z"), name="2"),
            event(card, name="3"),
        ]
    )
    assert known.units[0].campaign == "z"
    named = changed(PARCEL, event(facts.ModelConfirmed("M", UnNumber.UN3480, 1.0, 1, campaign="y")))
    assert named.units[0].campaign == "y"


class TestTouched:
    """Which parcels events concern, before and after them."""

    def test_the_open_parcel_is_taken_as_it_stands(self):
        bagged = event(facts.BagAttached("bag"))
        before, after = concerned(PARCEL, [bagged])["p"]
        assert before == PARCEL
        assert after.units[0].bag == "bag"

    def test_a_parcel_just_opened_was_nothing_before(self):
        before, after = concerned(None, [event(facts.ParcelOpened("l"), parcel="new")])["new"]
        assert before is None
        assert after.label == "l"

    def test_another_parcel_is_read_from_its_history(self):
        history = [event(facts.ParcelOpened("l"), parcel="q"), event(facts.ParcelClosed("empty"), parcel="q")]
        reopened = event(facts.ParcelReopened(), parcel="q")
        before, after = concerned(PARCEL, [reopened], lambda parcel: history if parcel == "q" else ())["q"]
        assert (before.closing, after.closing) == ("empty", None)

    def test_several_events_of_one_parcel_are_folded_in_order(self):
        events = [event(facts.BagAttached("bag")), event(facts.UnitContained("c"))]
        before, after = concerned(PARCEL, events)["p"]
        assert (before, after.units[0].bag, after.units[0].container) == (PARCEL, "bag", "c")

    def test_the_next_parcel_closes_one_and_opens_another(self):
        events = [event(facts.ParcelClosed("next")), event(facts.ParcelOpened("m"), parcel="q")]
        found = concerned(PARCEL, events)
        assert found["p"][1].closing == "next"
        assert found["q"] == (None, found["q"][1])

    def test_events_without_a_parcel_touch_none(self):
        assert concerned(PARCEL, [event(facts.RequestRefused(), parcel=None)]) == {}


def test_a_closed_parcel_leaves_the_table():
    closed = fold(OPEN, [event(facts.ParcelClosed("next"))])
    assert (closed.parcel, closed.misread) == (None, None)


def test_a_parcel_is_taken_back_onto_the_table():
    assert resume(Receipt("o"), PARCEL).parcel == PARCEL
