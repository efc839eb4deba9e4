"""Re-matching: newer claims let go of holds, raise others, and queue what is owed, never twice or beyond."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake import facts
from intake.campaign import Catalogue
from intake.claim import Claim, ClaimedUnit
from intake.condition import Condition
from intake.dispatch import Replacement, replacement_key
from intake.disposition import Closing
from intake.events import Draft, Event
from intake.hold import HoldDecision, HoldKind
from intake.receipt import Hold, Known, Parcel, Receipt, Unit
from intake.receipt.history import apply_to_parcel
from intake.receipt.objections import to_arrival, to_model
from intake.receipt.placing import owed_for
from intake.receipt.rematching import REMATCHED, Announced, rematched
from intake.serial_number import How
from intake.verdict import Reason, Verdict
from tests.intake.receipt.cases import (
    BADGE,
    BOX,
    CAMPAIGN,
    CATALOGUE,
    COLOURED,
    NOW,
    OF_NOBODY,
    OF_PLAIN,
    OLD_LABEL,
    PLAIN,
)

KNOWN = Known(CATALOGUE)
IDS = ("fresh", "other")
VERSION = "2031-2"
OTHER = OF_NOBODY
KEY = replacement_key(CAMPAIGN.maker, OF_PLAIN)
ITEM = owed_for(
    Unit(
        "u", NOW, OF_PLAIN, OF_PLAIN, Verdict.AFFECTED, (), False,
        maker=CAMPAIGN.maker, campaign=CAMPAIGN.id, model=PLAIN.name,
    ),
    KNOWN,
)  # fmt: skip


def hold(kind: HoldKind, **told: Any) -> Hold:
    """Give a hold named by its kind."""
    return Hold(f"h-{kind}", kind, NOW, **told)


def unit_of(serial: str | None = OF_PLAIN, *kinds: HoldKind, **changes: Any) -> Unit:
    """Give an affected unit in its container."""
    made = Unit(
        id=f"u-{serial}",
        identified_at=NOW,
        serial=serial,
        raw=serial or "",
        verdict=Verdict.AFFECTED,
        reasons=(Reason.IN_RANGE,),
        bag_wanted=False,
        maker=CAMPAIGN.maker,
        campaign=CAMPAIGN.id,
        model=PLAIN.name,
        how=How.SCANNED,
        container=BOX,
        holds=tuple(map(hold, kinds)),
    )
    return replace(made, **changes)


def parcel_of(*units: Unit, claim: Claim | None = None, **changes: Any) -> Parcel:
    """Give a closed parcel."""
    made = Parcel("p", OLD_LABEL, NOW, BADGE, claim=claim, orphan=claim is None, units=units, closed_at=NOW)
    return replace(made, closing=Closing.NEXT, **changes)


def claim_of(*serials: str | None, **changes: Any) -> Claim:
    """Give a claim with a line for each serial."""
    return Claim("C-9", tuple(ClaimedUnit(serial, **changes) for serial in serials))


def queued(serial: str = OF_PLAIN) -> Replacement:
    """Give what is queued for a serial."""
    return Replacement(replacement_key(CAMPAIGN.maker, serial), CAMPAIGN.id, serial, "item", None, NOW)


def match(
    parcel: Parcel,
    claim: Claim,
    receipt: Receipt | None = None,
    known: Known = KNOWN,
    elsewhere: dict[str, str] | None = None,
) -> tuple[Draft, ...]:
    """Match one parcel."""
    announced = (Announced(parcel, claim, elsewhere or {}),)
    return rematched(announced, VERSION, receipt or Receipt(), known, IDS)


def after(parcel: Parcel, drafts: tuple[Draft, ...]) -> Parcel:
    """Fold facts into the parcel they are about."""
    folded: Parcel | None = parcel
    for draft in drafts:
        if draft.parcel == parcel.id:
            folded = apply_to_parcel(folded, Event(0, "", NOW, None, parcel.id, draft.unit, draft.fact))
    assert folded is not None
    return folded


def told(parcel: Parcel, drafts: tuple[Draft, ...]) -> list[tuple[HoldKind, ...]]:
    """Give the open holds of each unit, after."""
    return [unit.open_holds for unit in after(parcel, drafts).units]


class TestWhatFalls:
    def test_an_orphan_with_its_claim_is_none(self):
        parcel, claim = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN)), claim_of(OF_PLAIN)
        drafts = match(parcel, claim)
        assert [draft.fact for draft in drafts] == [
            facts.ClaimMatched(claim, VERSION),
            facts.HoldResolved("h-ORPHAN", HoldDecision.CLEARED, "", VERSION),
            ITEM,
        ]
        assert {draft.parcel for draft in drafts} == {"p"}
        assert [draft.unit for draft in drafts] == [None, *[f"u-{OF_PLAIN}"] * 2]

    def test_what_is_queued_already_only_goes_out(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN, replacement=queued()))
        (unit,) = after(parcel, match(parcel, claim_of(OF_PLAIN))).units
        assert unit.is_served
        assert unit.replacement == queued()

    def test_other_holds_stay_and_nothing_is_queued(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.UNCERTAIN_SERIAL, HoldKind.ORPHAN))
        drafts = match(parcel, claim_of(OF_PLAIN))
        assert told(parcel, drafts) == [(HoldKind.UNCERTAIN_SERIAL,)]
        assert after(parcel, drafts).units[0].replacement is None

    def test_a_short_parcel_is_whole_by_a_smaller_claim(self):
        claim = claim_of(OF_PLAIN, None)
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.PARTIAL), claim=claim, missing=1)
        folded = after(parcel, match(parcel, claim_of(OF_PLAIN)))
        assert (folded.units[0].open_holds, folded.missing, folded.extra) == ((), 0, 0)

    def test_nothing_is_owed_for_a_unit_not_affected(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN, verdict=Verdict.NOT_AFFECTED))
        assert after(parcel, match(parcel, claim_of(OF_PLAIN))).units[0].replacement is None

    def test_nothing_is_queued_for_a_unit_still_in_hand(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN, container=None), closed_at=None)
        drafts = match(parcel, claim_of(OF_PLAIN), Receipt(BADGE, parcel))
        assert told(parcel, drafts) == [()]
        assert after(parcel, drafts).units[0].replacement is None


class TestWhatIsRaised:
    def test_a_claim_that_names_another_serial(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN))
        drafts = match(parcel, claim_of(OTHER))
        assert told(parcel, drafts) == [(HoldKind.MISMATCH,)]
        assert facts.HoldRaised("fresh.0", HoldKind.MISMATCH, OTHER) in [draft.fact for draft in drafts]

    def test_membership_is_exact(self):
        longer = OF_PLAIN + "0"
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN))
        assert told(parcel, match(parcel, claim_of(longer))) == [(HoldKind.MISMATCH,)]

    def test_a_claim_for_more_than_came(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN), unit_of(OTHER))
        folded = after(parcel, match(parcel, claim_of(None, None, None)))
        assert [unit.open_holds for unit in folded.units] == [(HoldKind.PARTIAL,), (HoldKind.PARTIAL,)]
        assert folded.missing == 1

    def test_an_open_parcel_may_still_hold_the_rest(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN), closed_at=None)
        folded = after(parcel, match(parcel, claim_of(None, None), Receipt(BADGE, parcel)))
        assert (folded.units[0].open_holds, folded.missing) == ((), 0)

    def test_the_one_the_claim_does_not_name_is_one_too_many(self):
        units = (unit_of(OTHER, HoldKind.ORPHAN), unit_of(OF_PLAIN, HoldKind.ORPHAN))
        parcel = parcel_of(*units)
        assert told(parcel, match(parcel, Claim("C-9", (ClaimedUnit(OF_PLAIN),)))) == [
            (HoldKind.MISMATCH,),
            (),
        ]

    @pytest.mark.parametrize("named", [OF_PLAIN, OTHER])
    def test_no_unit_is_safe_whose_claim_names_a_serial(self, named):
        safe = unit_of(verdict=Verdict.NOT_AFFECTED, reasons=(Reason.NO_MATCH,), condition=Condition.N)
        parcel = parcel_of(safe)
        drafts = match(parcel, claim_of(named))
        (unit,) = after(parcel, drafts).units
        assert (unit.verdict, unit.condition) == (Verdict.UNCERTAIN, Condition.R)
        assert unit.reasons == (Reason.CLAIM_DISAGREES, Reason.NO_MATCH)
        assert unit.holds[0].kind is HoldKind.UNCERTAIN_SERIAL
        assert unit.holds[0].detail == Reason.CLAIM_DISAGREES
        assert unit.verdict_before is Verdict.NOT_AFFECTED
        assert (HoldKind.MISMATCH in unit.open_holds) is (named == OTHER)
        assert match(after(parcel, drafts), claim_of(named)) == ()

    def test_what_has_left_the_site_keeps_its_class(self):
        safe = unit_of(verdict=Verdict.NOT_AFFECTED, reasons=(Reason.NO_MATCH,), condition=Condition.N)
        announced = (Announced(parcel_of(safe), claim_of(OF_PLAIN), gone=frozenset({safe.id})),)
        (unit,) = after(parcel_of(safe), rematched(announced, VERSION, Receipt(), KNOWN, IDS)).units
        assert (unit.verdict, unit.condition) == (Verdict.UNCERTAIN, Condition.N)

    @pytest.mark.parametrize(
        "held",
        [
            hold(HoldKind.ORPHAN, resolved_at=NOW, decision=HoldDecision.DENY),
            hold(HoldKind.UNCERTAIN_SERIAL),
        ],
    )
    def test_one_denied_or_held_already_is_doubted_without_another_hold(self, held):
        parcel = parcel_of(unit_of(verdict=Verdict.NOT_AFFECTED, reasons=(Reason.NO_MATCH,), holds=(held,)))
        (unit,) = after(parcel, match(parcel, claim_of(OF_PLAIN))).units
        assert (unit.verdict, unit.holds) == (Verdict.UNCERTAIN, (held,))

    def test_another_model_and_one_sent_already(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN))
        claim = claim_of(OF_PLAIN, model=COLOURED.name, replaced=True)
        assert set(told(parcel, match(parcel, claim))[0]) == {HoldKind.WRONG_MODEL, HoldKind.ALREADY_REPLACED}


class TestNeverTwice:
    """One replacement for one serial, whoever has it."""

    def test_another_parcel_has_it(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN))
        drafts = match(parcel, claim_of(OF_PLAIN), elsewhere={KEY: "481000000022"})
        assert told(parcel, drafts) == [(HoldKind.DUPLICATE,)]
        assert drafts[-1].fact == facts.HoldRaised("fresh.0", HoldKind.DUPLICATE, "481000000022")

    def test_its_own_parcel_has_it(self):
        first = unit_of(OF_PLAIN, id="u-1", replacement=queued())
        parcel = parcel_of(first, unit_of(OF_PLAIN, HoldKind.ORPHAN, id="u-2"))
        assert told(parcel, match(parcel, claim_of(OF_PLAIN, None))) == [(), (HoldKind.DUPLICATE,)]

    def test_what_lies_on_the_table_may_get_it(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN))
        table = Parcel("q", "481000000033", NOW, BADGE, units=(unit_of(OF_PLAIN, container=None),))
        assert told(parcel, match(parcel, claim_of(OF_PLAIN), Receipt(BADGE, table))) == [
            (HoldKind.DUPLICATE,)
        ]

    def test_two_parcels_of_one_chunk(self):
        parcels = [
            replace(parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN, id=f"u-{name}")), id=name, label=name)
            for name in ("p", "q")
        ]
        announced = tuple(Announced(parcel, claim_of(OF_PLAIN)) for parcel in parcels)
        drafts = rematched(announced, VERSION, Receipt(), KNOWN, IDS)
        assert [each for parcel in parcels for each in told(parcel, drafts)] == [(), (HoldKind.DUPLICATE,)]
        holds = [draft.fact.hold for draft in drafts if isinstance(draft.fact, facts.HoldRaised)]
        assert len(holds) == len(set(holds))


class TestWhatStays:
    def test_the_same_claim_says_nothing_new(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.MISMATCH), claim=claim_of(OTHER))
        assert match(parcel, claim_of(OTHER)) == ()

    @pytest.mark.parametrize(
        "unit",
        [
            unit_of(
                OF_PLAIN, holds=(hold(HoldKind.ORPHAN), hold(HoldKind.PARTIAL, decision=HoldDecision.DENY))
            ),
            unit_of(
                OF_PLAIN,
                holds=(
                    hold(HoldKind.ORPHAN),
                    hold(HoldKind.PARTIAL, resolved_at=NOW, decision=HoldDecision.RELEASE),
                ),
            ),
            unit_of(OF_PLAIN, HoldKind.ORPHAN, campaign="gone"),
            unit_of(OF_PLAIN, HoldKind.ORPHAN, model="gone"),
        ],
    )
    def test_a_unit_decided_about_or_of_a_campaign_gone(self, unit):
        parcel = parcel_of(unit)
        assert [draft.fact for draft in match(parcel, claim_of(OTHER))] == [
            facts.ClaimMatched(claim_of(OTHER), VERSION)
        ]

    def test_a_doubt_about_the_serial_once_settled_is_no_word_about_the_claim(self):
        settled = hold(HoldKind.UNCERTAIN_SERIAL, resolved_at=NOW, decision=HoldDecision.RELEASE)
        parcel = parcel_of(unit_of(OF_PLAIN, holds=(settled, hold(HoldKind.ORPHAN))))
        assert told(parcel, match(parcel, claim_of(OF_PLAIN))) == [()]

    def test_a_unit_under_a_campaign_left_out_is_known(self):
        parcel = parcel_of(unit_of(OF_PLAIN, HoldKind.ORPHAN))
        known = Known(Catalogue((), (CAMPAIGN,)))
        assert told(parcel, match(parcel, claim_of(OF_PLAIN), known=known)) == [()]


class TestNeverBeyondTheClaim:
    def test_the_first_that_came_is_served(self):
        units = [unit_of(f"{OF_PLAIN[:-1]}{last}", HoldKind.ORPHAN) for last in "ABC"]
        parcel = parcel_of(*(replace(each, replacement=queued(each.serial or "")) for each in units))
        claim = Claim("C-9", (ClaimedUnit(replaced=True), ClaimedUnit(count=2)))
        assert told(parcel, match(parcel, claim)) == [(), (), (HoldKind.EXTRA,)]

    def test_one_served_before_is_held_where_the_claim_has_shrunk(self):
        served = [unit_of(f"{OF_PLAIN[:-1]}{last}") for last in "AB"]
        units = [replace(each, replacement=queued(each.serial or "")) for each in served]
        parcel = parcel_of(*units, unit_of(OTHER, HoldKind.EXTRA), claim=claim_of(None, None))
        claim = Claim("C-9", (ClaimedUnit(replaced=True), ClaimedUnit()))
        folded = after(parcel, match(parcel, claim))
        assert sum(unit.is_served for unit in folded.units) == claim.owed


_SERIALS = [OF_PLAIN, OTHER, *(f"{OF_PLAIN[:-1]}{last}" for last in "ABC")]
_LINES = st.builds(
    lambda serial, model, count, replaced: ClaimedUnit(serial, model, None, 1 if serial else count, replaced),
    st.sampled_from([None, *_SERIALS]),
    st.sampled_from([None, PLAIN.name, COLOURED.name]),
    st.integers(1, 2),
    st.booleans(),
)
_CLAIMS = st.builds(
    Claim,
    st.sampled_from(["C-1", "C-2"]),
    st.lists(_LINES, min_size=1, max_size=3, unique_by=lambda line: line.serial or id(line)).map(tuple),
)


def against(parcel: Parcel, unit: Unit) -> dict[HoldKind, str]:
    """Give what a receipt begun now would hold against a unit, by the parcel's claim."""
    before = tuple(takewhile(lambda each: each.id != unit.id, parcel.units))
    campaign = CAMPAIGN if unit.verdict is Verdict.AFFECTED else None
    found = dict(to_arrival(replace(parcel, units=before), unit.serial))
    found |= dict(to_model(parcel.claim, unit.serial, unit.model, campaign))
    return found | ({HoldKind.PARTIAL: ""} if parcel.below_claim else {})


@st.composite
def received(draw: st.DrawFn) -> Parcel:
    """Draw a parcel as its receipt has left it, by the claim there was."""
    claim = draw(st.none() | _CLAIMS)
    serials = draw(st.lists(st.sampled_from(_SERIALS), min_size=1, max_size=3, unique=True))
    parcel = parcel_of(*(unit_of(serial) for serial in serials), claim=claim)
    units = []
    for unit in parcel.units:
        verdict = draw(st.sampled_from([Verdict.AFFECTED, Verdict.NOT_AFFECTED]))
        judged = replace(unit, verdict=verdict, replacement=None)
        kinds = against(parcel, judged)
        owed = owed_for(replace(judged, holds=tuple(map(hold, kinds))), KNOWN)
        replacement = queued(unit.serial or "") if owed is not None else None
        units.append(replace(judged, holds=tuple(map(hold, kinds)), replacement=replacement))
    return replace(parcel, units=tuple(units))


@given(received(), _CLAIMS, _CLAIMS)
def test_what_is_held_after_is_what_a_receipt_begun_now_would_hold(parcel, first, second):
    for claim in (first, second):
        drafts = match(parcel, claim)
        if claim == parcel.claim:
            assert drafts == ()
            continue
        parcel = after(parcel, drafts)
        assert parcel.claim == claim
        for unit in parcel.units:
            fresh, kinds = {*against(parcel, unit)}, {*unit.open_holds}
            assert fresh <= kinds
            assert kinds & REMATCHED - {HoldKind.EXTRA} == fresh & REMATCHED - {HoldKind.EXTRA}
        assert sum(unit.is_served for unit in parcel.units) <= claim.owed
        assert match(parcel, claim) == ()
