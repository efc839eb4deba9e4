"""Granting: every wish, accepted and refused."""

from __future__ import annotations

from string import Formatter
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from intake import facts
from intake.campaign import Catalogue, UnNumber
from intake.condition import Condition
from intake.container import Container, ContainerState, Limits, Load
from intake.disposition import EmergencyOutcome
from intake.granting import About, Published, grant
from intake.operator import Operator, Role
from intake.outcome import Message
from intake.own_label import LabelKind, OwnLabel
from intake.receipt import Known, Policy, Receipt
from intake.request import (
    ActivateList,
    AddOperator,
    AddRejectBin,
    CloseEmergency,
    ErasePayload,
    ForgetPerson,
    OpenContainer,
    RetireOperator,
    SealContainer,
    Wish,
)
from intake.scan import Severity
from intake.settings import Language
from intake.wording import Wording

BADGE = OwnLabel(LabelKind.BADGE, 7).code
CONTAINER = OwnLabel(LabelKind.CONTAINER, 12).code
BIN = OwnLabel(LabelKind.REJECT_BIN, 1).code
LIMITS = Limits(7, 700.0, 7000)
KNOWN = Known(Catalogue(), Policy(limits=LIMITS))
ABOUT = About(Receipt(), KNOWN)
OPENED = Container(CONTAINER, Condition.R, UnNumber.UN3480, LIMITS, load=Load(units=3))
LEAD = Operator(BADGE, Role.LEAD)
RETIRED = replace(LEAD, retired=True)
IN_USE = replace(ABOUT, known=replace(KNOWN, bin_known=True))
ALARMED = replace(ABOUT, receipt=Receipt(incident="i"))
VERIFIED = replace(ALARMED, known=replace(KNOWN, lead_verified=True))

ADD = AddOperator(BADGE, Role.LEAD, "Taro Yamada", "2468")
RETIRE = RetireOperator(BADGE)
FORGET = ForgetPerson(BADGE, "left")
OPEN = OpenContainer(CONTAINER, Condition.R, UnNumber.UN3480, tare=400, location="A-1")
SEAL = SealContainer(CONTAINER)
ADD_BIN = AddRejectBin(BIN)
ACTIVATE = ActivateList("zz-1", "3.1")
END = CloseEmergency(BADGE, "2468", EmergencyOutcome.WATER_BATH)
ERASE = ErasePayload("0" * 64, "asked for")

ACCEPTED = {
    "add operator": (ADD, ABOUT, Message.OPERATOR_ADDED, facts.OperatorAdded(BADGE, Role.LEAD)),
    "add a retired badge again": (
        ADD,
        replace(ABOUT, operator=RETIRED),
        Message.OPERATOR_ADDED,
        facts.OperatorAdded(BADGE, Role.LEAD),
    ),
    "retire": (RETIRE, replace(ABOUT, operator=LEAD), Message.OPERATOR_RETIRED, facts.OperatorRetired(BADGE)),
    "forget": (
        FORGET,
        replace(ABOUT, operator=RETIRED),
        Message.PERSON_FORGOTTEN,
        facts.PersonForgotten(BADGE, "left"),
    ),
    "open container": (
        OPEN,
        ABOUT,
        Message.CONTAINER_OPENED,
        facts.ContainerOpened(CONTAINER, Condition.R, UnNumber.UN3480, LIMITS, 400, "A-1"),
    ),
    "seal container": (
        SEAL,
        replace(ABOUT, container=OPENED),
        Message.CONTAINER_SEALED,
        facts.ContainerSealed(CONTAINER),
    ),
    "add reject bin": (ADD_BIN, ABOUT, Message.REJECT_BIN_ADDED, facts.RejectBinAdded(BIN)),
    "activate list": (
        ACTIVATE,
        replace(ABOUT, training=False, published=Published(training=False, checksum="abc")),
        Message.LIST_ACTIVATED,
        facts.ListActivated("zz-1", "3.1", training=False, checksum="abc"),
    ),
    "activate training list": (
        ACTIVATE,
        replace(ABOUT, published=Published(training=True, checksum="abc")),
        Message.LIST_ACTIVATED,
        facts.ListActivated("zz-1", "3.1", training=True, checksum="abc"),
    ),
    "close emergency": (
        END,
        VERIFIED,
        Message.EMERGENCY_CLOSED,
        facts.EmergencyClosed("i", EmergencyOutcome.WATER_BATH, BADGE),
    ),
    "erase payload": (
        ERASE,
        replace(ABOUT, payload_kept=True),
        Message.PAYLOAD_ERASED,
        facts.PayloadErased("0" * 64, "asked for"),
    ),
}

REFUSED = {
    "add operator, known": (ADD, replace(ABOUT, operator=LEAD), Message.OPERATOR_KNOWN),
    "add operator, other label": (replace(ADD, code=CONTAINER), ABOUT, Message.NOT_A_LABEL),
    "retire, unknown": (RETIRE, ABOUT, Message.OPERATOR_UNKNOWN),
    "retire, retired": (RETIRE, replace(ABOUT, operator=RETIRED), Message.OPERATOR_UNKNOWN),
    "forget, unknown": (FORGET, ABOUT, Message.OPERATOR_UNKNOWN),
    "open container, other label": (replace(OPEN, code=BADGE), ABOUT, Message.NOT_A_LABEL),
    "open container, K2": (replace(OPEN, condition=Condition.K2), ABOUT, Message.CONTAINER_NEVER_K2),
    "open container, known": (OPEN, replace(ABOUT, container=OPENED), Message.CONTAINER_KNOWN),
    "open container, limits": (replace(OPEN, limits=Limits(0)), ABOUT, Message.LIMITS_REFUSED),
    "seal container, unknown": (SEAL, ABOUT, Message.CONTAINER_UNKNOWN),
    "seal container, sealed": (
        SEAL,
        replace(ABOUT, container=replace(OPENED, state=ContainerState.SEALED)),
        Message.CONTAINER_KNOWN,
    ),
    "add reject bin, known": (ADD_BIN, IN_USE, Message.REJECT_BIN_KNOWN),
    "add reject bin, other label": (AddRejectBin(CONTAINER), ABOUT, Message.NOT_A_LABEL),
    "activate list, none there": (ACTIVATE, ABOUT, Message.LIST_REFUSED),
    "activate list, training list in production": (
        ACTIVATE,
        replace(ABOUT, training=False, published=Published(training=True, checksum="abc")),
        Message.LIST_REFUSED,
    ),
    "close emergency, none": (END, replace(VERIFIED, receipt=Receipt()), Message.EMERGENCY_NONE),
    "close emergency, no lead": (END, ALARMED, Message.LEAD_NOT_VERIFIED),
    "erase payload, none there": (ERASE, ABOUT, Message.PAYLOAD_UNKNOWN),
}
WORDINGS = [Wording(language) for language in Language]


def test_every_wish_is_accepted_and_refused_here():
    assert {type(case[0]) for case in ACCEPTED.values()} == set(Wish.__args__)
    assert {type(case[0]) for case in REFUSED.values()} == set(Wish.__args__)


@pytest.mark.parametrize(("wish", "about", "message", "fact"), ACCEPTED.values(), ids=ACCEPTED)
def test_an_accepted_wish_becomes_a_fact(wish, about, message, fact):
    decision = grant(wish, about)
    assert (decision.answer.message, decision.drafts[0].fact) == (message, fact)
    assert decision.answer.severity in {Severity.OK, Severity.NOTE}


@pytest.mark.parametrize(("wish", "about", "message"), REFUSED.values(), ids=REFUSED)
def test_a_refused_wish_is_recorded_and_changes_nothing(wish, about, message):
    """So that the same request gets the same answer for ever."""
    decision = grant(wish, about)
    assert (decision.answer.message, decision.answer.severity) == (message, Severity.REFUSED)
    assert [draft.fact for draft in decision.drafts] == [facts.RequestRefused()]


@pytest.mark.parametrize("case", [*ACCEPTED.values(), *REFUSED.values()], ids=[*ACCEPTED, *REFUSED])
def test_every_answer_is_worded_in_both_languages_with_exactly_what_it_names(case):
    answer = grant(case[0], case[1]).answer
    for wording in WORDINGS:
        sentence = wording._sentences[answer.message]  # noqa: SLF001 (the catalogue is under test)
        asked = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        unsaid = {"condition", "un_number"} if answer.message is Message.CONTAINER_UNKNOWN else set()
        assert asked | unsaid == set(answer.params)
        assert wording.sentence(answer.line)


@pytest.mark.parametrize("code", ["", "x", "RI-C-YES", BADGE.lower(), f" {BADGE}", "RI-O-0007-A", "RI-O-7-H"])
@pytest.mark.parametrize("wish", [ADD, OPEN, ADD_BIN], ids=["badge", "container", "bin"])
def test_a_wrong_check_character_or_no_label_of_ours_is_refused(code, wish):
    assert grant(replace(wish, code=code), ABOUT).answer.message is Message.NOT_A_LABEL


@pytest.mark.parametrize("kind", LabelKind)
@pytest.mark.parametrize(
    ("wish", "own"), [(ADD, LabelKind.BADGE), (OPEN, LabelKind.CONTAINER), (ADD_BIN, LabelKind.REJECT_BIN)]
)
def test_only_the_right_kind_of_label_is_taken(kind, wish, own):
    answer = grant(replace(wish, code=OwnLabel(kind, 3).code), ABOUT).answer
    assert (answer.message is Message.NOT_A_LABEL) == (kind is not own)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_any_text_for_a_label_is_answered(code):
    for wish in (ADD, OPEN, ADD_BIN, RETIRE, SEAL):
        assert grant(replace(wish, code=code), ABOUT).answer.severity is Severity.REFUSED


def limits_of(wish):
    fact: Any = grant(wish, ABOUT).drafts[0].fact
    return fact.limits


class TestContainers:
    """Limits are the site's policy; a critical battery stays alone whatever was asked for."""

    def test_without_limits_of_its_own_the_policys_hold(self):
        assert limits_of(OPEN) == LIMITS

    def test_its_own_limits_hold(self):
        asked = Limits(2, 20.0, 2000)
        assert limits_of(replace(OPEN, limits=asked)) == asked

    @pytest.mark.parametrize("asked", [None, Limits(2, 20.0, 2000), Limits(0, 20.0, 2000)])
    def test_a_container_for_critical_batteries_holds_one(self, asked):
        wish = replace(OPEN, condition=Condition.K1, limits=asked)
        limits = limits_of(wish)
        wanted = asked or LIMITS
        assert limits == Limits(1, wanted.wh, wanted.grams)

    @pytest.mark.parametrize(
        "changes",
        [
            {"limits": Limits(-1)},
            {"limits": Limits(wh=0.0)},
            {"limits": Limits(wh=float("nan"))},
            {"limits": Limits(wh=float("inf"))},
            {"limits": Limits(grams=-1)},
            {"limits": Limits(units=2**63)},
            {"limits": Limits(grams=2**63)},
            {"tare": -1},
            {"tare": LIMITS.grams + 1},
            {"tare": 2**63},
        ],
        ids=str,
    )
    def test_no_container_has_limits_nothing_can_have(self, changes):
        """A negative tare would let more in than the container may hold."""
        decision = grant(replace(OPEN, **changes), ABOUT)
        assert decision.answer.message is Message.LIMITS_REFUSED

    @pytest.mark.parametrize("condition", sorted(set(Condition) - {Condition.K2}))
    def test_every_class_but_k2_has_containers(self, condition):
        assert grant(replace(OPEN, condition=condition), ABOUT).answer.message is Message.CONTAINER_OPENED

    def test_no_container_is_opened_twice(self):
        for state in ContainerState:
            about = replace(ABOUT, container=replace(OPENED, state=state))
            answer = grant(OPEN, about).answer
            assert (answer.message, answer.params["state"]) == (Message.CONTAINER_KNOWN, state)

    def test_sealing_says_how_many_units_it_holds(self):
        assert grant(SEAL, replace(ABOUT, container=OPENED)).answer.params["units"] == 3


class TestLists:
    """A production folder never uses the training list."""

    @pytest.mark.parametrize(
        ("folder", "listing", "granted"),
        [(True, True, True), (True, False, True), (False, False, True), (False, True, False)],
        ids=["training in training", "real in training", "real in production", "training in production"],
    )
    def test_which_list_may_be_put_in_force(self, folder, listing, granted):
        about = replace(ABOUT, training=folder, published=Published(listing, "abc"))
        assert (grant(ACTIVATE, about).answer.message is Message.LIST_ACTIVATED) == granted


def test_neither_name_nor_pin_reaches_a_fact_or_an_answer():
    for wish, about in ((ADD, ABOUT), (END, VERIFIED), (END, ALARMED), (ADD, replace(ABOUT, operator=LEAD))):
        told = repr(grant(wish, about))
        assert "2468" not in told
        assert "Taro" not in told


def test_what_is_no_wish_is_an_error():
    with pytest.raises(TypeError, match="expected a wish, got 'x'"):
        grant(cast("Wish", "x"), ABOUT)
