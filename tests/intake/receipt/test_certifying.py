"""What a supervisor says of a unit: its serial, or what the lists ask beside it."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake import facts
from intake.campaign import Catalogue
from intake.claim import Claim, ClaimedUnit
from intake.condition import Condition
from intake.dispatch import replacement_key
from intake.hold import HoldDecision, HoldKind
from intake.outcome import Message
from intake.receipt import Hold, Known, certifying
from intake.receipt.certifying import BY_LISTS, as_said, serial_in_question, told_with, was_read_whole
from intake.serial_number import How
from intake.verdict import CARD_DECIDES, Judgement, Reason, Told, Verdict
from tests.intake.receipt.cases import (
    BEFORE,
    BOX,
    CAMPAIGN,
    CATALOGUE,
    COLOURED,
    EXCLUDED,
    IN_SCOPE,
    NOW,
    OF_COLOURED,
    OF_NOBODY,
    OF_PLAIN,
    PLAIN,
)
from tests.intake.receipt.test_resolving import (
    AFFECTED,
    CERTIFY,
    DENY,
    IDS,
    IN_LIST,
    KEY,
    QUEUED,
    RELEASE,
    RESOLVED,
    SPARED,
    UNREADABLE,
    WAITING,
    case_of,
    decided,
    held,
    raised,
    recorded,
    unit_after,
)

_ASKED = CARD_DECIDES | {Reason.MODEL_UNKNOWN, Reason.CHANNEL_DECIDES}


def uncertain(reason: Reason, **changes: Any):
    """Give a unit that a device has read whole and that waits because of the lists."""
    unit = replace(AFFECTED, verdict=Verdict.UNCERTAIN, reasons=(reason,), **changes)
    return replace(unit, holds=(replace(WAITING, detail=reason),))


class TestSerialInQuestion:
    """Nobody types again what was never in doubt."""

    @pytest.mark.parametrize("reason", sorted(BY_LISTS))
    def test_where_only_the_lists_doubt_it_is_the_units_own(self, reason):
        unit = uncertain(reason)
        assert serial_in_question(unit, unit.holds[0], RELEASE) == OF_PLAIN
        assert serial_in_question(unit, unit.holds[0], DENY) is None
        assert serial_in_question(unit, unit.holds[0], replace(DENY, channel="shop")) == OF_PLAIN

    @pytest.mark.parametrize("reason", sorted({*Reason} - BY_LISTS))
    def test_where_the_serial_is_in_doubt_it_is_to_be_given(self, reason):
        unit = uncertain(reason)
        assert serial_in_question(unit, unit.holds[0], RELEASE) is None
        assert serial_in_question(unit, unit.holds[0], replace(RELEASE, channel="shop")) is None

    def test_what_is_given_goes_before_the_units_own(self):
        unit = uncertain(Reason.NO_LIST)
        assert (
            serial_in_question(unit, unit.holds[0], replace(RELEASE, serial=f"sn: {OF_NOBODY}")) == OF_NOBODY
        )

    def test_other_holds_ask_the_lists_only_about_what_is_said(self):
        unit = held(HoldKind.ORPHAN)
        assert serial_in_question(unit, unit.holds[0], RELEASE) is None
        assert serial_in_question(unit, unit.holds[0], replace(RELEASE, colour="navy")) == OF_PLAIN

    def test_what_a_supervisor_says_is_told_beside_what_a_card_said(self):
        unit = replace(AFFECTED, told=Told("M", "navy"))
        assert told_with(unit, replace(RELEASE, colour="red", channel="shop")) == Told("M", "red", "shop")

    @pytest.mark.parametrize(
        ("how", "serial", "is_whole"),
        [
            (How.SCANNED, OF_PLAIN, True),
            (How.UNCHECKED, OF_PLAIN, False),
            (How.SCANNED, OF_NOBODY, False),
        ],
    )
    def test_a_device_vouches_for_what_it_has_read(self, how, serial, is_whole):
        assert was_read_whole(replace(AFFECTED, how=how), serial) is is_whole


class TestAskedAgain:
    """Released without another word: the lists in force have the say."""

    def test_a_unit_they_name_by_now_is_owed_its_replacement(self):
        case = case_of(uncertain(Reason.STALE_LIST), IN_LIST)
        resolved, judged, queued = recorded(case)
        assert resolved == RESOLVED
        assert judged == facts.UnitJudged(
            *(facts.Because.TOLD, Verdict.AFFECTED, (Reason.IN_RANGE,)),
            *(CAMPAIGN.maker, CAMPAIGN.id, PLAIN.name, None, "3.1"),
        )
        assert isinstance(queued, facts.ReplacementQueued)
        assert unit_after(case).how is How.SCANNED

    def test_what_a_device_read_may_be_not_affected(self):
        unit = uncertain(Reason.NO_LIST, serial=OF_NOBODY)
        case = case_of(unit, SPARED)
        assert unit_after(case).verdict is Verdict.NOT_AFFECTED
        assert decided(case).answer.message is Message.HOLD_RELEASED

    def test_what_a_person_keyed_may_not(self):
        unit = uncertain(Reason.NO_LIST, serial=OF_NOBODY, how=How.KEYED)
        said = as_said(case_of(unit, SPARED), SPARED, RELEASE, CATALOGUE)
        assert (said.verdict, said.reasons[0]) == (Verdict.UNCERTAIN, Reason.CERTIFIED)
        assert decided(case_of(unit, SPARED)).message is Message.HOLD_NEEDS_MAKER

    def test_a_unit_of_a_campaign_abroad_is_held_for_it(self):
        known = Known(Catalogue((replace(CAMPAIGN, dispatched_here=False),)))
        found = certifying.certified(case_of(uncertain(Reason.STALE_LIST), IN_LIST), RELEASE, known, IDS)
        assert found[1:] == [facts.HoldRaised("id-0", HoldKind.OTHER_CAMPAIGN, CAMPAIGN.id)]

    def test_nothing_is_asked_of_a_case_without_a_serial(self):
        assert certifying.certified(case_of(held(HoldKind.ORPHAN)), RELEASE, Known(Catalogue()), IDS) == []

    def test_a_campaign_whose_file_is_gone_names_no_maker(self):
        case = case_of(uncertain(Reason.STALE_LIST), SPARED)
        fact: Any = certifying.certified(case, RELEASE, Known(Catalogue()), IDS)[0]
        assert (fact.maker, fact.campaign) == (None, CAMPAIGN.id)


class TestWordsBesideTheSerial:
    """How it was sold, its colour, its model."""

    SOLD = replace(RELEASE, channel="shop")

    def test_the_channel_makes_it_affected(self):
        case = case_of(uncertain(Reason.CHANNEL_DECIDES), IN_LIST, channels=frozenset({"shop"}))
        certified: Any = recorded(case, self.SOLD)[1]
        assert (certified.serial, certified.raw, certified.channel) == (OF_PLAIN, OF_PLAIN, "shop")
        assert (certified.verdict, certified.reasons) == (
            Verdict.AFFECTED,
            (Reason.IN_RANGE, Reason.CERTIFIED),
        )
        after = unit_after(case, self.SOLD)
        assert (after.told.channel, after.is_served) == ("shop", True)

    def test_a_word_is_never_the_ground_for_not_affected(self):
        """It may be mistaken: no device vouches for it."""
        judged = replace(SPARED, serial=OF_PLAIN, reasons=(Reason.NO_MATCH, Reason.CHANNEL_EXCLUDED))
        case = case_of(uncertain(Reason.CHANNEL_DECIDES), judged, channels=frozenset({"shop"}))
        said = as_said(case, judged, self.SOLD, CATALOGUE)
        assert (said.verdict, said.reasons[0]) == (Verdict.UNCERTAIN, Reason.CERTIFIED)
        assert decided(case, self.SOLD).message is Message.HOLD_NEEDS_MAKER
        denied = decided(case, replace(self.SOLD, decision=DENY.decision))
        assert denied.answer.message is Message.HOLD_DENIED

    def test_a_channel_is_said_in_the_words_of_a_list(self):
        case = case_of(uncertain(Reason.CHANNEL_DECIDES), IN_LIST, channels=frozenset({"web", "shop-2"}))
        answer = decided(case, self.SOLD)
        assert answer.message is Message.HOLD_CHANNEL_UNKNOWN
        assert answer.params == {"channels": "shop-2, web"}
        nowhere = decided(case_of(uncertain(Reason.CHANNEL_DECIDES), IN_LIST), self.SOLD)
        assert nowhere.params == {"channels": "-"}

    def test_the_colour_names_what_is_sent(self):
        unit = held(HoldKind.EXCLUDED_COLOUR, model=COLOURED.name, colour="other")
        judged = replace(IN_LIST, model=COLOURED.name, colour=IN_SCOPE.name)
        after = unit_after(case_of(unit, judged), replace(RELEASE, colour=IN_SCOPE.name))
        assert (after.colour, after.replacement.colour if after.replacement else None) == (IN_SCOPE.name,) * 2

    def test_a_colour_left_out_is_held(self):
        unit = held(HoldKind.ORPHAN, model=COLOURED.name)
        judged = replace(IN_LIST, model=COLOURED.name, colour=EXCLUDED.name)
        found = raised(case_of(unit, judged), replace(RELEASE, colour=EXCLUDED.name))
        assert found == [(HoldKind.EXCLUDED_COLOUR, EXCLUDED.name)]

    def test_a_model_said_stays_with_what_no_list_names(self):
        judged = replace(SPARED, serial=OF_PLAIN)
        unit = held(HoldKind.ORPHAN, verdict=Verdict.UNCERTAIN, model=None)
        after = unit_after(case_of(unit, judged), replace(RELEASE, model=COLOURED.name))
        assert (after.model, after.verdict) == (COLOURED.name, Verdict.UNCERTAIN)

    def test_a_model_the_list_contradicts_is_held(self):
        unit = uncertain(Reason.MODEL_DECIDES, model=None)
        found = raised(case_of(unit, IN_LIST), replace(RELEASE, model=COLOURED.name))
        assert found == [(HoldKind.WRONG_MODEL, COLOURED.name)]

    def test_a_model_the_claim_does_not_name_is_held(self):
        claim = Claim("C-1", (ClaimedUnit(model=COLOURED.name),))
        assert raised(case_of(UNREADABLE, IN_LIST, claim)) == [(HoldKind.WRONG_MODEL, COLOURED.name)]

    def test_what_the_claims_system_has_replaced_is_held_and_not_queued(self):
        claim = Claim("C-1", (ClaimedUnit(OF_PLAIN, replaced=True),))
        case = case_of(UNREADABLE, IN_LIST, claim)
        assert raised(case) == [(HoldKind.ALREADY_REPLACED, "C-1")]
        assert unit_after(case, CERTIFY).replacement is None

    def test_what_was_said_is_kept_for_the_lists_to_come(self):
        """What a list says in its place is no word of the supervisor's."""
        unit = uncertain(Reason.MODEL_DECIDES, model=COLOURED.name, told=Told(COLOURED.name))
        wish = replace(self.SOLD, model=PLAIN.name, reference="letter 12")
        case = case_of(unit, IN_LIST, channels=frozenset({"shop"}))
        assert unit_after(case, wish).told == Told(PLAIN.name, None, "shop")
        coloured = replace(IN_LIST, model=COLOURED.name, colour=IN_SCOPE.name)
        said = unit_after(case_of(unit, coloured), replace(RELEASE, colour=IN_SCOPE.name))
        assert said.told == Told(COLOURED.name, IN_SCOPE.name)
        assert unit_after(case_of(unit, coloured)).told == Told(COLOURED.name)

    @pytest.mark.parametrize("wish", [RELEASE, replace(RELEASE, model=COLOURED.name)])
    @pytest.mark.parametrize("condition", [None, *Condition])
    def test_what_is_not_safe_any_more_is_no_longer_of_the_class_of_safe_units(self, wish, condition):
        graver = Condition.R if condition is Condition.N else condition
        case = case_of(uncertain(Reason.STALE_LIST, condition=condition), IN_LIST)
        assert unit_after(case, wish).condition is graver

    def test_what_is_safe_by_now_stays_of_its_class(self):
        unit = uncertain(Reason.NO_LIST, serial=OF_NOBODY, condition=Condition.N)
        assert unit_after(case_of(unit, SPARED)).condition is Condition.N


class TestLeftTheSite:
    """What left as safe cannot be moved: it is an alarm."""

    def test_once_affected_it_is_an_alarm(self):
        unit = uncertain(Reason.STALE_LIST, condition=Condition.N)
        case = case_of(unit, IN_LIST, handed_over=True)
        assert raised(case, RELEASE) == [(HoldKind.GONE, BOX)]
        assert unit_after(case).condition is Condition.N

    @pytest.mark.parametrize("condition", [Condition.R, None])
    def test_not_what_left_as_recalled(self, condition):
        case = case_of(uncertain(Reason.STALE_LIST, condition=condition), IN_LIST, handed_over=True)
        assert raised(case, RELEASE) == []

    def test_it_is_raised_once(self):
        unit = uncertain(Reason.STALE_LIST, condition=Condition.N)
        unit = replace(unit, holds=(*unit.holds, Hold("h-2", HoldKind.GONE, NOW)))
        assert raised(case_of(unit, IN_LIST, handed_over=True), RELEASE) == []


class TestStillUncertain:
    """Words beside another hold may raise a doubt: then it is held for that."""

    TOLD = replace(RELEASE, model=COLOURED.name)
    DISAGREE = Judgement(OF_PLAIN, Verdict.UNCERTAIN, (Reason.LISTS_DISAGREE,), CAMPAIGN.id)

    def test_it_is_held_also_where_its_replacement_is_queued(self):
        case = case_of(held(HoldKind.ORPHAN, replacement=QUEUED), self.DISAGREE)
        assert raised(case, self.TOLD) == [(HoldKind.UNCERTAIN_SERIAL, Reason.LISTS_DISAGREE)]
        assert not unit_after(case, self.TOLD).is_served

    def test_a_doubt_released_before_is_another_one(self):
        unit = held(HoldKind.ORPHAN, HoldKind.UNCERTAIN_SERIAL)
        before = replace(unit.holds[1], resolved_at=NOW, decision=HoldDecision.RELEASE)
        case = case_of(replace(unit, holds=(unit.holds[0], before)), self.DISAGREE)
        assert raised(case, self.TOLD) == [(HoldKind.UNCERTAIN_SERIAL, Reason.LISTS_DISAGREE)]

    def test_it_is_not_held_twice(self):
        case = case_of(held(HoldKind.ORPHAN, HoldKind.UNCERTAIN_SERIAL), self.DISAGREE)
        assert raised(case, self.TOLD) == []

    def test_nor_where_nothing_is_owed_by_decision(self):
        case = case_of(held(HoldKind.ORPHAN), self.DISAGREE)
        assert raised(case, replace(self.TOLD, decision=DENY.decision)) == []
        unit = held(HoldKind.ORPHAN, HoldKind.PARTIAL)
        denied = replace(unit.holds[1], resolved_at=NOW, decision=HoldDecision.DENY)
        case = case_of(replace(unit, holds=(unit.holds[0], denied)), self.DISAGREE)
        assert raised(case, self.TOLD) == []


class TestMakersWord:
    """What the lists alone doubt ends by the maker's written word, by its number."""

    BY_LETTER = replace(RELEASE, reference="letter 12")

    def doubted(self, *reasons: Reason, **changes: Any) -> Judgement:
        return replace(IN_LIST, verdict=Verdict.UNCERTAIN, reasons=reasons, **changes)

    @pytest.mark.parametrize(
        ("reason", "message"),
        [
            *((each, Message.HOLD_NEEDS_MAKER) for each in sorted(BY_LISTS - _ASKED)),
            *((each, Message.HOLD_NEEDS_ANSWER) for each in sorted(_ASKED)),
        ],
    )
    def test_without_it_the_doubt_stays(self, reason, message):
        case = case_of(uncertain(reason), self.doubted(reason))
        for wish in (RELEASE, replace(RELEASE, reference=" ")):
            answer = decided(case, wish)
            assert (answer.message, answer.params) == (message, {"reason": reason})

    @pytest.mark.parametrize("reason", sorted(BY_LISTS))
    def test_with_it_the_unit_is_affected_and_owed_its_replacement(self, reason):
        case = case_of(uncertain(reason), self.doubted(reason, Reason.TRAINING_LIST))
        assert decided(case, self.BY_LETTER).answer.message is Message.HOLD_RELEASED_REPLACEMENT
        after = unit_after(case, self.BY_LETTER)
        assert after.is_by_maker
        assert after.is_served
        assert after.reasons == (Reason.CERTIFIED, reason, Reason.TRAINING_LIST)
        assert after.holds[0].reference == "letter 12"

    def test_the_model_may_be_said_with_it(self):
        unit = uncertain(Reason.LISTS_DISAGREE, model=None, campaign=None, maker=None)
        judged = self.doubted(Reason.LISTS_DISAGREE, model=None, campaign=None)
        after = unit_after(case_of(unit, judged), replace(self.BY_LETTER, model=PLAIN.name))
        assert (after.campaign, after.model, after.is_served) == (CAMPAIGN.id, PLAIN.name, True)

    @pytest.mark.parametrize("model", [None, "UN3480"])
    def test_of_a_model_nobody_has_said_it_says_nothing(self, model):
        unit = uncertain(Reason.LISTS_DISAGREE, model=None)
        judged = self.doubted(Reason.LISTS_DISAGREE, model=None)
        answer = decided(case_of(unit, judged), replace(self.BY_LETTER, model=model))
        assert (answer.message, answer.params) == (
            Message.HOLD_NEEDS_ANSWER,
            {"reason": Reason.MODEL_DECIDES},
        )

    def test_of_a_model_of_two_campaigns_the_units_own_counts(self):
        other = replace(CAMPAIGN, id="other")
        catalogue = Catalogue((other, CAMPAIGN))
        judged = self.doubted(Reason.LISTS_DISAGREE, campaign=None)
        case = case_of(uncertain(Reason.LISTS_DISAGREE), judged)
        assert as_said(case, judged, self.BY_LETTER, catalogue).campaign == CAMPAIGN.id
        case = case_of(uncertain(Reason.LISTS_DISAGREE, campaign=None), judged)
        assert as_said(case, judged, self.BY_LETTER, catalogue).verdict is Verdict.UNCERTAIN

    def test_it_is_not_asked_where_only_the_serial_was_in_doubt(self):
        unit = uncertain(Reason.NEAR_MATCH, how=How.UNCHECKED)
        case = case_of(unit, replace(SPARED, serial=OF_PLAIN))
        for wish in (CERTIFY, replace(CERTIFY, reference="photo 7")):
            assert decided(case, wish).answer.message is Message.HOLD_RELEASED
            assert unit_after(case, wish).verdict is Verdict.UNCERTAIN

    def test_it_stands_for_what_is_told_later(self):
        unit = held(HoldKind.ORPHAN, model=COLOURED.name, reasons=(Reason.CERTIFIED, Reason.MASKED_MATCH))
        judged = self.doubted(Reason.MASKED_MATCH, model=COLOURED.name, colour=IN_SCOPE.name)
        after = unit_after(case_of(unit, judged), replace(RELEASE, colour=IN_SCOPE.name))
        assert (after.is_by_maker, after.is_served) == (True, True)
        assert raised(case_of(unit, judged), replace(RELEASE, model=PLAIN.name))[0] == (
            HoldKind.UNCERTAIN_SERIAL,
            Reason.MASKED_MATCH,
        )


class TestSerialGiven:
    """A unit without a certain serial gets its replacement once a supervisor gives it one (rule 6)."""

    def test_a_unit_nobody_could_read_becomes_affected_and_is_owed_its_replacement(self):
        resolved, certified, queued = recorded(case_of(UNREADABLE, IN_LIST), CERTIFY)
        assert resolved == RESOLVED
        assert certified == facts.SerialCertified(
            OF_PLAIN,
            f"SN: {OF_PLAIN}",
            Verdict.AFFECTED,
            (Reason.IN_RANGE, Reason.CERTIFIED),
            CAMPAIGN.maker,
            CAMPAIGN.id,
            PLAIN.name,
            list_version="3.1",
        )
        assert isinstance(queued, facts.ReplacementQueued)
        assert queued.key == KEY
        unit = unit_after(case_of(UNREADABLE, IN_LIST), CERTIFY)
        assert (unit.serial, unit.how, unit.verdict) == (OF_PLAIN, How.CERTIFIED, Verdict.AFFECTED)
        assert unit.container == BOX

    @pytest.mark.parametrize("how", [How.UNREADABLE, How.KEYED, How.CLAIM, How.CERTIFIED])
    def test_what_no_device_read_is_never_said_to_be_not_affected(self, how):
        unit = replace(UNREADABLE, how=how, serial=None if how is How.UNREADABLE else OF_NOBODY)
        fact: Any = recorded(case_of(unit, SPARED), replace(CERTIFY, serial=OF_NOBODY))[1]
        assert (fact.verdict, fact.reasons) == (Verdict.UNCERTAIN, (Reason.CERTIFIED, Reason.NO_MATCH))

    def test_another_serial_than_the_scanned_one_is_never_said_to_be_not_affected(self):
        unit = replace(UNREADABLE, how=How.SCANNED, serial=OF_COLOURED)
        fact: Any = recorded(case_of(unit, SPARED), replace(CERTIFY, serial=OF_NOBODY))[1]
        assert (fact.verdict, fact.reasons[0]) == (Verdict.UNCERTAIN, Reason.CERTIFIED)

    def test_the_very_serial_a_device_read_may_be_not_affected_by_a_newer_list(self):
        unit = replace(UNREADABLE, how=How.SCANNED, serial=OF_NOBODY, campaign=CAMPAIGN.id)
        case = case_of(unit, SPARED)
        fact: Any = recorded(case, replace(CERTIFY, serial=OF_NOBODY))[1]
        assert (fact.verdict, fact.reasons) == (Verdict.NOT_AFFECTED, (Reason.NO_MATCH,))
        assert decided(case, replace(CERTIFY, serial=OF_NOBODY)).answer.message is Message.HOLD_RELEASED

    @pytest.mark.parametrize("named", [OF_PLAIN, OF_NOBODY])
    def test_but_not_where_the_claim_names_a_serial(self, named):
        unit = held(HoldKind.UNCERTAIN_SERIAL, HoldKind.MISMATCH, unit=UNREADABLE)
        unit = replace(unit, how=How.SCANNED, serial=OF_NOBODY)
        case = case_of(unit, SPARED, Claim("C-1", (ClaimedUnit(named),)))
        fact: Any = recorded(case, replace(CERTIFY, serial=OF_NOBODY))[1]
        assert (fact.verdict, fact.reasons) == (Verdict.UNCERTAIN, (Reason.CLAIM_DISAGREES, Reason.NO_MATCH))
        assert raised(case) == []  # the serial is what it was: nothing new stands against it

    def test_a_claim_that_names_no_serial_disagrees_with_nothing(self):
        unit = replace(UNREADABLE, how=How.SCANNED, serial=OF_NOBODY)
        case = case_of(unit, SPARED, Claim("C-1", (ClaimedUnit(None),)))
        fact: Any = recorded(case, replace(CERTIFY, serial=OF_NOBODY))[1]
        assert fact.verdict is Verdict.NOT_AFFECTED

    def test_a_supervisors_own_serial_does_not_make_it_safe_either(self):
        case = case_of(UNREADABLE, SPARED, Claim("C-1", (ClaimedUnit(OF_NOBODY),)))
        fact: Any = recorded(case, replace(CERTIFY, serial=OF_NOBODY))[1]
        assert fact.verdict is Verdict.UNCERTAIN
        assert fact.reasons == (Reason.CLAIM_DISAGREES, Reason.NO_MATCH, Reason.CERTIFIED)

    def test_one_received_before_is_held_as_a_duplicate(self):
        case = case_of(UNREADABLE, IN_LIST, twin=BEFORE, queued=BEFORE.parcel)
        assert recorded(case, CERTIFY)[2:] == [facts.HoldRaised("id-0", HoldKind.DUPLICATE, BEFORE.parcel)]
        assert decided(case, CERTIFY).answer.message is Message.HOLD_RELEASED_OTHERS

    def test_a_duplicate_already_held_is_not_held_twice(self):
        unit = held(HoldKind.UNCERTAIN_SERIAL, HoldKind.DUPLICATE)
        assert raised(case_of(unit, IN_LIST, twin=BEFORE)) == []

    def test_with_another_serial_it_is_compared_anew(self):
        unit = held(HoldKind.DUPLICATE)
        case = case_of(unit, replace(IN_LIST, serial=OF_NOBODY), twin=BEFORE)
        assert raised(case) == [(HoldKind.DUPLICATE, BEFORE.parcel)]

    def test_a_duplicate_is_released_by_another_serial_that_is_free(self):
        """The supervisor finds that it had been misread."""
        case = case_of(held(HoldKind.DUPLICATE), replace(IN_LIST, serial=OF_NOBODY))
        queued: Any = recorded(case, CERTIFY)[-1]
        assert queued.key == replacement_key(CAMPAIGN.maker, OF_NOBODY)

    def test_a_serial_the_whole_claim_does_not_name_is_a_mismatch(self):
        case = case_of(UNREADABLE, IN_LIST, Claim("C-1", (ClaimedUnit(OF_NOBODY),)))
        assert raised(case) == [(HoldKind.MISMATCH, OF_NOBODY)]

    def test_another_model_than_the_card_said_is_held(self):
        unit = replace(UNREADABLE, model=COLOURED.name, colour=IN_SCOPE.name, campaign=CAMPAIGN.id)
        case = case_of(unit, IN_LIST)
        assert raised(case) == [(HoldKind.WRONG_MODEL, COLOURED.name)]
        after = unit_after(case, CERTIFY)
        assert (after.model, after.colour) == (PLAIN.name, None)

    def test_a_colour_out_of_scope_is_held(self):
        judged = replace(IN_LIST, serial=OF_COLOURED, model=COLOURED.name, colour=EXCLUDED.name)
        assert raised(case_of(UNREADABLE, judged)) == [(HoldKind.EXCLUDED_COLOUR, EXCLUDED.name)]

    def test_the_colour_the_card_said_stays_where_the_list_names_none(self):
        unit = replace(UNREADABLE, model=COLOURED.name, colour=IN_SCOPE.name, campaign=CAMPAIGN.id)
        judged = replace(IN_LIST, serial=OF_COLOURED, model=COLOURED.name)
        queued: Any = recorded(case_of(unit, judged), CERTIFY)[-1]
        assert (queued.serial, queued.colour) == (OF_COLOURED, IN_SCOPE.name)

    def test_a_valid_serial_without_a_campaign_stays_uncertain(self):
        judged = Judgement(OF_PLAIN, Verdict.UNCERTAIN, (Reason.LISTS_DISAGREE,))
        case = case_of(UNREADABLE, judged)
        fact: Any = recorded(case, replace(CERTIFY, decision=DENY.decision))[1]
        assert (fact.verdict, fact.maker, fact.campaign) == (Verdict.UNCERTAIN, None, None)
        assert decided(case, CERTIFY).message is Message.HOLD_NEEDS_MAKER

    def test_a_denied_unit_may_still_be_given_its_serial(self):
        assert [
            type(fact)
            for fact in recorded(case_of(UNREADABLE, IN_LIST), replace(CERTIFY, decision=DENY.decision))
        ] == [
            facts.HoldResolved,
            facts.SerialCertified,
        ]

    def test_the_serial_of_its_own_replacement_may_be_confirmed(self):
        case = case_of(held(HoldKind.ORPHAN, replacement=QUEUED), IN_LIST)
        assert decided(case, CERTIFY).answer.message is Message.HOLD_RELEASED_REPLACEMENT
