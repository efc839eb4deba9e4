"""Moving contained units: out of a holding box at the desk, or out of any container by a lead."""

from __future__ import annotations

from msgspec.structs import replace

from intake.condition import Condition, Observation, classify, is_worse
from intake.container import Container, Load, Misfit, Room, misfit
from intake.events import Draft
from intake.facts import ConditionRecorded, UnitMoved
from intake.outcome import Answer, Message, Params
from intake.own_label import LabelKind, OwnLabel
from intake.question import Ask, Question
from intake.receipt.decision import Decision, Situation, accepted, asked, asked_again
from intake.receipt.known import Known, Placed
from intake.receipt.misfits import misfit_message, misfit_params
from intake.scan import Severity


def begin(situation: Situation) -> Decision:
    """Ask what is to be moved (`RI-C-MOVE`)."""
    return asked(situation, Question(Ask.MOVE_WHAT), Message.MOVE_WHAT)


def named(situation: Situation) -> Decision:
    """Take a bag label, a serial or a holding box's label as what is to be moved."""
    placed = situation.known.placed
    box = _is_box(situation)
    if not placed or (box and not placed[0].holding) or (not box and len(placed) > 1):
        return asked_again(situation, Message.MOVE_UNKNOWN)
    if not all(each.is_open for each in placed):
        return asked_again(situation, Message.MOVE_CLOSED, container=placed[0].container)
    if not all(each.holding for each in placed):
        return asked_again(situation, Message.MOVE_NEEDS_LEAD)
    question = Question(Ask.MOVE_WHERE, named_by(situation))
    return asked(situation, question, Message.MOVE_WHERE, count=len(placed))


def _is_box(situation: Situation) -> bool:
    reading = situation.reading
    return isinstance(reading, OwnLabel) and reading.kind is LabelKind.CONTAINER


def named_by(situation: Situation) -> str:
    """Give the text by which the units are looked up again when their new place is scanned."""
    reading = situation.reading
    return reading.code if isinstance(reading, OwnLabel) else getattr(reading, "normal", "")


def place(situation: Situation) -> Decision:
    """Move the units named before into the scanned container, all or none."""
    label, container = situation.reading, situation.known.container
    placed = situation.known.placed
    code = label.code if isinstance(label, OwnLabel) else ""
    if container is None:
        return asked_again(situation, Message.CONTAINER_UNKNOWN, _params(situation.known, code))
    if not placed or any(each.container == code for each in placed):
        return asked_again(situation, Message.MOVE_UNKNOWN)
    if not all(each.is_open for each in placed):  # sealed or under watch since it was named
        return asked_again(situation, Message.MOVE_CLOSED, container=placed[0].container)
    moved = moves(placed, container)
    if isinstance(moved, Misfit):
        said = misfit_message(moved)
        many = len(placed) > 1 and moved is Misfit.FULL
        said = Message.MOVE_TOO_MANY if many else said
        return asked_again(situation, said, _params(situation.known, code), count=len(placed))
    return accepted(moved, _said(placed), told=_told(placed, code))


def _said(placed: tuple[Placed, ...]) -> Message:
    return Message.MOVED if len(placed) == 1 else Message.MOVED_ALL


def _told(placed: tuple[Placed, ...], code: str) -> dict[str, str | int]:
    told: dict[str, str | int] = {"container": code, "before": placed[0].container if placed else ""}
    return told if len(placed) == 1 else told | {"count": len(placed)}


def _params(known: Known, code: str) -> Params:
    return misfit_params(known.placed[0].parcelled if known.placed else None, code, known.fitting)


def moves(placed: tuple[Placed, ...], container: Container) -> list[Draft] | Misfit:
    """Make the facts of moving units into a container, or say why it does not take them all."""
    drafts = []
    if container.zone and all(each.zone == container.zone for each in placed):
        container = replace(container, room=Room())  # nothing is added to the zone
    for each in placed:
        reason = misfit(container, each.parcelled)
        if reason is not None:
            return reason
        drafts.append(Draft(UnitMoved(container.code, each.container), each.parcel, each.unit))
        load, unit = container.load, each.parcelled
        fuller = Load(load.units + 1, load.wh + unit.wh, load.grams + unit.grams)
        room = Room(container.room.units - 1, container.room.wh - unit.wh)
        container = replace(container, load=fuller, room=room)
    return drafts


def by_lead(known: Known, container: str, seen: Observation | None = None) -> Decision | Answer:
    """Move a unit out of any open container, as a lead asked for with badge and PIN.

    Out of a closed one comes only what a newer list or claim has made one of another class.

    `seen`: what is seen of it now. Its class may only get worse; `known.placed` is as it was before.
    """
    if len(known.placed) != 1 or known.placed[0].container == container:
        return Answer(Message.MOVE_UNKNOWN, Severity.REFUSED)
    unit = known.placed[0]
    if not (unit.is_open or unit.is_misplaced):
        return Answer(Message.MOVE_CLOSED, Severity.REFUSED, {"container": unit.container})
    graver = _graver(unit, seen)
    if isinstance(graver, Answer):
        return graver
    unit = replace(unit, parcelled=replace(unit.parcelled, condition=graver.condition)) if graver else unit
    params = _params(replace(known, placed=(unit,)), container)
    if known.container is None:
        return Answer(Message.CONTAINER_UNKNOWN, Severity.REFUSED, params)
    moved = moves((unit,), known.container)
    if isinstance(moved, Misfit):
        return Answer(misfit_message(moved), Severity.REFUSED, params)
    first = [Draft(graver, unit.parcel, unit.unit)] if graver else []
    return Decision((*first, *moved), Answer(Message.MOVED, Severity.OK, _told((unit,), container)))


def _graver(unit: Placed, seen: Observation | None) -> ConditionRecorded | Answer | None:
    """Give the fact of a class that got worse in the container: a pack may swell there."""
    if seen is None:
        return None
    was, now = unit.parcelled.condition, classify(seen, None)
    if now is Condition.K2 or not is_worse(now, was):
        return Answer(Message.CONDITION_NOT_MILDER, Severity.REFUSED, {"condition": was})
    return ConditionRecorded(seen, now)
