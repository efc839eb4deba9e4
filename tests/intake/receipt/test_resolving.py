"""A supervisor's word on a hold: what it changes, what it is refused for, and what then is owed."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake import facts
from intake.claim import Claim, ClaimedUnit
from intake.dispatch import replacement_key
from intake.events import Event
from intake.hold import HoldDecision, HoldKind
from intake.outcome import Answer, Message
from intake.receipt import Case, Decision, Hold, Known, Parcel, Receipt, Replacement, Unit
from intake.receipt.history import apply_to_parcel
from intake.receipt.placing import owed_for
from intake.receipt.resolving import LONGEST_NOTE, LONGEST_REFERENCE, by_supervisor
from intake.request import ResolveHold
from intake.scan import Severity
from intake.serial_number import How
from intake.verdict import Judgement, Reason, Verdict
from tests.intake.receipt.cases import (
    BADGE,
    BEFORE,
    BOX,
    CAMPAIGN,
    CATALOGUE,
    COLOURED,
    CONFUSABLE,
    EXCLUDED,
    IN_SCOPE,
    NOW,
    OF_COLOURED,
    OF_NOBODY,
    OF_PLAIN,
    OLD_LABEL,
    PLAIN,
)

KNOWN = Known(CATALOGUE)
IDS = tuple(f"id-{number}" for number in range(8))
KEY = replacement_key(CAMPAIGN.maker, OF_PLAIN)
WAITING = Hold("h-1", HoldKind.UNCERTAIN_SERIAL, NOW)
UNREADABLE = Unit("u", NOW, None, "", None, (), False, how=How.UNREADABLE, container=BOX, holds=(WAITING,))
AFFECTED = replace(
    UNREADABLE,
    serial=OF_PLAIN,
    raw=OF_PLAIN,
    verdict=Verdict.AFFECTED,
    reasons=(Reason.IN_RANGE,),
    maker=CAMPAIGN.maker,
    campaign=CAMPAIGN.id,
    model=PLAIN.name,
    how=How.SCANNED,
)
QUEUED = Replacement(KEY, CAMPAIGN.id, OF_PLAIN, "item", None, NOW)
IN_LIST = Judgement(
    OF_PLAIN, Verdict.AFFECTED, (Reason.IN_RANGE,), CAMPAIGN.id, PLAIN.name, list_version="3.1"
)
SPARED = Judgement(OF_NOBODY, Verdict.NOT_AFFECTED, (Reason.NO_MATCH,), CAMPAIGN.id, list_version="3.1")
RELEASE = ResolveHold(BADGE, "2468", "h-1", HoldDecision.RELEASE)
DENY = replace(RELEASE, decision=HoldDecision.DENY)
CERTIFY = replace(RELEASE, serial=f"SN: {OF_PLAIN}")
RESOLVED = facts.HoldResolved("h-1", HoldDecision.RELEASE, BADGE)


def held(*kinds: HoldKind, unit: Unit = AFFECTED, **changes: Any) -> Unit:
    """Give a unit with holds, `h-1` the first of them."""
    holds = tuple(Hold(f"h-{place}", kind, NOW) for place, kind in enumerate(kinds, 1))
    return replace(unit, holds=holds, **changes)


def case_of(unit: Unit, judged: Judgement | None = None, claim: Claim | None = None, **others: Any) -> Case:
    """Give the case of a unit's first hold, in a closed parcel."""
    parcel = Parcel("p", OLD_LABEL, NOW, BADGE, claim=claim, units=(unit,), closed_at=NOW)
    return Case(parcel, unit, unit.holds[0], judged, **others)


def decided(case: Case | None, wish: ResolveHold = RELEASE, receipt: Receipt | None = None) -> Any:
    """Decide a case."""
    return by_supervisor(case, wish, receipt or Receipt(), KNOWN, IDS)


def recorded(case: Case, wish: ResolveHold = RELEASE) -> list[facts.Fact]:
    """Give the facts a decision records; all of them are of the case's unit."""
    found: Decision = decided(case, wish)
    assert isinstance(found, Decision), found
    assert {(draft.parcel, draft.unit) for draft in found.drafts} == {("p", "u")}
    return [draft.fact for draft in found.drafts]


def unit_after(case: Case, wish: ResolveHold = RELEASE) -> Unit:
    """Fold a decision into the unit."""
    parcel: Parcel | None = case.parcel
    for place, fact in enumerate(recorded(case, wish)):
        parcel = apply_to_parcel(parcel, Event(place, f"e-{place}", NOW, BADGE, "p", "u", fact))
    unit = parcel.unit("u") if parcel else None
    assert unit is not None
    return unit


def raised(case: Case, wish: ResolveHold = CERTIFY) -> list[tuple[HoldKind, str]]:
    """Give the holds a decision raises."""
    return [(fact.kind, fact.detail) for fact in recorded(case, wish) if isinstance(fact, facts.HoldRaised)]


ON_THE_TABLE = Receipt(BADGE, Parcel("q", "another", NOW, BADGE, units=(replace(AFFECTED, id="v"),)))
NO_TEXT = ("x" * (LONGEST_REFERENCE + 1), "a\nb", "\x1b[2J", "\u202e")
REFUSED: dict[str, tuple[Case | None, ResolveHold, Receipt, Message]] = {
    "unknown": (None, RELEASE, Receipt(), Message.HOLD_UNKNOWN),
    "decided before": (
        case_of(replace(AFFECTED, holds=(replace(WAITING, resolved_at=NOW, resolved_by=BADGE),))),
        RELEASE,
        Receipt(),
        Message.HOLD_RESOLVED_BEFORE,
    ),
    "its parcel is open": (
        case_of(held(HoldKind.ORPHAN)),
        DENY,
        Receipt(BADGE, case_of(held(HoldKind.ORPHAN)).parcel),
        Message.HOLD_PARCEL_OPEN,
    ),
    "its campaign's file gone": (
        case_of(held(HoldKind.ORPHAN, campaign="gone")),
        RELEASE,
        Receipt(),
        Message.HOLD_CAMPAIGN_MISSING,
    ),
    "evidence without a reference": (
        case_of(held(HoldKind.EVIDENCE)),
        replace(RELEASE, reference=" "),
        Receipt(),
        Message.HOLD_NEEDS_REFERENCE,
    ),
    "evidence denied, whatever it rests on": (
        case_of(held(HoldKind.EVIDENCE)),
        replace(DENY, reference="letter 12"),
        Receipt(),
        Message.HOLD_EVIDENCE_STAYS,
    ),
    "an uncertain serial, none given": (case_of(UNREADABLE), RELEASE, Receipt(), Message.HOLD_NEEDS_SERIAL),
    "no serial of any campaign": (
        case_of(UNREADABLE, Judgement("X", Verdict.INVALID, (Reason.BAD_LENGTH,))),
        CERTIFY,
        Receipt(),
        Message.HOLD_SERIAL_INVALID,
    ),
    "a serial with look-alike characters": (
        case_of(UNREADABLE, Judgement(CONFUSABLE, Verdict.UNCERTAIN, (Reason.CONFUSABLE_CHARACTERS,))),
        CERTIFY,
        Receipt(),
        Message.HOLD_SERIAL_INVALID,
    ),
    "another serial than that of its replacement": (
        case_of(held(HoldKind.ORPHAN, replacement=QUEUED), SPARED),
        CERTIFY,
        Receipt(),
        Message.HOLD_SERIAL_STAYS,
    ),
    "a duplicate, its replacement queued": (
        case_of(held(HoldKind.DUPLICATE), queued="elsewhere"),
        RELEASE,
        Receipt(),
        Message.HOLD_KEY_TAKEN,
    ),
    "replaced already, more holds open": (
        case_of(held(HoldKind.ALREADY_REPLACED, HoldKind.ORPHAN), queued="elsewhere"),
        RELEASE,
        Receipt(),
        Message.HOLD_KEY_TAKEN,
    ),
    "the last of its holds, its key taken meanwhile": (
        case_of(held(HoldKind.ORPHAN), queued="elsewhere"),
        RELEASE,
        Receipt(),
        Message.HOLD_KEY_TAKEN,
    ),
    "a duplicate of what lies on the table": (
        case_of(held(HoldKind.DUPLICATE)),
        RELEASE,
        ON_THE_TABLE,
        Message.HOLD_PARCEL_OPEN,
    ),
    **{
        f"reference {text!r}": (
            case_of(held(HoldKind.ORPHAN)),
            replace(RELEASE, reference=text),
            Receipt(),
            Message.HOLD_TEXT_REFUSED,
        )
        for text in NO_TEXT
    },
    "too long a note": (
        case_of(held(HoldKind.ORPHAN)),
        replace(DENY, note="x" * (LONGEST_NOTE + 1)),
        Receipt(),
        Message.HOLD_TEXT_REFUSED,
    ),
}


@pytest.mark.parametrize(("case", "wish", "receipt", "message"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_in_words(case, wish, receipt, message):
    answer = decided(case, wish, receipt)
    assert isinstance(answer, Answer)
    assert (answer.message, answer.severity) == (message, Severity.REFUSED)


def test_reference_and_note_may_be_as_long_as_is_said():
    told = {"reference": "x" * LONGEST_REFERENCE, "note": "メ" * LONGEST_NOTE}
    wish = replace(DENY, **told)
    assert decided(case_of(held(HoldKind.ORPHAN)), wish).answer.message is Message.HOLD_DENIED


def test_an_invalid_serial_is_refused_with_its_reason():
    answer = decided(*REFUSED["no serial of any campaign"][:2])
    assert answer.params == {"reason": Reason.BAD_LENGTH, "length": 1}
    assert answer.verdict is Verdict.INVALID


class TestReleasing:
    """What no longer stands against dispatching."""

    def test_who_decided_on_what_ground_stands_in_the_hold(self):
        wish = replace(RELEASE, reference="maker 7", note="seen")
        (hold,) = unit_after(case_of(held(HoldKind.EVIDENCE, replacement=QUEUED)), wish).holds
        assert (hold.resolved_at, hold.decision, hold.resolved_by) == (NOW, HoldDecision.RELEASE, BADGE)
        assert (hold.reference, hold.note) == ("maker 7", "seen")

    def test_the_last_hold_queues_what_is_owed(self):
        unit = held(HoldKind.DUPLICATE)
        found = decided(case_of(unit))
        owed = owed_for(replace(unit, holds=()), KNOWN)
        assert owed is not None
        assert recorded(case_of(unit)) == [RESOLVED, owed]
        assert found.answer.message is Message.HOLD_RELEASED_REPLACEMENT
        assert found.answer.params["item"] == owed.item
        assert (found.answer.severity, found.answer.holds) == (Severity.OK, ())

    def test_while_another_stands_nothing_is_queued(self):
        found = decided(case_of(held(HoldKind.DUPLICATE, HoldKind.ORPHAN)))
        assert [draft.fact for draft in found.drafts] == [RESOLVED]
        assert found.answer.message is Message.HOLD_RELEASED_OTHERS
        assert (found.answer.params["count"], found.answer.holds) == (1, (HoldKind.ORPHAN,))

    def test_one_that_has_its_replacement_is_not_given_another(self):
        found = decided(case_of(held(HoldKind.ORPHAN, replacement=QUEUED)))
        assert [draft.fact for draft in found.drafts] == [RESOLVED]
        assert found.answer.message is Message.HOLD_RELEASED_REPLACEMENT

    @pytest.mark.parametrize("verdict", [Verdict.UNCERTAIN, Verdict.NOT_AFFECTED])
    def test_what_no_list_names_is_owed_nothing(self, verdict):
        found = decided(case_of(held(HoldKind.ORPHAN, verdict=verdict)))
        assert [draft.fact for draft in found.drafts] == [RESOLVED]
        assert found.answer.message is Message.HOLD_RELEASED

    def test_a_parcel_of_other_serials_on_the_table_bars_nothing(self):
        receipt = Receipt(BADGE, Parcel("q", "another", NOW, BADGE, units=(replace(UNREADABLE, id="v"),)))
        found = decided(case_of(held(HoldKind.DUPLICATE)), receipt=receipt)
        assert found.answer.message is Message.HOLD_RELEASED_REPLACEMENT


class TestDenying:
    """No replacement for this unit, whatever is decided later."""

    def test_it_is_recorded_and_queues_nothing(self):
        found = decided(case_of(held(HoldKind.DUPLICATE)), DENY)
        assert [draft.fact for draft in found.drafts] == [replace(RESOLVED, decision=HoldDecision.DENY)]
        assert found.answer.message is Message.HOLD_DENIED
        assert unit_after(case_of(held(HoldKind.DUPLICATE)), DENY).is_denied

    @pytest.mark.parametrize("replacement", [None, QUEUED])
    def test_releasing_another_hold_queues_nothing(self, replacement):
        unit = held(HoldKind.ORPHAN, HoldKind.PARTIAL, replacement=replacement)
        denied = replace(unit.holds[1], resolved_at=NOW, decision=HoldDecision.DENY)
        case = case_of(replace(unit, holds=(unit.holds[0], denied)))
        found = decided(case)
        assert [draft.fact for draft in found.drafts] == [RESOLVED]
        assert found.answer.message is Message.HOLD_RELEASED

    def test_it_is_granted_also_where_its_key_is_taken(self):
        found = decided(case_of(held(HoldKind.DUPLICATE), queued="elsewhere"), DENY)
        assert found.answer.message is Message.HOLD_DENIED

    def test_an_uncertain_serial_needs_none_to_be_denied(self):
        assert decided(case_of(UNREADABLE), DENY).answer.message is Message.HOLD_DENIED


class TestCertifying:
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

    def test_but_not_where_the_claim_names_another(self):
        unit = held(HoldKind.UNCERTAIN_SERIAL, HoldKind.MISMATCH, unit=UNREADABLE)
        unit = replace(unit, how=How.SCANNED, serial=OF_NOBODY)
        case = case_of(unit, SPARED, Claim("C-1", (ClaimedUnit(OF_PLAIN),)))
        fact: Any = recorded(case, replace(CERTIFY, serial=OF_NOBODY))[1]
        assert (fact.verdict, fact.reasons) == (Verdict.UNCERTAIN, (Reason.CLAIM_DISAGREES, Reason.NO_MATCH))
        assert raised(case) == []  # the serial is what it was: nothing new stands against it

    def test_a_claim_that_names_it_disagrees_with_nothing(self):
        unit = replace(UNREADABLE, how=How.SCANNED, serial=OF_NOBODY)
        case = case_of(unit, SPARED, Claim("C-1", (ClaimedUnit(OF_NOBODY),)))
        fact: Any = recorded(case, CERTIFY)[1]
        assert fact.verdict is Verdict.NOT_AFFECTED

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
        fact: Any = recorded(case_of(UNREADABLE, judged), CERTIFY)[1]
        assert (fact.verdict, fact.maker, fact.campaign) == (Verdict.UNCERTAIN, None, None)

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
