"""Requests: each carries its own id and acts once."""

from __future__ import annotations

import contextlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import Limits
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome
from intake.hold import HoldDecision
from intake.operator import Role
from intake.photo import PhotoFault
from intake.request import (
    ActivateExpected,
    ActivateList,
    AddOperator,
    AddRejectBin,
    AnchorHead,
    AnswerReplacements,
    ClearContainer,
    CloseEmergency,
    EndRecovery,
    EndRejudging,
    EndRematching,
    ErasePayload,
    ErasePhoto,
    FailPhoto,
    ForgetPerson,
    HandOverContainer,
    InspectContainer,
    LeaveNote,
    LoadContainer,
    LockDesk,
    MoveUnit,
    OfferPhoto,
    OpenContainer,
    OpenReview,
    Pinned,
    ReadNote,
    RecordReservation,
    RefuseContainer,
    Rejudged,
    RejudgeUnits,
    RematchParcels,
    Request,
    RequestError,
    ResolveHold,
    RetireOperator,
    SealContainer,
    SuspectContainer,
    TellDuplicate,
    TellEmergency,
    UndoAct,
    Wish,
    expect_other,
    parse,
)
from intake.verdict import Reason, Verdict
from intake.wire import EmergencyState, HubAnswer, ReplacementAnswer

AT = "2031-03-04T05:06:07.089Z"
WISHES = (
    AddOperator("RI-O-0007-H", Role.LEAD, "Taro Yamada", "2468"),
    RetireOperator("RI-O-0007-H"),
    ForgetPerson("RI-O-0007-H", "left"),
    OpenContainer("RI-Q-0012-T", Condition.R, UnNumber.UN3480, Limits(3, 4.5, 6), 7, "A-1"),
    SealContainer("RI-Q-0012-T"),
    AddRejectBin("RI-R-01-S"),
    ActivateList("zz-1", "3.1"),
    CloseEmergency("RI-O-0007-H", "2468", EmergencyOutcome.WATER_BATH),
    ErasePayload("0" * 64, "asked for"),
    LoadContainer("RI-Q-0012-T"),
    HandOverContainer("RI-Q-0012-T", "D-1", "maker 7"),
    RefuseContainer("RI-Q-0012-T", "no room"),
    InspectContainer("RI-Q-0012-T", 21.5, "cold"),
    SuspectContainer("RI-Q-0012-T", 24.0, "warm"),
    ClearContainer("RI-Q-0012-T"),
    MoveUnit("RI-U-000001-K", "RI-Q-0012-T", "RI-O-0007-H", "2468"),
    UndoAct("RI-O-0007-H", "2468", UndoReason.MISREAD),
    LeaveNote("Cage 3 first"),
    ReadNote("n-1"),
    LockDesk(),
    ActivateExpected("2031-1"),
    RematchParcels("2031-1", ("p-1", "p-2")),
    EndRematching("2031-1", 2),
    RejudgeUnits("zz-1@3.1", (Rejudged("u-1", Verdict.AFFECTED, (Reason.IN_RANGE,)),)),
    EndRejudging("zz-1@3.1", 7, 1),
    ResolveHold(
        "RI-O-0007-H", "2468", "h-1", HoldDecision.RELEASE, "ABCD", "M", "navy", "shop", "D-1", "seen"
    ),
    OpenReview("RI-O-0007-H", "2468"),
    OfferPhoto("w-1", "f" * 64),
    FailPhoto("w-1", PhotoFault.NO_CAMERA),
    ErasePhoto("f" * 64, "asked for"),
    AnswerReplacements((ReplacementAnswer(7, "maker/S", "p-1", "u-1", HubAnswer.TAKEN, "DOCK-2", AT),)),
    RecordReservation("p-1", "u-1", "maker/S", 3),
    TellDuplicate("p-1", "u-1", "maker/S", "DOCK-2", AT, confirmed=True),
    AnchorHead("n-1", 7, "0" * 64),
    TellEmergency("DOCK-2", "i-1", EmergencyState.RAISED),
    EndRecovery("n-1", 7),
)


def test_every_wish_is_here():
    assert {type(wish) for wish in WISHES} == set(Wish.__args__)


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: type(wish).__name__)
class TestEveryWish:
    def test_it_is_read_as_it_was_written(self, wish):
        request = Request("id-1", "uid:1000", wish)
        assert parse(msgspec.json.encode(request)) == request

    def test_id_and_sender_do_not_count_in_its_fingerprint(self, wish):
        assert Request("1", "a", wish).fingerprint == Request("2", "b", wish).fingerprint

    def test_what_is_wished_counts_in_its_fingerprint(self, wish):
        if not wish.__struct_fields__:
            return
        first = wish.__struct_fields__[0]
        assert (
            Request("1", "a", wish).fingerprint
            != Request("1", "a", replace(wish, **{first: "x"})).fingerprint
        )


def test_no_two_wishes_share_a_fingerprint():
    assert len({Request("1", "a", wish).fingerprint for wish in WISHES}) == len(WISHES)


@given(st.text(max_size=12), st.text(max_size=12))
def test_name_and_pin_leave_no_trace_in_a_fingerprint(name, pin):
    """A digest of four digits would give them away."""
    added = WISHES[0]
    assert (
        Request("1", "a", added).fingerprint
        == Request("1", "a", replace(added, name=name, pin=pin)).fingerprint
    )
    for wish in (each for each in WISHES if isinstance(each, Pinned)):
        assert Request("1", "a", wish).fingerprint == Request("1", "a", replace(wish, pin=pin)).fingerprint


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '"x"',
        '{"id": "1", "by": "a"}',
        '{"id": "1", "by": "a", "wish": {"type": "stock.return"}}',
        '{"id": "1", "by": "a", "wish": {"type": "containers.seal"}}',
        '{"id": 1, "by": "a", "wish": {"type": "containers.seal", "code": "x"}}',
        '{"id": "1", "by": "a", "wish": {"type": "containers.open", "code": "x", "condition": "Z"}}',
        b"\xff",
    ],
)
def test_what_is_no_request_is_refused_with_an_example(text):
    with pytest.raises(RequestError, match=r"expected a request like .*containers\.open"):
        parse(text)


@given(st.one_of(st.text(), st.binary()))
def test_any_bytes_are_a_request_or_an_error(data):
    with contextlib.suppress(RequestError):
        assert isinstance(parse(data), Request)


def test_the_example_in_the_error_is_a_request():
    with pytest.raises(RequestError) as caught:
        parse("")
    example = str(caught.value).removeprefix("expected a request like ").partition(", got one")[0]
    assert isinstance(parse(example).wish, OpenContainer)


def test_a_line_takes_every_request_but_the_cameras():
    """A picture is evidence: nobody else may say that one was taken."""
    for wish in WISHES:
        request = Request("1", "a", wish)
        if isinstance(wish, OfferPhoto | FailPhoto):
            with pytest.raises(RequestError, match="the station's own camera"):
                expect_other(request)
        else:
            assert expect_other(request) is request
