"""What colour, campaign and claim have against a unit's replacement."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake.campaign import Campaign, Catalogue
from intake.claim import Claim, ClaimedUnit
from intake.dispatch import Replacement
from intake.hold import HoldDecision, HoldKind
from intake.receipt import Hold, Parcel, Unit
from intake.receipt.objections import (
    campaign_naming,
    is_claim_met,
    is_excluded,
    to_arrival,
    to_colour,
    to_model,
    to_serial,
    to_told,
)
from intake.verdict import Verdict
from tests.intake.receipt.cases import CAMPAIGN, CATALOGUE, COLOURED, EXCLUDED, IN_SCOPE, PLAIN

UNIT = Unit("u", "", "S1", "s1", Verdict.AFFECTED, (), bag_wanted=True)
TWO = Claim("C-1", (ClaimedUnit("S1"), ClaimedUnit("S2")))
ABROAD = replace(CAMPAIGN, id="abroad", dispatched_here=False)
ANOTHER = replace(
    CAMPAIGN, id="another", models=tuple(replace(each, name="Q-9") for each in CAMPAIGN.models[:1])
)


def parcel(claim: Claim | None, *units: Unit, **changes: Any) -> Parcel:
    return Parcel("p", "l", "", None, claim=claim, units=units, **changes)


class TestArrival:
    """By the unit's serial and its place in the parcel."""

    def test_beside_a_parcel_nothing_is_said(self):
        assert to_arrival(None, "S1") == []

    def test_a_parcel_nobody_announced_is_an_orphan_only_where_returns_are_expected(self):
        assert to_arrival(parcel(None, orphan=True), "S1") == [(HoldKind.ORPHAN, "")]
        assert to_arrival(parcel(None), "S1") == []

    def test_one_too_many_is_extra(self):
        full = parcel(TWO, replace(UNIT, serial="S1"), replace(UNIT, serial=None))
        assert to_arrival(full, None) == [(HoldKind.EXTRA, "C-1")]
        assert to_arrival(full, "X") == [(HoldKind.MISMATCH, "S1"), (HoldKind.EXTRA, "C-1")]

    def test_a_unit_the_claim_names_is_never_the_one_too_many(self):
        strangers = parcel(TWO, replace(UNIT, serial="X1"), replace(UNIT, serial="X2"))
        assert to_arrival(strangers, "S2") == []


class TestSerial:
    """Exact membership, never likeness."""

    @pytest.mark.parametrize("serial", ["S", "S10", "1", "SS1", "s1", "S 1"])
    def test_what_only_resembles_a_claimed_serial_is_another(self, serial):
        assert to_serial(TWO, serial) == [(HoldKind.MISMATCH, "S1")]

    def test_a_line_without_a_serial_may_be_any_units(self):
        open_line = Claim("C-1", (ClaimedUnit("S1"), ClaimedUnit()))
        assert to_serial(open_line, "X") == []

    def test_a_unit_nobody_could_read_contradicts_no_claim(self):
        assert to_serial(TWO, None) == to_serial(None, "S1") == []

    def test_what_the_claims_system_has_replaced_is_held(self):
        sent = Claim("C-1", (ClaimedUnit("S1", replaced=True), ClaimedUnit("S2")))
        assert to_serial(sent, "S1") == [(HoldKind.ALREADY_REPLACED, "C-1")]
        assert to_serial(sent, "S2") == to_serial(sent, None) == []

    def test_where_every_line_is_replaced_every_unit_is(self):
        sent = Claim("C-1", (ClaimedUnit(replaced=True, count=2),))
        assert to_serial(sent, "X") == to_serial(sent, None) == [(HoldKind.ALREADY_REPLACED, "C-1")]


def of(*models: str | None) -> Claim:
    """Give a claim whose lines name models."""
    return Claim("C-1", tuple(ClaimedUnit(f"S{place}", model) for place, model in enumerate(models)))


class TestModel:
    """One hold for one cause."""

    @pytest.mark.parametrize(
        ("claim", "serial", "model", "named_by", "expected"),
        [
            (None, "S0", PLAIN.name, CAMPAIGN, []),
            (of(PLAIN.name), "S0", PLAIN.name, CAMPAIGN, []),
            (of(PLAIN.name), "S0", None, None, []),
            (of(PLAIN.name), "S0", COLOURED.name, None, [(HoldKind.WRONG_MODEL, PLAIN.name)]),
            (of(PLAIN.name), "S0", COLOURED.name, CAMPAIGN, [(HoldKind.WRONG_MODEL, PLAIN.name)]),
            (of(PLAIN.name), "S0", "UN3480", None, [(HoldKind.WRONG_MODEL, PLAIN.name)]),
            (of(PLAIN.name), "S0", "Q-9", ANOTHER, [(HoldKind.OTHER_CAMPAIGN, "another")]),
            (of(PLAIN.name), "S0", "Q-9", None, [(HoldKind.WRONG_MODEL, PLAIN.name)]),
            (of("A", "B", "A"), "X", "Q-9", None, [(HoldKind.WRONG_MODEL, "A B")]),
            (of("A", "B"), "S1", "A", None, [(HoldKind.WRONG_MODEL, "B")]),
            (of("A", None), "X", "Q-9", None, []),
            (of("A", None), None, "Q-9", None, []),
            (of("A", None), "S0", "Q-9", None, [(HoldKind.WRONG_MODEL, "A")]),
            (None, None, PLAIN.name, ABROAD, [(HoldKind.OTHER_CAMPAIGN, "abroad")]),
            (of(COLOURED.name), "S0", PLAIN.name, ABROAD, [(HoldKind.OTHER_CAMPAIGN, "abroad")]),
        ],
    )
    def test_it_is_compared_with_what_the_claim_says_of_this_unit(
        self,
        claim: Claim | None,
        serial: str | None,
        model: str | None,
        named_by: Campaign | None,
        expected: list,
    ):
        assert to_model(claim, serial, model, named_by) == expected

    def test_a_campaign_names_what_is_affected_by_it(self):
        assert campaign_naming(Verdict.AFFECTED, CAMPAIGN.id, CATALOGUE) is CAMPAIGN
        assert campaign_naming(Verdict.AFFECTED, "gone", CATALOGUE) is None
        for verdict in (None, Verdict.UNCERTAIN, Verdict.NOT_AFFECTED):
            assert campaign_naming(verdict, CAMPAIGN.id, CATALOGUE) is None

    def test_a_card_that_contradicts_the_list_is_held(self):
        assert to_told("A", "B") == [(HoldKind.WRONG_MODEL, "A")]
        assert to_told("", "B") == [(HoldKind.WRONG_MODEL, "-")]
        assert to_told("A", "A") == to_told("A", None) == to_told(None, "B") == []


class TestColour:
    """A colour the campaign leaves out."""

    def test_it_is_held_and_named(self):
        found = to_colour(CATALOGUE, CAMPAIGN.id, COLOURED.name, EXCLUDED.name)
        assert found == [(HoldKind.EXCLUDED_COLOUR, EXCLUDED.name)]

    def test_only_where_the_campaign_says_so(self):
        assert is_excluded(CATALOGUE, CAMPAIGN.id, COLOURED.name, EXCLUDED.name)
        for names in (
            (CAMPAIGN.id, COLOURED.name, IN_SCOPE.name),
            (CAMPAIGN.id, COLOURED.name, None),
            (CAMPAIGN.id, None, EXCLUDED.name),
            (CAMPAIGN.id, "Q-9", EXCLUDED.name),
            (None, COLOURED.name, EXCLUDED.name),
        ):
            assert not is_excluded(CATALOGUE, *names)
            assert to_colour(CATALOGUE, *names) == []

    def test_another_campaigns_model_of_that_name_does_not_count(self):
        only = replace(COLOURED, colours=(replace(EXCLUDED, in_scope=True),))
        both = Catalogue((CAMPAIGN, replace(CAMPAIGN, id="another", models=(only,))))
        assert not is_excluded(both, "another", COLOURED.name, EXCLUDED.name)


class TestClaimMet:
    """Never more replacements than a claim expects."""

    QUEUED = Replacement("k", "z", "S1", "item", None, "")
    GOES_OUT = replace(UNIT, id="other", replacement=QUEUED)

    def test_without_a_claim_nothing_is_counted(self):
        assert not is_claim_met(parcel(None, self.GOES_OUT, UNIT), UNIT)

    def test_what_goes_out_for_the_others_counts(self):
        one = Claim("C-1", (ClaimedUnit(),))
        assert is_claim_met(parcel(one, self.GOES_OUT, UNIT), UNIT)
        assert not is_claim_met(parcel(one, replace(self.GOES_OUT, id="u")), UNIT)
        assert not is_claim_met(parcel(TWO, self.GOES_OUT, UNIT), UNIT)

    @pytest.mark.parametrize(
        "changes",
        [
            {"replacement": None},
            {"holds": (Hold("h", HoldKind.ORPHAN, ""),)},
            {"holds": (Hold("h", HoldKind.ORPHAN, "", "", "then", HoldDecision.DENY),)},
        ],
    )
    def test_what_is_held_or_denied_does_not(self, changes):
        other = replace(self.GOES_OUT, **changes)
        assert not is_claim_met(parcel(Claim("C-1", (ClaimedUnit(),)), other, UNIT), UNIT)

    def test_what_the_claims_system_has_replaced_is_no_longer_expected(self):
        sent = Claim("C-1", (ClaimedUnit("S1"), ClaimedUnit("S2", replaced=True)))
        assert is_claim_met(parcel(sent, self.GOES_OUT, UNIT), UNIT)
