"""Re-judging, decided: what a newer verdict clears, raises, queues and never takes back."""

import itertools

import pytest
from msgspec.structs import replace

from intake import facts
from intake.campaign import Catalogue, UnNumber
from intake.claim import Claim, ClaimedUnit
from intake.condition import Condition
from intake.hold import HoldDecision, HoldKind
from intake.receipt import Hold, Known
from intake.receipt.rejudging import Changes, Received
from intake.request import Rejudged
from intake.serial_number import How
from intake.verdict import Reason, Told, Verdict
from tests.intake.receipt.received import (
    ABROAD,
    AFFECTED,
    CAMPAIGN,
    COLOURED,
    IN_DOUBT,
    KNOWN,
    NAMING,
    PLAIN,
    QUEUED,
    SAFE,
    SERIAL,
    held,
    unit_of,
)


def found(unit, said, **around):
    changes = Changes(KNOWN, (f"h{number}" for number in itertools.count()))
    changes.add(Received("p", unit, **around), said)
    assert all(draft.parcel == "p" and draft.unit == "u" for draft in changes.drafts)
    return [draft.fact for draft in changes.drafts]


def raised(those):
    return [(fact.kind, fact.detail) for fact in those if isinstance(fact, facts.HoldRaised)]


def cleared(those):
    return [fact.hold for fact in those if isinstance(fact, facts.HoldResolved)]


def owed(those):
    return [fact for fact in those if isinstance(fact, facts.ReplacementQueued)]


def test_the_same_verdict_again_is_no_fact():
    assert found(unit_of(), SAFE) == []
    assert found(unit_of(), replace(SAFE, campaign=None)) == []


def test_a_safe_unit_that_is_named_is_recalled_with_its_class_and_replacement():
    judged, queued = found(unit_of(), AFFECTED)
    assert (judged.verdict, judged.condition, judged.because) == ("AFFECTED", "R", "new_list")
    assert queued == facts.ReplacementQueued(QUEUED.key, CAMPAIGN.id, SERIAL, PLAIN.remedy.item, None)


@pytest.mark.parametrize("condition", [Condition.R, Condition.D, Condition.K1])
def test_a_class_only_gets_graver(condition):
    judged, *_ = found(unit_of(condition=condition), AFFECTED)
    assert judged.condition is None
    judged, *_ = found(unit_of(Verdict.AFFECTED, Reason.IN_RANGE, condition=condition), SAFE)
    assert judged.condition is None


def test_in_hand_nothing_is_queued_before_its_container():
    those = found(unit_of(container=None), AFFECTED, in_hand=True)
    assert owed(those) == []
    assert raised(those) == []


def test_what_is_queued_and_no_longer_owed_is_held():
    unit = unit_of(Verdict.AFFECTED, Reason.IN_RANGE, replacement=QUEUED)
    assert raised(found(unit, SAFE)) == [(HoldKind.REJUDGED, "2")]
    other = found(unit, replace(AFFECTED, model=COLOURED.name))
    assert raised(other) == [(HoldKind.REJUDGED, "2"), (HoldKind.EXCLUDED_COLOUR, "")]
    again = unit_of(replacement=QUEUED, holds=held(HoldKind.REJUDGED))
    assert cleared(found(again, AFFECTED)) == ["old"]


def test_what_is_queued_for_one_in_doubt_is_held_for_its_serial():
    unit = unit_of(Verdict.AFFECTED, Reason.IN_RANGE, replacement=QUEUED)
    assert raised(found(unit, IN_DOUBT)) == [(HoldKind.UNCERTAIN_SERIAL, "lists_disagree")]
    invalid = replace(IN_DOUBT, verdict=Verdict.INVALID, reasons=(Reason.BAD_CHARACTERS,))
    assert raised(found(unit, invalid)) == [(HoldKind.UNCERTAIN_SERIAL, "bad_characters")]


def test_one_whose_replacement_is_denied_is_held_no_more():
    denied = held(HoldKind.ORPHAN, resolved_at="then", decision=HoldDecision.DENY)
    unit = unit_of(Verdict.AFFECTED, Reason.IN_RANGE, replacement=QUEUED, holds=denied)
    assert raised(found(unit, SAFE)) == []
    assert owed(found(unit_of(holds=denied), AFFECTED)) == []


@pytest.mark.parametrize(
    ("detail", "how", "falls"),
    [
        ("no_list", How.SCANNED, True),
        ("stale_list", How.CLAIM, True),
        ("masked_match", How.CERTIFIED, True),
        ("no_list", How.KEYED, False),
        ("partial_list", How.SCANNED, True),
        ("partial_list", How.PRINTED, False),
        ("keyed", How.KEYED, False),
        ("confusable_characters", How.SCANNED, False),
        ("bad_length", How.SCANNED, True),
        ("bad_characters", How.SCANNED, True),
        ("bad_length", How.CERTIFIED, False),
        ("", How.SCANNED, False),
    ],
)
@pytest.mark.parametrize("said", [AFFECTED, SAFE])
def test_a_hold_on_a_serial_falls_only_where_lists_alone_had_raised_it(detail, how, falls, said):
    holds = held(HoldKind.UNCERTAIN_SERIAL, detail)
    unit = unit_of(Verdict.UNCERTAIN, Reason.NO_LIST, how=how, holds=holds)
    those = found(unit, said)
    assert cleared(those) == (["old"] if falls else [])
    assert len(owed(those)) == (falls and said is AFFECTED), "rule 6 needs a certain serial"


def test_a_hold_of_another_kind_stands():
    those = found(unit_of(holds=held(HoldKind.ORPHAN)), AFFECTED)
    assert cleared(those) == []
    assert len(owed(those)) == 1, "queued, and held"


def test_a_hold_that_stands_is_not_raised_twice():
    unit = unit_of(Verdict.AFFECTED, Reason.IN_RANGE, holds=held(HoldKind.UNCERTAIN_SERIAL, "keyed"))
    assert raised(found(unit, IN_DOUBT)) == []


def test_a_picture_card_about_to_be_scanned_decides_before_a_supervisor():
    asks = replace(IN_DOUBT, reasons=(Reason.MODEL_DECIDES,))
    unit = unit_of(un_number=None, model=None, container=None, condition=None)
    assert raised(found(unit, asks, in_hand=True)) == []
    told = replace(unit, un_number=UnNumber.UN3480)
    assert raised(found(told, asks, in_hand=True)) == [(HoldKind.UNCERTAIN_SERIAL, "model_decides")]


@pytest.mark.parametrize("model", [PLAIN, COLOURED])
def test_a_unit_in_hand_that_a_list_names_has_what_goes_with_its_model(model):
    unit = unit_of(un_number=None, model=None, container=None, condition=None)
    judged, *rest = found(unit, replace(AFFECTED, model=model.name), in_hand=True)
    assert (judged.un_number, judged.wh, judged.grams) == (model.un_number, model.wh, model.grams)
    assert judged.colour_wanted is (model is COLOURED)
    assert rest == []


def test_nothing_else_is_said_of_what_goes_with_a_model():
    waiting = unit_of(un_number=None, model=None, container=None, condition=None)
    strange = replace(AFFECTED, model="strange")
    for unit, said in ((unit_of(), AFFECTED), (waiting, IN_DOUBT), (waiting, strange)):
        assert found(unit, said, in_hand=True)[0].un_number is None


def test_one_that_left_as_safe_raises_the_alarm_and_keeps_the_class_it_left_as():
    judged, *rest = found(unit_of(), AFFECTED, handed_over=True)
    assert judged.condition is None
    assert raised(rest) == [(HoldKind.GONE, "Q")]
    assert len(owed(rest)) == 1
    later = unit_of(Verdict.UNCERTAIN, Reason.LISTS_DISAGREE, condition=Condition.N)
    assert (HoldKind.GONE, "Q") in raised(found(later, AFFECTED, handed_over=True))


def test_one_that_left_among_recalled_ones_raises_none():
    unit = unit_of(Verdict.UNCERTAIN, Reason.NO_LIST)
    assert raised(found(unit, AFFECTED, handed_over=True)) == []
    assert raised(found(unit_of(), IN_DOUBT, handed_over=True)) == [
        (HoldKind.UNCERTAIN_SERIAL, "lists_disagree")
    ]


def test_what_a_card_has_said_against_the_list_is_held():
    unit = unit_of(told=Told(COLOURED.name), model=COLOURED.name, colour="grey")
    those = found(unit, AFFECTED)
    assert raised(those) == [(HoldKind.WRONG_MODEL, COLOURED.name)]
    assert those[0].colour is None, "the colour was another model's"


def test_a_colour_left_out_or_never_told_is_held():
    excluded = next(colour.name for colour in COLOURED.colours if not colour.in_scope)
    said = replace(AFFECTED, model=COLOURED.name)
    assert raised(found(unit_of(model=COLOURED.name, colour=excluded), said)) == [
        (HoldKind.EXCLUDED_COLOUR, excluded)
    ]
    assert raised(found(unit_of(model=COLOURED.name), said)) == [(HoldKind.EXCLUDED_COLOUR, "")]
    assert raised(found(unit_of(model=COLOURED.name), said, in_hand=True)) == []


def test_a_campaign_whose_replacements_leave_from_elsewhere_holds_it():
    said = replace(AFFECTED, campaign=ABROAD.id, model=ABROAD.models[0].name)
    those = found(unit_of(model=None), said)
    assert raised(those) == [(HoldKind.OTHER_CAMPAIGN, ABROAD.id)]
    assert owed(those) == []
    assert those[0].maker == ABROAD.maker


def test_a_campaign_this_site_does_not_know_owes_nothing():
    for strange in (replace(AFFECTED, campaign="strange"), replace(AFFECTED, model="strange")):
        judged, *rest = found(unit_of(), strange)
        assert judged.maker == CAMPAIGN.maker
        assert rest == []


def test_what_a_supervisor_has_released_stays_released():
    released = held(HoldKind.WRONG_MODEL, resolved_at="then", decision=HoldDecision.RELEASE)
    unit = unit_of(told=Told(COLOURED.name), holds=released)
    assert raised(found(unit, AFFECTED)) == []


def test_a_serial_that_has_its_replacement_gets_no_second():
    those = found(unit_of(), AFFECTED, twin="label")
    assert raised(those) == [(HoldKind.DUPLICATE, "label")]
    assert owed(those) == []
    released = held(HoldKind.DUPLICATE, resolved_at="then", decision=HoldDecision.RELEASE)
    assert owed(found(unit_of(holds=released), AFFECTED, twin="label")) == []


def test_of_two_units_of_one_serial_in_one_chunk_the_first_is_served():
    changes = Changes(KNOWN, iter("abc"))
    for parcel in ("p", "q"):
        changes.add(Received(parcel, unit_of(), f"label of {parcel}"), AFFECTED)
    assert changes.units == 2
    (served,) = [draft.parcel for draft in changes.drafts if isinstance(draft.fact, facts.ReplacementQueued)]
    assert served == "p"
    held_against = [(HoldKind.DUPLICATE, "label of p")]
    assert raised(draft.fact for draft in changes.drafts) == held_against


STAMPED = replace(CAMPAIGN, serial=replace(CAMPAIGN.serial, unique=False))
CLAIMED = Claim("C-1", (ClaimedUnit(),))


def of_many(*units):
    """Give what follows for units of one serial that many bear."""
    changes = Changes(Known(Catalogue((STAMPED,))), (f"h{number}" for number in itertools.count()))
    for unit, claim in units:
        changes.add(Received(f"p-{unit.id}", unit, claim=claim), replace(AFFECTED, unit=unit.id))
    return [draft.fact for draft in changes.drafts]


def test_of_units_that_bear_one_serial_each_is_served():
    those = of_many((unit_of(), CLAIMED), (replace(unit_of(), id="v"), CLAIMED))
    assert len({each.key for each in owed(those)}) == 2
    assert raised(those) == []


def test_what_no_claim_announces_then_waits_for_a_supervisor():
    those = of_many((unit_of(), None))
    assert (len(owed(those)), raised(those)) == (1, [(HoldKind.ORPHAN, "")])
    released = held(HoldKind.ORPHAN, resolved_at="then", decision=HoldDecision.RELEASE)
    assert raised(of_many((unit_of(holds=released), None))) == []


def test_a_claim_that_is_served_holds_the_rest():
    claim = Claim("C-1", (ClaimedUnit(),))
    those = found(unit_of(), AFFECTED, claim=claim, served=1)
    assert raised(those) == [(HoldKind.EXTRA, "C-1")]
    assert len(owed(those)) == 1
    assert raised(found(unit_of(), AFFECTED, claim=claim)) == []
    changes = Changes(KNOWN, iter("abc"))
    for serial in ("G1", "G2"):
        changes.add(Received("p", unit_of(serial=serial), claim=claim), AFFECTED)
    assert raised([draft.fact for draft in changes.drafts]) == [(HoldKind.EXTRA, "C-1")]


def test_a_claim_newer_than_what_the_reader_has_seen_counts():
    changes = Changes(KNOWN, iter("abc"))
    safe = Rejudged("u", Verdict.NOT_AFFECTED, (Reason.NO_MATCH,), CAMPAIGN.id, list_version="2")
    changes.add(Received("p", unit_of(), claim=NAMING), safe)
    fact, hold = (draft.fact for draft in changes.drafts)
    assert isinstance(fact, facts.UnitJudged)
    assert isinstance(hold, facts.HoldRaised)
    assert (fact.verdict, hold.kind) == (Verdict.UNCERTAIN, HoldKind.UNCERTAIN_SERIAL)


def test_what_a_claim_made_uncertain_a_list_may_settle():
    doubted = Hold("h", HoldKind.UNCERTAIN_SERIAL, "", Reason.CLAIM_DISAGREES)
    unit = unit_of(Verdict.UNCERTAIN, Reason.CLAIM_DISAGREES, Reason.NO_MATCH, holds=(doubted,))
    assert len(owed(found(unit, AFFECTED, claim=NAMING))) == 1
