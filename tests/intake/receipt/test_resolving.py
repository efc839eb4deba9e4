"""A supervisor's word on a hold: what it changes, what it is refused for, and what then is owed."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from intake import facts
from intake.claim import Claim, ClaimedUnit
from intake.dispatch import Replacement, replacement_key
from intake.events import Event
from intake.hold import HoldDecision, HoldKind
from intake.outcome import Answer, Message
from intake.receipt import Case, Decision, Hold, Known, Parcel, Receipt, Unit
from intake.receipt.history import apply_to_parcel
from intake.receipt.placing import owed_for
from intake.receipt.resolving import LONGEST_NOTE, LONGEST_REFERENCE, by_supervisor
from intake.request import ResolveHold
from intake.scan import Severity
from intake.serial_number import How
from intake.verdict import Judgement, Reason, Verdict
from intake.wire import HubAnswer
from tests.intake.receipt.cases import (
    BADGE,
    BOX,
    CAMPAIGN,
    CATALOGUE,
    COLOURED,
    CONFUSABLE,
    NOW,
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
QUEUED = Replacement(KEY, CAMPAIGN.id, OF_PLAIN, PLAIN.remedy.item, None, NOW)
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


def case_of(
    unit: Unit,
    judged: Judgement | None = None,
    claim: Claim | None = None,
    others: tuple[Unit, ...] = (),
    **known: Any,
) -> Case:
    """Give the case of a unit's first hold, in a closed parcel."""
    parcel = Parcel("p", OLD_LABEL, NOW, BADGE, claim=claim, units=(unit, *others), closed_at=NOW)
    return Case(parcel, unit, unit.holds[0], judged, **known)


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
    "left to the central claims system": (
        case_of(held(HoldKind.PROVISIONAL)),
        RELEASE,
        Receipt(),
        Message.HOLD_PROVISIONAL,
    ),
    "another desk's unit has its replacement": (
        case_of(held(HoldKind.DUPLICATE, replacement=replace(QUEUED, answer=HubAnswer.TAKEN))),
        RELEASE,
        Receipt(),
        Message.HOLD_TAKEN_ELSEWHERE,
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
    "cleared by a person": (
        case_of(held(HoldKind.ORPHAN)),
        replace(RELEASE, decision=HoldDecision.CLEARED),
        Receipt(),
        Message.HOLD_NOT_CLEARED,
    ),
    "a unit that has left, without a reference": (
        case_of(held(HoldKind.GONE)),
        RELEASE,
        Receipt(),
        Message.HOLD_GONE_NEEDS_REFERENCE,
    ),
    "a unit that has left denied without a reference": (
        case_of(held(HoldKind.GONE)),
        DENY,
        Receipt(),
        Message.HOLD_GONE_NEEDS_REFERENCE,
    ),
    "a channel for a unit without a serial": (
        case_of(UNREADABLE),
        replace(DENY, channel="shop"),
        Receipt(),
        Message.HOLD_NEEDS_SERIAL,
    ),
    "too long a channel": (
        case_of(UNREADABLE, IN_LIST),
        replace(CERTIFY, channel="x" * (LONGEST_REFERENCE + 1)),
        Receipt(),
        Message.HOLD_TEXT_REFUSED,
    ),
    "a model of no campaign": (
        case_of(UNREADABLE, IN_LIST),
        replace(CERTIFY, model="NOWHERE"),
        Receipt(),
        Message.HOLD_NAME_UNKNOWN,
    ),
    "a colour the model does not have": (
        case_of(UNREADABLE, IN_LIST),
        replace(CERTIFY, colour="plaid"),
        Receipt(),
        Message.HOLD_NAME_UNKNOWN,
    ),
    **{
        f"released, {reason}": (
            case_of(UNREADABLE, replace(IN_LIST, verdict=Verdict.UNCERTAIN, reasons=(reason,))),
            CERTIFY,
            Receipt(),
            Message.HOLD_NEEDS_ANSWER,
        )
        for reason in (
            Reason.MODEL_DECIDES,
            Reason.MODEL_UNKNOWN,
            Reason.COLOUR_DECIDES,
            Reason.CHANNEL_DECIDES,
        )
    },
    "affected, its colour to be sent unknown": (
        case_of(held(HoldKind.ORPHAN, model=COLOURED.name)),
        RELEASE,
        Receipt(),
        Message.HOLD_NEEDS_COLOUR,
    ),
    "of another colour, none said": (
        case_of(held(HoldKind.EXCLUDED_COLOUR, model=COLOURED.name, colour="other")),
        RELEASE,
        Receipt(),
        Message.HOLD_NEEDS_COLOUR,
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


class TestQueuedBefore:
    """What goes out is what is owed: words beside a hold do not change it behind its back."""

    TOLD = Judgement(OF_PLAIN, Verdict.AFFECTED, (Reason.EXACT_MATCH,), CAMPAIGN.id, COLOURED.name, "navy")

    def test_what_would_be_owed_another_item_is_refused(self):
        case = case_of(held(HoldKind.ORPHAN, replacement=QUEUED), self.TOLD)
        answer = decided(case, replace(RELEASE, colour=COLOURED.colours[0].name))
        assert answer.message is Message.HOLD_OWED_OTHERWISE
        assert answer.params == {"item": PLAIN.remedy.item, "colour": "-"}

    def test_also_where_more_holds_are_open(self):
        case = case_of(held(HoldKind.ORPHAN, HoldKind.PARTIAL, replacement=QUEUED), self.TOLD)
        assert decided(case, replace(RELEASE, model=PLAIN.name)).message is Message.HOLD_OWED_OTHERWISE

    @pytest.mark.parametrize("kind", [HoldKind.UNCERTAIN_SERIAL, HoldKind.ORPHAN])
    def test_what_is_owed_nothing_any_more_is_refused(self, kind):
        case = case_of(
            held(kind, replacement=QUEUED, verdict=Verdict.UNCERTAIN), replace(SPARED, serial=OF_PLAIN)
        )
        wish = CERTIFY if kind is HoldKind.UNCERTAIN_SERIAL else RELEASE
        case = case if kind is HoldKind.UNCERTAIN_SERIAL else replace(case, judged=None)
        assert decided(case, wish).message is Message.HOLD_OWED_OTHERWISE
        assert decided(case, replace(wish, decision=DENY.decision)).answer.message is Message.HOLD_DENIED

    def test_a_supervisor_may_let_it_go_in_the_face_of_a_newer_list(self):
        unit = held(HoldKind.REJUDGED, HoldKind.ORPHAN, replacement=QUEUED, verdict=Verdict.NOT_AFFECTED)
        assert decided(case_of(unit)).answer.message is Message.HOLD_RELEASED_OTHERS
        released = replace(unit.holds[0], resolved_at=NOW, decision=HoldDecision.RELEASE)
        case = case_of(replace(unit, holds=(unit.holds[1], released)))
        assert decided(case).answer.message is Message.HOLD_RELEASED_REPLACEMENT
        said = replace(case, judged=self.TOLD)
        assert decided(said, replace(RELEASE, model=PLAIN.name)).message is Message.HOLD_OWED_OTHERWISE

    def test_while_it_is_held_for_that_other_holds_may_go(self):
        unit = held(HoldKind.ORPHAN, HoldKind.REJUDGED, replacement=QUEUED, verdict=Verdict.NOT_AFFECTED)
        assert decided(case_of(unit)).answer.message is Message.HOLD_RELEASED_OTHERS


class TestClaimsLimit:
    """Never more replacements than the claim expects."""

    ONE = Claim("C-1", (ClaimedUnit(),))
    SERVED = replace(AFFECTED, id="other", serial=OF_NOBODY, holds=(), replacement=QUEUED)

    @pytest.mark.parametrize("replacement", [None, QUEUED])
    def test_what_would_be_one_too_many_is_refused(self, replacement):
        case = case_of(held(HoldKind.EXTRA, replacement=replacement), claim=self.ONE, others=(self.SERVED,))
        answer = decided(case)
        assert (answer.message, answer.severity) == (Message.HOLD_CLAIM_FULL, Severity.REFUSED)
        assert answer.params == {"claim": "C-1", "count": 1}
        assert decided(case, DENY).answer.message is Message.HOLD_DENIED

    def test_while_another_hold_stands_nobody_is_served_yet(self):
        unit = held(HoldKind.EXTRA, HoldKind.ORPHAN, replacement=QUEUED)
        found = decided(case_of(unit, claim=self.ONE, others=(self.SERVED,)))
        assert found.answer.message is Message.HOLD_RELEASED_OTHERS

    def test_what_is_owed_nothing_takes_no_place(self):
        unit = held(HoldKind.EXTRA, verdict=Verdict.NOT_AFFECTED)
        found = decided(case_of(unit, claim=self.ONE, others=(self.SERVED,)))
        assert found.answer.message is Message.HOLD_RELEASED

    def test_a_denied_one_frees_its_place(self):
        denied = replace(self.SERVED, holds=(replace(WAITING, resolved_at=NOW, decision=HoldDecision.DENY),))
        found = decided(case_of(held(HoldKind.EXTRA), claim=self.ONE, others=(denied,)))
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
