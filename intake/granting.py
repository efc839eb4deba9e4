"""Granting: what a request leads to. Pure; each wish has its few lines here, in the words of its noun."""

from __future__ import annotations

from functools import singledispatch

import msgspec

from intake import facts
from intake.condition import Condition
from intake.container import SOLITARY, Container, ContainerState, Limits
from intake.events import Draft
from intake.operator import Operator
from intake.outcome import Answer, Message, Params
from intake.own_label import LabelKind, OwnLabel, OwnLabelError, parse
from intake.receipt import Decision, Known, Receipt, emergency
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


class Published(msgspec.Struct, frozen=True):
    """A list that lies ready in `reference/`."""

    training: bool
    checksum: str


class About(msgspec.Struct, frozen=True):
    """What the log says about the thing a wish names, gathered beforehand."""

    receipt: Receipt
    known: Known
    training: bool = True
    """What kind of state folder this is."""

    operator: Operator | None = None
    container: Container | None = None
    published: Published | None = None
    payload_kept: bool = False


def grant(wish: Wish, about: About) -> Decision:
    """Decide a wish. A refusal is recorded too, so that the same request gets the same answer for ever."""
    found = _grant(wish, about)
    if isinstance(found, Answer):
        return Decision((Draft(facts.RequestRefused()),), found)
    return found


def _no(message: Message, **params: str | int) -> Answer:
    return Answer(message, Severity.REFUSED, _params(params))


def _yes(fact: facts.Fact, message: Message, **params: str | int) -> Decision:
    return Decision((Draft(fact),), Answer(message, Severity.OK, _params(params)))


def _params(params: dict[str, str | int]) -> Params:
    return params


def _is(kind: LabelKind, code: str) -> bool:
    try:
        label = parse(code)
    except OwnLabelError:
        return False
    return isinstance(label, OwnLabel) and label.kind is kind and label.code == code


@singledispatch
def _grant(wish: Wish, about: About) -> Decision | Answer:
    raise TypeError(f"expected a wish, got {wish!r} about {about!r}")


@_grant.register
def _(wish: AddOperator, about: About) -> Decision | Answer:
    if not _is(LabelKind.BADGE, wish.code):
        return _no(Message.NOT_A_LABEL, label=wish.code)
    if about.operator is not None and not about.operator.retired:
        return _no(Message.OPERATOR_KNOWN, badge=wish.code)
    fact = facts.OperatorAdded(wish.code, wish.role)
    return _yes(fact, Message.OPERATOR_ADDED, badge=wish.code, role=wish.role)


@_grant.register
def _(wish: RetireOperator, about: About) -> Decision | Answer:
    if about.operator is None or about.operator.retired:
        return _no(Message.OPERATOR_UNKNOWN, badge=wish.code)
    return _yes(facts.OperatorRetired(wish.code), Message.OPERATOR_RETIRED, badge=wish.code)


@_grant.register
def _(wish: ForgetPerson, about: About) -> Decision | Answer:
    if about.operator is None:
        return _no(Message.OPERATOR_UNKNOWN, badge=wish.code)
    fact = facts.PersonForgotten(wish.code, wish.reason)
    return _yes(fact, Message.PERSON_FORGOTTEN, badge=wish.code)


@_grant.register
def _(wish: OpenContainer, about: About) -> Decision | Answer:
    if not _is(LabelKind.CONTAINER, wish.code):
        return _no(Message.NOT_A_LABEL, label=wish.code)
    if wish.condition is Condition.K2:
        return _no(Message.CONTAINER_NEVER_K2)
    if about.container is not None:
        return _no(Message.CONTAINER_KNOWN, container=wish.code, state=about.container.state)
    limits = _limits(wish, about.known.policy.limits)
    if not limits.are_possible or not 0 <= wish.tare <= limits.grams:
        return _no(Message.LIMITS_REFUSED, container=wish.code)
    fact = facts.ContainerOpened(wish.code, wish.condition, wish.un_number, limits, wish.tare, wish.location)
    return _yes(
        fact,
        Message.CONTAINER_OPENED,
        container=wish.code,
        condition=wish.condition,
        un_number=wish.un_number,
    )


def _limits(wish: OpenContainer, policy: Limits) -> Limits:
    """Critical batteries stay alone whatever was asked for."""
    asked = wish.limits or policy
    if wish.condition is Condition.K1:
        return Limits(SOLITARY.units, asked.wh, asked.grams)
    return asked


@_grant.register
def _(wish: SealContainer, about: About) -> Decision | Answer:
    if about.container is None:
        return _no(Message.CONTAINER_UNKNOWN, container=wish.code, right="", condition="", un_number="")
    if about.container.state is not ContainerState.OPEN:
        return _no(Message.CONTAINER_KNOWN, container=wish.code, state=about.container.state)
    units = about.container.load.units
    return _yes(facts.ContainerSealed(wish.code), Message.CONTAINER_SEALED, container=wish.code, units=units)


@_grant.register
def _(wish: AddRejectBin, about: About) -> Decision | Answer:
    if not _is(LabelKind.REJECT_BIN, wish.code):
        return _no(Message.NOT_A_LABEL, label=wish.code)
    if about.known.bin_known:
        return _no(Message.REJECT_BIN_KNOWN, bin=wish.code)
    return _yes(facts.RejectBinAdded(wish.code), Message.REJECT_BIN_ADDED, bin=wish.code)


@_grant.register
def _(wish: ActivateList, about: About) -> Decision | Answer:
    """Put a list in force; a production folder never uses a training list."""
    published = about.published
    if published is None or (published.training and not about.training):
        return _no(Message.LIST_REFUSED, campaign=wish.campaign, version=wish.version)
    fact = facts.ListActivated(wish.campaign, wish.version, published.training, published.checksum)
    return _yes(fact, Message.LIST_ACTIVATED, campaign=wish.campaign, version=wish.version)


@_grant.register
def _(wish: CloseEmergency, about: About) -> Decision | Answer:
    return emergency.end(about.receipt, wish, about.known)


@_grant.register
def _(wish: ErasePayload, about: About) -> Decision | Answer:
    if not about.payload_kept:
        return _no(Message.PAYLOAD_UNKNOWN, sha256=wish.sha256)
    fact = facts.PayloadErased(wish.sha256, wish.reason)
    return _yes(fact, Message.PAYLOAD_ERASED, sha256=wish.sha256)


__all__ = ["About", "Published", "grant"]
