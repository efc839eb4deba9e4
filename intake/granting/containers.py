"""Wishes about containers: into use, sealed, loaded, handed over; inspected and watched in between."""

from __future__ import annotations

from intake import facts
from intake.condition import Condition
from intake.container import Container, ContainerState, Limits
from intake.granting.about import About, Held
from intake.granting.wishes import decide, is_label, no, yes
from intake.outcome import Answer, Message
from intake.own_label import LabelKind
from intake.receipt import Decision
from intake.receipt.opening import limits_of
from intake.request import (
    AddRejectBin,
    ClearContainer,
    HandOverContainer,
    InspectContainer,
    LoadContainer,
    OpenContainer,
    RefuseContainer,
    SealContainer,
    SuspectContainer,
)


@decide.register
def _(wish: OpenContainer, about: About) -> Decision | Answer:
    if not is_label(LabelKind.CONTAINER, wish.code):
        return no(Message.NOT_A_LABEL)
    if wish.condition is Condition.K2:
        return no(Message.CONTAINER_NEVER_K2)
    if about.container is not None:
        return no(Message.CONTAINER_KNOWN, container=wish.code, state=about.container.state)
    limits = limits_of(wish.condition, _limits(wish, about.known.policy.limits))
    if not limits.are_possible or not 0 <= wish.tare <= limits.grams:
        return no(Message.LIMITS_REFUSED, container=wish.code)
    return yes(
        facts.ContainerOpened(
            wish.code,
            wish.condition,
            wish.un_number,
            limits,
            wish.tare,
            wish.location,
            wish.zone,
            wish.holding,
        ),
        Message.CONTAINER_OPENED,
        container=wish.code,
        condition=wish.condition,
        un_number=wish.un_number,
    )


def _limits(wish: OpenContainer, policy: Limits) -> Limits:
    return wish.limits or policy


def _expect(about: About, code: str, *states: ContainerState) -> Container | Answer:
    """Give the container, or say why this cannot be done to it."""
    if about.container is None:
        return no(Message.CONTAINER_UNKNOWN, container=code, right="", condition="", un_number="")
    if about.container.state not in states:
        return no(Message.CONTAINER_STATE, container=code, state=about.container.state)
    return about.container


@decide.register
def _(wish: SealContainer, about: About) -> Decision | Answer:
    found = _expect(about, wish.code, ContainerState.OPEN)
    if isinstance(found, Answer):
        return found
    if found.holding:
        return no(Message.CONTAINER_HOLDING_BOX, container=wish.code)
    if found.suspect:
        return no(Message.CONTAINER_STILL_WATCHED, container=wish.code)
    if (wrong := _wrong_unit(found, about.held)) is not None:
        said = Message.CONTAINER_HOLDS_WRONG_UNIT
        return no(said, container=wish.code, unit=wrong.name, condition=wrong.condition)
    units = found.load.units
    return yes(facts.ContainerSealed(wish.code), Message.CONTAINER_SEALED, container=wish.code, units=units)


def _wrong_unit(container: Container, held: tuple[Held, ...]) -> Held | None:
    return next((unit for unit in held if unit.condition is not container.condition), None)


@decide.register
def _(wish: LoadContainer, about: About) -> Decision | Answer:
    found = _expect(about, wish.code, ContainerState.SEALED)
    if isinstance(found, Answer):
        return found
    if found.suspect:
        return no(Message.CONTAINER_STILL_WATCHED, container=wish.code)
    return yes(facts.ContainerLoaded(wish.code), Message.CONTAINER_LOADED, container=wish.code)


@decide.register
def _(wish: HandOverContainer, about: About) -> Decision | Answer:
    """Class N and evidence leave only on the maker's written release, its reference recorded."""
    found = _expect(about, wish.code, ContainerState.LOADED)
    if isinstance(found, Answer):
        return found
    evidence = next((unit for unit in about.held if unit.evidence), None)
    if evidence is not None and not wish.release:
        return no(Message.CONTAINER_EVIDENCE, container=wish.code, unit=evidence.name)
    if found.condition is Condition.N and (refusal := _not_safe(found, wish, about)) is not None:
        return refusal
    fact = facts.ContainerAccepted(wish.code, wish.document, wish.release or None)
    return yes(fact, Message.CONTAINER_ACCEPTED, container=wish.code, document=wish.document)


def _not_safe(container: Container, wish: HandOverContainer, about: About) -> Answer | None:
    """What leaves as safe is safe by the newest lists, every unit of it."""
    wrong, doubtful = _wrong_unit(container, about.held), about.doubtful
    if wrong is not None:
        told = {"unit": wrong.name, "condition": wrong.condition}
        return no(Message.CONTAINER_NO_LONGER_SAFE, container=wish.code, **told)
    if about.rejudging:
        return no(Message.CONTAINER_BEING_JUDGED, container=wish.code)
    if doubtful is not None:
        told = {"unit": doubtful.name, "reason": doubtful.reason}
        return no(Message.CONTAINER_IN_DOUBT, container=wish.code, **told)
    return None if wish.release else no(Message.CONTAINER_NOT_RELEASED, container=wish.code)


@decide.register
def _(wish: RefuseContainer, about: About) -> Decision | Answer:
    found = _expect(about, wish.code, ContainerState.LOADED)
    if isinstance(found, Answer):
        return found
    fact = facts.ContainerRefused(wish.code, wish.reason)
    return yes(fact, Message.CONTAINER_REFUSED, container=wish.code)


_HERE = (ContainerState.OPEN, ContainerState.SEALED)


@decide.register
def _(wish: InspectContainer, about: About) -> Decision | Answer:
    found = _expect(about, wish.code, *_HERE)
    if isinstance(found, Answer):
        return found
    fact = facts.ContainerInspected(wish.code, wish.celsius, wish.note)
    return yes(fact, Message.INSPECTED, container=wish.code, units=found.load.units)


@decide.register
def _(wish: SuspectContainer, about: About) -> Decision | Answer:
    found = _expect(about, wish.code, *_HERE)
    if isinstance(found, Answer):
        return found
    fact = facts.ContainerSuspected(wish.code, about.until, wish.reason)
    return yes(fact, Message.CONTAINER_WATCHED, container=wish.code, hours=f"{wish.hours:g}")


@decide.register
def _(wish: ClearContainer, about: About) -> Decision | Answer:
    found = _expect(about, wish.code, *_HERE)
    if isinstance(found, Answer):
        return found
    return yes(facts.ContainerCleared(wish.code), Message.CONTAINER_CLEARED, container=wish.code)


@decide.register
def _(wish: AddRejectBin, about: About) -> Decision | Answer:
    if not is_label(LabelKind.REJECT_BIN, wish.code):
        return no(Message.NOT_A_LABEL)
    if about.known.bin_known:
        return no(Message.REJECT_BIN_KNOWN, bin=wish.code)
    return yes(facts.RejectBinAdded(wish.code), Message.REJECT_BIN_ADDED, bin=wish.code)
