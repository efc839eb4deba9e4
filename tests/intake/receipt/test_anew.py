"""Anew: a unit is judged again no more certain than its serial was read, and by what is known of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake.claim import Claim, ClaimedUnit
from intake.hold import HoldKind
from intake.receipt.anew import as_read, basis_of, is_new, is_vouched
from intake.serial_number import How
from intake.verdict import Judgement, Reason, Told, Verdict
from tests.intake.receipt.received import (
    AFFECTED,
    CAMPAIGN,
    IN_DOUBT,
    NAMING,
    SAFE,
    SERIAL,
    held,
    unit_of,
)


@pytest.mark.parametrize(
    ("verdict", "reasons", "is_one"),
    [
        (Verdict.NOT_AFFECTED, (Reason.STALE_LIST, Reason.TRAINING_LIST), False),
        (Verdict.NOT_AFFECTED, (Reason.NO_LIST, Reason.STALE_LIST), False),
        (Verdict.NOT_AFFECTED, (Reason.STALE_LIST, Reason.LISTS_DISAGREE), True),
        (Verdict.NOT_AFFECTED, (Reason.LISTS_DISAGREE,), True),
        (Verdict.AFFECTED, (Reason.NO_LIST,), False),
        (Verdict.AFFECTED, (Reason.STALE_LIST,), True),
        (Verdict.INVALID, (Reason.NO_LIST,), True),
        (None, (Reason.NO_LIST,), True),
    ],
)
def test_a_list_that_is_old_or_gone_takes_nothing_back(verdict, reasons, is_one):
    """A list that no longer names what an older one named has said so, however old it is by now."""
    assert is_new(unit_of(verdict), replace(IN_DOUBT, reasons=reasons)) is is_one


def test_a_list_that_is_old_still_names_units():
    named = replace(AFFECTED, reasons=(Reason.IN_RANGE, Reason.STALE_LIST))
    assert is_new(unit_of(), named)


@pytest.mark.parametrize(
    "change",
    [
        {"serial": "G2"},
        {"how": How.KEYED},
        {"told": Told(model="M")},
        {"verdict": Verdict.AFFECTED},
        {"reasons": (Reason.CERTIFIED,)},
        {"campaign": "other"},
        {"model": "other"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_a_judgement_rests_on_has_a_digest_of_its_own(change):
    basis = basis_of(unit_of(), None)
    assert basis == basis_of(unit_of(bag="RI-U-000001-K", holds=held(HoldKind.EXTRA)), None)
    assert basis != basis_of(replace(unit_of(), **change), None)
    assert basis != basis_of(unit_of(), Claim("C-1", (ClaimedUnit(),)))


def test_another_campaign_or_model_is_one():
    assert is_new(unit_of(), replace(SAFE, campaign="other"))
    assert is_new(unit_of(), replace(SAFE, model="other"))


def judged(verdict, *reasons):
    return Judgement(SERIAL, verdict, reasons, CAMPAIGN.id, list_version="2")


@pytest.mark.parametrize("reason", [Reason.PRINTED, Reason.KEYED, Reason.CLAIM_CONFIRMED, Reason.CERTIFIED])
def test_a_serial_no_device_read_whole_is_never_safe(reason):
    for reasons in ((reason, Reason.NO_LIST), (Reason.IN_RANGE, reason)):
        unit = unit_of(Verdict.AFFECTED, *reasons)
        said = as_read(judged(Verdict.NOT_AFFECTED, Reason.NO_MATCH), unit, None)
        assert (said.verdict, said.reasons) == (Verdict.UNCERTAIN, (reason, Reason.NO_MATCH))
    said = as_read(judged(Verdict.AFFECTED, Reason.IN_RANGE), unit_of(Verdict.UNCERTAIN, reason), None)
    assert (said.verdict, said.reasons) == (Verdict.AFFECTED, (Reason.IN_RANGE, reason))


@pytest.mark.parametrize(
    ("before", "now", "verdict", "reasons"),
    [
        (
            (Verdict.UNCERTAIN, Reason.COLOUR_EXCLUDED, Reason.NO_MATCH),
            (Verdict.NOT_AFFECTED, Reason.NO_MATCH, Reason.COLOUR_EXCLUDED),
            Verdict.UNCERTAIN,
            (Reason.COLOUR_EXCLUDED, Reason.NO_MATCH),
        ),
        (
            (Verdict.UNCERTAIN, Reason.COLOUR_EXCLUDED, Reason.NO_MATCH),
            (Verdict.NOT_AFFECTED, Reason.NO_MATCH),
            Verdict.NOT_AFFECTED,
            (Reason.NO_MATCH,),
        ),
        (
            (Verdict.UNCERTAIN, Reason.COLOUR_EXCLUDED, Reason.NO_MATCH),
            (Verdict.UNCERTAIN, Reason.STALE_LIST, Reason.COLOUR_EXCLUDED),
            Verdict.UNCERTAIN,
            (Reason.STALE_LIST, Reason.COLOUR_EXCLUDED),
        ),
        (
            (Verdict.AFFECTED, Reason.IN_RANGE),
            (Verdict.NOT_AFFECTED, Reason.NO_MATCH, Reason.COLOUR_EXCLUDED),
            Verdict.NOT_AFFECTED,
            (Reason.NO_MATCH, Reason.COLOUR_EXCLUDED),
        ),
    ],
)
def test_what_a_colour_made_doubtful_is_cleared_only_when_no_row_names_it(before, now, verdict, reasons):
    said = as_read(judged(*now), unit_of(*before), None)
    assert (said.verdict, said.reasons) == (verdict, reasons)


def test_the_makers_word_stands_while_lists_only_doubt():
    unit = unit_of(Verdict.AFFECTED, Reason.CERTIFIED, Reason.MASKED_MATCH)
    assert not is_new(unit, as_read(judged(Verdict.UNCERTAIN, Reason.STALE_LIST), unit, None))
    left_out = as_read(judged(Verdict.NOT_AFFECTED, Reason.NO_MATCH), unit, None)
    assert (left_out.verdict, left_out.reasons[0]) == (Verdict.UNCERTAIN, Reason.CERTIFIED)
    other = unit_of(Verdict.AFFECTED, Reason.IN_RANGE, Reason.CERTIFIED)
    assert is_new(other, as_read(judged(Verdict.UNCERTAIN, Reason.MASKED_MATCH), other, None))


@pytest.mark.parametrize(("claim", "is_safe"), [(NAMING, False), (Claim("C-1", (ClaimedUnit(),)), True)])
def test_no_unit_is_safe_whose_claim_names_serials(claim, is_safe):
    unit = unit_of(Verdict.AFFECTED, Reason.IN_RANGE)
    said = as_read(judged(Verdict.NOT_AFFECTED, Reason.NO_MATCH), unit, claim)
    assert said.verdict is (Verdict.NOT_AFFECTED if is_safe else Verdict.UNCERTAIN)
    assert (said.reasons[0] is Reason.CLAIM_DISAGREES) is not is_safe
    named = as_read(judged(Verdict.AFFECTED, Reason.IN_RANGE), unit, claim)
    assert named.reasons == (Reason.IN_RANGE,)


@given(st.sampled_from(How), st.booleans())
def test_a_device_vouches_for_what_it_read_and_was_sure_of(how, near):
    unit = unit_of(Verdict.UNCERTAIN, Reason.NEAR_MATCH if near else Reason.NO_LIST, how=how)
    assert is_vouched(unit) is (how is How.SCANNED and not near)
