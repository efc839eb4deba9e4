"""Opening a pre-printed empty container at the desk: its label, then a class card."""

from __future__ import annotations

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import SOLITARY, Limits, Parcelled
from intake.events import Draft
from intake.facts import ContainerOpened
from intake.outcome import Message
from intake.own_label import Command, OwnLabel
from intake.question import Ask, Question
from intake.receipt.decision import Decision, Situation, accepted, asked, asked_again, refused
from intake.receipt.misfits import misfit_params
from intake.receipt.step import Step
from intake.scan import Severity

_CLASSES = {condition.value: condition for condition in Condition if condition is not Condition.K2}


def unknown(situation: Situation) -> Decision:
    """Refuse a container that is not in use and name the right one; a class card opens this one."""
    label, fitting = situation.reading, situation.known.fitting
    if not isinstance(label, OwnLabel):
        return refused(situation, Message.NOT_EXPECTED_HERE)
    unit, question = _parcelled(situation), Question(Ask.OPEN_CONTAINER, label.code)
    if unit is None:
        return asked(situation, question, Message.CONTAINER_NEW, Severity.REFUSED, container=label.code)
    told = misfit_params(unit, label.code, fitting)
    return asked(situation, question, Message.CONTAINER_UNKNOWN, Severity.REFUSED, told)


def in_use(situation: Situation) -> Decision:
    """A container's label where nothing is to be put away: a new one may be opened."""
    if situation.known.container is None:
        return unknown(situation)
    idle = situation.step is Step.IDLE
    return refused(situation, Message.SCAN_PARCEL_FIRST if idle else Message.NOTHING_TO_CONTAIN)


def open_by_card(situation: Situation) -> Decision:
    """Open the container just scanned for the class on the card (`RI-C-CLASS-R-UN3480`)."""
    card, unit = situation.reading, _parcelled(situation)
    named = (card.argument or "") if isinstance(card, Command) else ""
    name, _, number = named.partition("-")
    condition = _CLASSES.get(name)
    if condition is None or (number and number not in set(UnNumber)):
        return asked_again(situation, Message.CLASS_CARD_UNKNOWN)
    un_number = UnNumber(number) if number else (unit.un_number if unit else None)
    if un_number is None:
        return asked_again(situation, Message.CLASS_CARD_WITHOUT_UN)
    if unit is not None and (condition, un_number) != (unit.condition, unit.un_number):
        said = Message.CLASS_CARD_DIFFERS
        return asked_again(situation, said, condition=unit.condition, un_number=unit.un_number)
    return _opened(situation, condition, un_number)


def _opened(situation: Situation, condition: Condition, un_number: UnNumber) -> Decision:
    code = situation.about
    fact = ContainerOpened(code, condition, un_number, limits_of(condition, situation.known.policy.limits))
    said = Message.CONTAINER_OPENED
    return accepted([Draft(fact)], said, container=code, condition=condition, un_number=un_number)


def limits_of(condition: Condition, limits: Limits) -> Limits:
    """Keep critical batteries alone whatever is asked for. How old a container may get is today's policy."""
    units = SOLITARY.units if condition is Condition.K1 else limits.units
    return Limits(units, limits.wh, limits.grams)


def _parcelled(situation: Situation) -> Parcelled | None:
    """Give the class and UN number of the unit in hand, once both are known."""
    unit = situation.receipt.unit
    return unit.parcelled if unit else None
