"""History: one parcel's events folded into the parcel, each into its own fields and no others."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake import facts
from intake.accessory import AccessoryDisposition, AccessoryKind
from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.correction import UndoReason
from intake.dispatch import Replacement, Reserved
from intake.disposition import Closing, EmergencyOutcome
from intake.events import Event
from intake.hold import HoldDecision, HoldKind
from intake.receipt import Accessory, Hold, Parcel, Unit, fold_parcel
from intake.receipt.history import apply_to_parcel, unit_after
from intake.receipt.state import Keyed, Photo
from intake.receipt.told import ANOTHER_COLOUR
from intake.serial_number import How
from intake.verdict import OTHER_MODEL, Reason, Told, Verdict
from intake.wire import HubAnswer
from tests.intake.receipt.cases import CLAIM

AT = "2031-03-04T05:06:07.089Z"
UNIT = Unit("u", "", "S", "s", Verdict.AFFECTED, (), bag_wanted=True)
OTHER = replace(UNIT, id="other")
BOX, CABLE = Accessory("a", AccessoryKind.BOX, ""), Accessory("b", AccessoryKind.CABLE, "")
PARCEL: Any = Parcel("p", "l", "", None, units=(OTHER, UNIT), accessories=(BOX, CABLE))


def event(fact, name="e", unit="u"):
    return Event(1, name, AT, "badge", "p", unit, fact)


def after(fact, parcel: Any = PARCEL) -> Any:
    return apply_to_parcel(parcel, event(fact))


def test_an_opened_parcel_is_what_its_opening_says():
    opened = facts.ParcelOpened("label", check_holds=False, claim=CLAIM, orphan=True)
    expected = Parcel("p", "label", AT, "badge", check_holds=False, claim=CLAIM, orphan=True)
    assert after(opened, None) == expected


def test_an_identified_unit_is_all_that_its_fact_says():
    fact = facts.UnitIdentified(
        "S", "raw", Verdict.UNCERTAIN, (Reason.STALE_LIST,), True, "maker", "campaign", "model", "navy",
        True, UnNumber.UN3481, 9.5, 70, "3.1", How.KEYED, "digest", True,
    )  # fmt: skip
    before = replace(PARCEL, noticed=Observation.D, keyed=Keyed("S", "raw"), loose=2)
    found = apply_to_parcel(before, event(fact, unit="new"))
    made = Unit(
        "new", AT, "S", "raw", Verdict.UNCERTAIN, (Reason.STALE_LIST,), True, "maker", "campaign", "model",
        "navy", True, UnNumber.UN3481, 9.5, 70, "3.1", How.KEYED, True,
    )  # fmt: skip
    assert found == replace(PARCEL, units=(OTHER, UNIT, made), noticed=None, keyed=None, loose=1)


def test_no_fewer_than_none_lie_loose():
    fact = facts.UnitIdentified(None, "", None, (), bag_wanted=False)
    assert after(fact).loose == 0


JUDGED = (Verdict.NOT_AFFECTED, (Reason.NO_MATCH,), "maker", "campaign", "model", "navy", "3.1")
AS_JUDGED = dict(
    zip(("verdict", "reasons", "maker", "campaign", "model", "colour", "list_version"), JUDGED, strict=True)
)
REPLACEMENT = facts.ReplacementQueued("key", "campaign", "S", "item", "navy")
ON_THE_UNIT: list[tuple[facts.Fact, dict[str, Any]]] = [
    (
        facts.UnitJudged(
            facts.Because.NEW_LIST, *JUDGED, un_number=UnNumber.UN3480, wh=1.5, grams=7, colour_wanted=True
        ),
        {
            **AS_JUDGED,
            "un_number": UnNumber.UN3480,
            "wh": 1.5,
            "grams": 7,
            "colour_wanted": True,
            "verdict_before": Verdict.AFFECTED,
            "judged_at": AT,
        },
    ),
    (facts.ColourConfirmed("navy"), {"colour": "navy", "told": Told(colour="navy")}),
    (facts.ColourConfirmed(ANOTHER_COLOUR), {"colour": ANOTHER_COLOUR}),
    (
        facts.ModelConfirmed("M", UnNumber.UN3480, 1.5, 7, "z", "navy", colour_wanted=True),
        {
            "model": "M",
            "un_number": UnNumber.UN3480,
            "wh": 1.5,
            "grams": 7,
            "campaign": "z",
            "colour": "navy",
            "colour_wanted": True,
            "told": Told(model="M"),
        },
    ),
    (
        facts.ModelConfirmed("UN3480", UnNumber.UN3480, 1.5, 7),
        {
            "model": "UN3480",
            "un_number": UnNumber.UN3480,
            "wh": 1.5,
            "grams": 7,
            "colour": None,
            "told": Told(model=OTHER_MODEL),
        },
    ),
    (
        facts.ConditionRecorded(Observation.K1, Condition.K1),
        {"observation": Observation.K1, "condition": Condition.K1},
    ),
    (facts.ChecklistBegun(), {"checklist_wanted": True, "denied": 0}),
    (facts.SignDenied("heat"), {"denied": 1}),
    (facts.SignSeen("heat"), {}),
    (facts.BagAttached("bag"), {"bag": "bag"}),
    (facts.UnitContained("c"), {"container": "c", "contained_at": AT}),
    (facts.UnitMoved("d", "c"), {"container": "d"}),
    (
        facts.UnitLost("i", EmergencyOutcome.FIRE_SERVICE),
        {"emergency": EmergencyOutcome.FIRE_SERVICE, "container": None},
    ),
    (REPLACEMENT, {"replacement": Replacement("key", "campaign", "S", "item", "navy", AT, 1)}),
    (facts.SerialReserved("key", 3), {"reservation": Reserved("key", 3)}),
    (facts.SerialHeldElsewhere("key", "DOCK-2", AT), {"rival": "DOCK-2"}),
    (facts.ReplacementAnswered("key", HubAnswer.TAKEN, 7), {}),
    (
        facts.HoldRaised("h", HoldKind.ORPHAN, "detail"),
        {"holds": (Hold("h", HoldKind.ORPHAN, AT, "detail"),)},
    ),
    (facts.HoldResolved("h", HoldDecision.DENY, "badge"), {}),
    (facts.PhotoKept("f"), {"photos": (Photo("e", "f", AT, "badge"),)}),
    (facts.PhotoErased("f", "asked for"), {}),
    (
        facts.SerialCertified(
            *("T", "t", Verdict.UNCERTAIN, (Reason.CERTIFIED,)),
            *("maker", "campaign", "model", "navy", "3.1", "shop"),
        ),
        {
            "serial": "T",
            "raw": "t",
            "verdict": Verdict.UNCERTAIN,
            "reasons": (Reason.CERTIFIED,),
            "maker": "maker",
            "campaign": "campaign",
            "model": "model",
            "colour": "navy",
            "list_version": "3.1",
            "how": How.CERTIFIED,
            "told": Told(channel="shop"),
        },
    ),
    (
        facts.UnitJudged(facts.Because.TOLD, *JUDGED, Condition.N, "shop"),
        AS_JUDGED | {"told": Told(channel="shop")},
    ),
    (
        facts.UnitJudged(facts.Because.NEW_LIST, *JUDGED),
        AS_JUDGED | {"verdict_before": UNIT.verdict, "judged_at": AT},
    ),
]


@pytest.mark.parametrize(("fact", "changes"), ON_THE_UNIT, ids=[repr(one) for one, _ in ON_THE_UNIT])
def test_a_fact_of_a_unit_changes_that_unit_alone(fact, changes):
    assert after(fact) == replace(PARCEL, units=(OTHER, replace(UNIT, **changes)))


OWED = Replacement("key", "campaign", "S", "item", "navy", "then", 3)


def test_an_answer_stands_with_the_replacement_it_is_about():
    said = facts.ReplacementAnswered("key", HubAnswer.TAKEN, 7, "DOCK-2 then")
    unit = after(said, replace(PARCEL, units=(replace(UNIT, replacement=OWED),))).units[0]
    told = {"answer": HubAnswer.TAKEN, "detail": "DOCK-2 then", "number": 7, "answered_at": AT}
    assert unit.replacement == replace(OWED, **told)
    assert unit.is_taken


@pytest.mark.parametrize(
    ("answer", "serial", "is_kept"),
    [
        (None, "T", True),
        (HubAnswer.ACKNOWLEDGED, "T", True),
        (HubAnswer.TAKEN, "S", True),
        (HubAnswer.TAKEN, "T", False),
    ],
)
def test_what_is_anothers_by_an_old_serial_is_owed_anew_by_the_new_one(answer, serial, is_kept):
    unit = replace(UNIT, serial="S", replacement=replace(OWED, answer=answer))
    said = facts.SerialCertified(serial, serial, Verdict.AFFECTED, (Reason.CERTIFIED,))
    certified = after(said, replace(PARCEL, units=(unit,))).units[0]
    assert (certified.replacement == unit.replacement) is is_kept


def test_a_checklist_begun_again_counts_from_the_first_sign():
    denied = replace(PARCEL, units=(replace(UNIT, denied=2, checklist_wanted=True),))
    assert after(facts.SignDenied("x"), denied).units[0].denied == 3
    assert after(facts.ChecklistBegun(), denied).units[0].denied == 0


def test_a_moved_unit_keeps_the_time_it_was_first_contained():
    lying = replace(PARCEL, units=(replace(UNIT, container="c", contained_at="then"),))
    moved = after(facts.UnitMoved("d", "c"), lying).units[0]
    assert (moved.container, moved.contained_at) == ("d", "then")


def test_a_claim_matched_is_the_parcels_and_none_makes_an_orphan():
    found = after(facts.ClaimMatched(CLAIM, "2"))
    assert (found.claim, found.orphan) == (CLAIM, False)
    assert after(facts.ClaimMatched(None, "3"), found).orphan


def test_a_unit_as_facts_will_leave_it():
    found = unit_after(PARCEL, "u", [facts.ColourConfirmed("navy"), facts.BagAttached("bag")])
    assert (found.id, found.colour, found.bag) == ("u", "navy", "bag")
    with pytest.raises(KeyError, match="expected a unit of parcel l, got nobody"):
        unit_after(PARCEL, "nobody", [])


def test_holds_are_added_to_those_that_stand():
    held = replace(PARCEL, units=(replace(UNIT, holds=(Hold("g", HoldKind.EXTRA, ""),)),))
    found = after(facts.HoldRaised("h", HoldKind.ORPHAN), held).units[0].holds
    assert [each.id for each in found] == ["g", "h"]


def test_a_resolved_hold_is_that_hold_alone():
    holds = (Hold("g", HoldKind.EXTRA, ""), Hold("h", HoldKind.ORPHAN, ""))
    held = replace(PARCEL, units=(replace(UNIT, holds=holds),))
    found = after(facts.HoldResolved("h", HoldDecision.DENY, "badge", "D-1", "seen"), held).units[0]
    resolved = Hold("h", HoldKind.ORPHAN, "", "", AT, HoldDecision.DENY, "badge", "D-1", "seen")
    assert found.holds == (holds[0], resolved)
    assert (found.open_holds, found.is_denied) == ((HoldKind.EXTRA,), True)


REJECTED = AccessoryDisposition.REJECTED
ON_THE_PARCEL: list[tuple[facts.Fact, dict[str, Any]]] = [
    (facts.ConditionNoticed(Observation.D), {"noticed": Observation.D}),
    (facts.SerialKeyed("S", "raw"), {"keyed": Keyed("S", "raw")}),
    (facts.KeyedDropped(), {"keyed": None}),
    (
        facts.AccessoryFlagged("c", AccessoryKind.MANUAL),
        {"accessories": (BOX, CABLE, Accessory("c", AccessoryKind.MANUAL, AT))},
    ),
    (facts.BoxFoundEmpty("a"), {"accessories": (replace(BOX, found_empty=True), CABLE)}),
    (facts.BatteryFoundInBox("a"), {"accessories": (replace(BOX, found_empty=True), CABLE), "loose": 1}),
    (
        facts.AccessoryRejected("b", "bin"),
        {"accessories": (BOX, replace(CABLE, disposition=REJECTED, bin="bin"))},
    ),
    (
        facts.AccessoryTagged("b", "tag"),
        {"accessories": (BOX, replace(CABLE, disposition=REJECTED, bin="tag"))},
    ),
    (
        facts.ParcelClosed(Closing.SHORT, missing=2, extra=1),
        {"closed_at": AT, "closing": Closing.SHORT, "missing": 2, "extra": 1},
    ),
    (facts.ParcelReopened(), {}),
    (facts.EmergencyRaised("i"), {}),
    (facts.EmergencyClosed("i", EmergencyOutcome.WATER_BATH, "l"), {}),
]


@pytest.mark.parametrize(
    ("fact", "changes"), ON_THE_PARCEL, ids=[type(one).__name__ for one, _ in ON_THE_PARCEL]
)
def test_a_fact_of_the_parcel_changes_what_it_says_and_nothing_else(fact, changes):
    assert after(fact) == replace(PARCEL, **changes)


def test_a_keyed_serial_dropped_is_gone():
    assert after(facts.KeyedDropped(), replace(PARCEL, keyed=Keyed("S", "s"))).keyed is None


def test_closing_forgets_what_was_noticed_and_reopening_how_it_was_closed():
    closed = after(facts.ParcelClosed(Closing.SHORT, 2, 1), replace(PARCEL, noticed=Observation.INTACT))
    assert closed.noticed is None
    reopened = after(facts.ParcelReopened(), closed)
    assert reopened == PARCEL


def test_of_a_unit_nobody_knows_nothing_is_folded():
    resolved = facts.HoldResolved("h", HoldDecision.RELEASE, "badge")
    for fact in (facts.SignDenied("x"), facts.HoldRaised("h", HoldKind.EXTRA), resolved):
        assert apply_to_parcel(PARCEL, event(fact, unit="stranger")) == PARCEL
    card = facts.ModelConfirmed("M", UnNumber.UN3480, 1.5, 7)
    assert apply_to_parcel(PARCEL, event(card, unit="stranger")) == PARCEL


class TestNegations:
    """What is negated counts as never having happened, unless the negation itself is negated."""

    OPENED, NOTICED = event(facts.ParcelOpened("l"), "1"), event(facts.ConditionNoticed(Observation.D), "2")
    UNDONE = event(facts.FactNegated("2", UndoReason.MISTAKE), "3")
    BACK = event(facts.FactNegated("3", UndoReason.MISTAKE), "4")
    AGAIN = event(facts.FactNegated("4", UndoReason.MISTAKE), "5")

    def noticed(self, *history):
        found: Any = fold_parcel([self.OPENED, *history])
        return found.noticed

    def test_once_twice_and_three_times(self):
        assert self.noticed(self.NOTICED) is Observation.D
        assert self.noticed(self.NOTICED, self.UNDONE) is None
        assert self.noticed(self.NOTICED, self.UNDONE, self.BACK) is Observation.D
        assert self.noticed(self.NOTICED, self.UNDONE, self.BACK, self.AGAIN) is None

    def test_what_is_done_after_it_counts(self):
        later = event(facts.ConditionNoticed(Observation.K1), "6")
        assert self.noticed(self.NOTICED, self.UNDONE, later) is Observation.K1
