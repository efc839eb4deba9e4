"""Apply: total, and blind to everything but the events."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake import facts
from intake.accessory import AccessoryKind
from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.container import Limits
from intake.correction import UndoReason
from intake.disposition import Closing, EmergencyOutcome
from intake.events import Event
from intake.hold import HoldDecision, HoldKind
from intake.language import Language
from intake.operator import Role
from intake.photo import PhotoFault
from intake.question import Ask, Question
from intake.receipt import Parcel, Receipt, Unit, apply, fold, fold_parcel, settle, touched
from intake.receipt.history import apply_to_parcel
from intake.verdict import Reason, Verdict
from intake.wire import EmergencyState, HubAnswer

IDENTIFIED = facts.UnitIdentified("S", "s", Verdict.AFFECTED, (Reason.IN_RANGE,), bag_wanted=True)
ONE_OF_EACH = (
    facts.StationCreated(training=True),
    facts.GuardRestored(("t",)),
    facts.OperatorAdded("o", Role.LEAD),
    facts.OperatorRetired("o"),
    facts.PersonForgotten("o", "asked for"),
    facts.PinRefused("o"),
    facts.PinAccepted("o"),
    facts.OperatorSignedIn("o"),
    facts.OperatorSignedOut(),
    facts.OperatorSignedOut(idle=True),
    facts.ContainerOpened("c", Condition.R, UnNumber.UN3480, Limits()),
    facts.ContainerSealed("c"),
    facts.ContainerLoaded("c"),
    facts.ContainerRefused("c", "torn"),
    facts.ContainerAccepted("c", "doc"),
    facts.ContainerInspected("c"),
    facts.ContainerSuspected("c", "later", "warm"),
    facts.ContainerCleared("c"),
    facts.LanguageChosen(Language.EN),
    facts.ReviewOpened("o"),
    facts.RejectBinAdded("b"),
    facts.ListActivated("z", "1", training=True, checksum=""),
    facts.ExpectedActivated("1", ""),
    facts.QuestionAsked(Ask.INSPECT),
    facts.SerialLookedUp("S", Verdict.AFFECTED),
    facts.NoteLeft("n", "text"),
    facts.NoteRead("n"),
    facts.ScanRefused(),
    facts.ScanRefused("x", 1, misread=True),
    facts.ScanRepeated(),
    facts.RequestRefused(),
    facts.PayloadErased("", ""),
    facts.ArrivalsBegun("g"),
    facts.ArrivalsEnded("g"),
    facts.ParcelArrived("l", "g"),
    facts.ParcelLost("l", "i", EmergencyOutcome.WATER_BATH),
    facts.ParcelOpened("l"),
    facts.ParcelReopened(),
    facts.ParcelClosed(Closing.CLOSE),
    facts.ConditionNoticed(Observation.D),
    facts.SerialKeyed("S", "s"),
    facts.KeyedDropped(),
    facts.PhotoKept("f" * 64),
    facts.PhotoErased("f" * 64, "asked for"),
    facts.PhotoFailed(PhotoFault.TOO_LATE),
    IDENTIFIED,
    facts.ModelConfirmed("M", UnNumber.UN3480, 1.0, 1),
    facts.ColourConfirmed("navy"),
    facts.ChecklistBegun(),
    facts.SignDenied("heat"),
    facts.SignSeen("heat"),
    facts.ConditionRecorded(Observation.D, Condition.D),
    facts.BagAttached("bag"),
    facts.UnitContained("c"),
    facts.UnitMoved("d", "c"),
    facts.UnitLost("i", EmergencyOutcome.WATER_BATH),
    facts.ReplacementQueued("k", "z", "S", "i", None),
    facts.SerialReserved("k", 1),
    facts.SerialHeldElsewhere("k", "DOCK-2", "2031-03-04T05:06:07.089Z"),
    facts.ReplacementAnswered("k", HubAnswer.ACKNOWLEDGED, 1),
    facts.HeadAnchored("n", 1, "0" * 64, ""),
    facts.NeighbourEmergency("DOCK-2", "i", EmergencyState.RAISED),
    facts.StationRestored("n", "m", 1, "0" * 64),
    facts.HistoryFetched("n", 1),
    facts.HoldRaised("h", HoldKind.DUPLICATE),
    facts.HoldResolved("h", HoldDecision.RELEASE, "o"),
    facts.SerialCertified("S", "s", Verdict.AFFECTED, (Reason.IN_RANGE,)),
    facts.UnitJudged(facts.Because.TOLD, Verdict.AFFECTED, (Reason.ALL_UNITS,), model="M"),
    facts.UnitJudged(facts.Because.NEW_LIST, Verdict.UNCERTAIN, (Reason.MASKED_MATCH,)),
    facts.ClaimMatched(None, "2"),
    facts.RejudgingEnded("z@1", 1, 1),
    facts.RematchingEnded("2", 1),
    facts.AccessoryFlagged("a", AccessoryKind.BOX),
    facts.BoxFoundEmpty("a"),
    facts.BatteryFoundInBox("a"),
    facts.AccessoryRejected("a", "b"),
    facts.AccessoryTagged("a", "t"),
    facts.EmergencyRaised("i"),
    facts.EmergencyClosed("i", EmergencyOutcome.WATER_BATH, "o"),
    facts.FactNegated("e", UndoReason.MISTAKE),
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
    if not isinstance(fact, facts.ParcelOpened):
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


BESIDE_THE_DESK = (
    *("ScanRepeated", "NoteLeft", "NoteRead", "ReviewOpened", "HoldResolved", "HoldRaised"),
    *("SerialCertified", "ReplacementQueued", "RequestRefused", "PinAccepted", "PinRefused"),
    *("StationCreated", "GuardRestored", "PayloadErased", "ListActivated", "ExpectedActivated"),
    *("OperatorAdded", "OperatorRetired", "PersonForgotten", "RejectBinAdded"),
    *("ContainerOpened", "ContainerInspected", "ContainerSealed", "ContainerLoaded", "ContainerRefused"),
    *("ContainerAccepted", "ContainerSuspected", "ContainerCleared"),
    *("UnitJudged", "ClaimMatched", "RejudgingEnded", "RematchingEnded", "PhotoErased"),
    *("SerialReserved", "SerialHeldElsewhere", "ReplacementAnswered", "HeadAnchored"),
    *("NeighbourEmergency", "StationRestored", "HistoryFetched"),
)


@pytest.mark.parametrize("fact", ONE_OF_EACH, ids=repr)
def test_only_what_is_no_act_of_the_operator_leaves_a_question_open(fact):
    asked = Receipt("o", question=Question(Ask.UNDO, "q"))
    kept = apply(asked, event(fact, parcel=None, unit=None)).question
    if type(fact).__name__ in BESIDE_THE_DESK:
        assert kept == Question(Ask.UNDO, "q")
    elif isinstance(fact, facts.QuestionAsked):
        assert kept == Question(Ask.INSPECT)
    else:
        assert kept is None


def test_who_stands_there_and_what_is_being_filled_follow_the_facts():
    def after(*happened):
        return fold(Receipt(), [event(fact, parcel=None, unit=None) for fact in happened])

    signed_in, filling = facts.OperatorSignedIn("o"), facts.ArrivalsBegun("g")
    assert after(signed_in) == Receipt("o")
    assert after(signed_in, facts.OperatorSignedOut(idle=True)) == Receipt()
    assert after(signed_in, filling) == Receipt("o", cage="g")
    assert after(signed_in, filling, facts.ArrivalsEnded("g")) == Receipt("o")
    assert after(facts.EmergencyRaised("i")) == Receipt(incident="i")
    ended = facts.EmergencyClosed("i", EmergencyOutcome.WATER_BATH, "o")
    assert after(facts.EmergencyRaised("i"), ended) == Receipt()


def test_a_locked_desk_keeps_its_parcel():
    assert apply(OPEN, event(facts.OperatorSignedOut(idle=True))) == Receipt(None, PARCEL)


def test_a_misread_text_is_kept_until_a_unit_is_taken_in():
    misread = apply(OPEN, event(facts.ScanRefused("digest", 9, misread=True), unit=None))
    assert misread.misread == "digest"
    assert apply(misread, event(facts.ScanRefused("other", 9), unit=None)).misread == "digest"
    assert apply(misread, event(facts.BagAttached("bag"))).misread == "digest"
    assert apply(misread, event(IDENTIFIED)).misread is None


def test_the_events_own_id_names_what_has_no_other():
    """Journals of the first release named parcels and units in every event; a bare one is still read."""
    parcel = changed(None, event(facts.ParcelOpened("l"), parcel=None, name="e1"))
    assert parcel.id == "e1"
    assert changed(parcel, event(IDENTIFIED, unit=None, name="e2")).units[0].id == "e2"


def test_an_empty_history_is_no_parcel():
    assert folded([]) is None


def test_a_parcel_whose_opening_is_negated_never_was():
    opened, negated = event(facts.ParcelOpened("l")), facts.FactNegated("e", UndoReason.MISTAKE)
    assert folded([opened, event(negated, name="n")]) is None


def test_a_damage_noticed_stands_again_when_the_unit_that_took_it_over_is_negated():
    history = [
        event(facts.ParcelOpened("l"), name="1"),
        event(facts.ConditionNoticed(Observation.K1), name="2"),
        event(IDENTIFIED, name="3"),
        event(facts.ConditionRecorded(Observation.K1, Condition.K1), name="4"),
        event(facts.FactNegated("3", UndoReason.MISREAD), name="5"),
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
        history = [
            event(facts.ParcelOpened("l"), parcel="q"),
            event(facts.ParcelClosed(Closing.EMPTY), parcel="q"),
        ]
        reopened = event(facts.ParcelReopened(), parcel="q")
        before, after = concerned(PARCEL, [reopened], lambda parcel: history if parcel == "q" else ())["q"]
        assert (before.closing, after.closing) == ("empty", None)

    def test_several_events_of_one_parcel_are_folded_in_order(self):
        events = [event(facts.BagAttached("bag")), event(facts.UnitContained("c"))]
        before, after = concerned(PARCEL, events)["p"]
        assert (before, after.units[0].bag, after.units[0].container) == (PARCEL, "bag", "c")

    def test_the_next_parcel_closes_one_and_opens_another(self):
        events = [event(facts.ParcelClosed(Closing.NEXT)), event(facts.ParcelOpened("m"), parcel="q")]
        found = concerned(PARCEL, events)
        assert found["p"][1].closing == "next"
        assert found["q"] == (None, found["q"][1])

    def test_a_negation_folds_the_whole_history_anew(self):
        bagged = event(facts.BagAttached("bag"), name="b")
        history = [event(facts.ParcelOpened("l"), name="1"), event(IDENTIFIED, name="2"), bagged]
        undone = event(facts.FactNegated("b", UndoReason.MISTAKE), name="n")
        before, after = concerned(fold_parcel(history), [undone], lambda _parcel: history)["p"]
        assert (before.units[0].bag, after.units[0].bag) == ("bag", None)

    def test_events_without_a_parcel_touch_none(self):
        assert concerned(PARCEL, [event(facts.RequestRefused(), parcel=None)]) == {}


def test_a_closed_parcel_leaves_the_table():
    closed = fold(OPEN, [event(facts.ParcelClosed(Closing.NEXT))])
    assert (closed.parcel, closed.misread) == (None, None)


class TestSettle:
    """Which parcel is open once everything that was recorded together is folded."""

    OTHER: Any = replace(PARCEL, id="q", label="m")
    CLOSED = replace(PARCEL, closed_at="then", closing=Closing.CLOSE)

    def test_nothing_changed_leaves_it(self):
        assert settle(OPEN, {}) == OPEN
        assert settle(Receipt("o"), {}) == Receipt("o")

    def test_a_reopened_parcel_comes_back_onto_the_table(self):
        assert settle(Receipt("o"), {"p": (self.CLOSED, PARCEL)}).parcel == PARCEL

    def test_a_closed_one_stays_off_it(self):
        assert settle(Receipt("o"), {"p": (PARCEL, self.CLOSED)}).parcel is None

    def test_the_open_one_is_taken_as_it_was_folded_anew(self):
        again = replace(PARCEL, units=())
        assert settle(OPEN, {"p": (PARCEL, again)}).parcel == again

    def test_a_change_to_another_leaves_the_open_one(self):
        assert settle(OPEN, {"q": (self.OTHER, replace(self.OTHER, closed_at="then"))}) == OPEN
        assert settle(OPEN, {"q": (None, self.OTHER), "p": (PARCEL, PARCEL)}) == OPEN

    def test_a_parcel_whose_opening_is_undone_gives_way_to_the_one_it_had_closed(self):
        found = settle(OPEN, {"p": (PARCEL, None), "q": (replace(self.OTHER, closed_at="t"), self.OTHER)})
        assert found.parcel == self.OTHER
        assert settle(OPEN, {"p": (PARCEL, None)}).parcel is None

    def test_what_was_misread_is_forgotten_with_the_parcel(self):
        misread = replace(OPEN, misread="digest")
        assert settle(misread, {"p": (PARCEL, None)}).misread is None
        assert settle(misread, {"p": (PARCEL, PARCEL)}).misread == "digest"
