"""Inspection rounds: container after container is looked at and scanned."""

from __future__ import annotations

from intake.events import Draft
from intake.facts import ContainerInspected, QuestionAsked
from intake.outcome import Message
from intake.own_label import OwnLabel
from intake.question import Ask, Question
from intake.receipt.decision import Decision, Situation, accepted, asked, asked_again
from intake.receipt.placing import misfit_params


def begin(situation: Situation) -> Decision:
    """Begin a round (`RI-C-INSPECT`)."""
    return asked(situation, Question(Ask.INSPECT), Message.INSPECT_ASKED)


def inspected(situation: Situation) -> Decision:
    """Record that the scanned container was looked at: cold and quiet. The round goes on."""
    label, container = situation.reading, situation.known.container
    code = label.code if isinstance(label, OwnLabel) else ""
    if container is None:
        return asked_again(situation, Message.CONTAINER_UNKNOWN, misfit_params(None, code, None))
    drafts = [Draft(ContainerInspected(code)), Draft(QuestionAsked(Ask.INSPECT))]
    return accepted(drafts, Message.INSPECTED, container=code, units=container.load.units)
