"""Inspection rounds: container after container is looked at and scanned."""

from __future__ import annotations

from intake.events import Draft
from intake.facts import ContainerInspected, QuestionAsked
from intake.outcome import Message
from intake.own_label import OwnLabel
from intake.question import Ask, Question
from intake.receipt.decision import Decision, Situation, accepted, asked, asked_again


def begin(situation: Situation) -> Decision:
    """Begin a round (`RI-C-INSPECT`)."""
    return asked(situation, Question(Ask.INSPECT), Message.INSPECT_ASKED)


def inspected(situation: Situation) -> Decision:
    """Record that the scanned container was looked at: cold and quiet. The round goes on."""
    label, container = situation.reading, situation.known.container
    code = label.code if isinstance(label, OwnLabel) else ""
    if container is None:
        return asked_again(situation, Message.CONTAINER_NOT_IN_USE, container=code)
    if not container.is_here:
        return asked_again(situation, Message.CONTAINER_STATE, container=code, state=container.state)
    drafts = [Draft(ContainerInspected(code)), Draft(QuestionAsked(Ask.INSPECT))]
    return accepted(drafts, Message.INSPECTED, container=code, units=container.load.units)
