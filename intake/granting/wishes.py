"""Wishes: how one is decided, by its type, and who may wish for it."""

from __future__ import annotations

from functools import singledispatch

from intake import facts, request
from intake.events import Draft
from intake.granting.about import About, Pin
from intake.operator import Operator, Task
from intake.outcome import Answer, Message, Params
from intake.own_label import LabelKind, OwnLabel, OwnLabelError, parse
from intake.receipt import Decision
from intake.request import Wish
from intake.scan import Severity

_TASKS: dict[type, Task] = {
    request.AddOperator: Task.ADMINISTER,
    request.RetireOperator: Task.ADMINISTER,
    request.ForgetPerson: Task.ADMINISTER,
    request.ErasePayload: Task.ADMINISTER,
    request.ErasePhoto: Task.ADMINISTER,
    request.OfferPhoto: Task.INSPECT,
    request.FailPhoto: Task.INSPECT,
    request.ActivateList: Task.ADMINISTER,
    request.ActivateExpected: Task.ADMINISTER,
    request.RejudgeUnits: Task.ADMINISTER,
    request.EndRejudging: Task.ADMINISTER,
    request.RematchParcels: Task.ADMINISTER,
    request.EndRematching: Task.ADMINISTER,
    request.AnswerReplacements: Task.ADMINISTER,
    request.RecordReservation: Task.ADMINISTER,
    request.TellDuplicate: Task.ADMINISTER,
    request.AnchorHead: Task.ADMINISTER,
    request.TellEmergency: Task.ADMINISTER,
    request.EndRecovery: Task.ADMINISTER,
    request.OpenContainer: Task.OPEN_CONTAINER,
    request.AddRejectBin: Task.OPEN_CONTAINER,
    request.SealContainer: Task.SEAL,
    request.LoadContainer: Task.HAND_OVER,
    request.HandOverContainer: Task.HAND_OVER,
    request.RefuseContainer: Task.HAND_OVER,
    request.InspectContainer: Task.INSPECT,
    request.SuspectContainer: Task.WATCH,
    request.ClearContainer: Task.WATCH,
    request.CloseEmergency: Task.CLOSE_EMERGENCY,
    request.MoveUnit: Task.MOVE,
    request.UndoAct: Task.UNDO,
    request.OpenReview: Task.REVIEW,
    request.ResolveHold: Task.RESOLVE_HOLD,
    request.LockDesk: Task.INSPECT,
    request.LeaveNote: Task.LEAVE_NOTE,
    request.ReadNote: Task.READ_NOTE,
}


def allowed(wish: Wish, by: Operator) -> bool:
    """Tell whether a badge may wish for this (`intake.operator.PERMITTED`)."""
    return by.may(_TASKS[type(wish)])


def task_of(wish: Wish) -> Task:
    """Give what a wish is in the table of roles."""
    return _TASKS[type(wish)]


@singledispatch
def decide(wish: Wish, about: About) -> Decision | Answer:
    """Decide a wish by its type; each noun registers its own."""
    raise TypeError(f"expected a wish, got {wish!r} about {about!r}")


def with_pin(wish: Wish, about: About, found: Decision | Answer | None) -> Decision | Answer:
    """Record how the PIN was: a wrong one counts against the badge, a right one clears it."""
    if found is None:
        return _not_verified(wish, about)
    if about.pin is None or not about.pin_failures:
        return found
    drafts = found.drafts if isinstance(found, Decision) else (Draft(facts.RequestRefused()),)
    answer = found.answer if isinstance(found, Decision) else found
    return Decision((*drafts, Draft(facts.PinAccepted(getattr(wish, "lead", "")))), answer)


def _not_verified(wish: Wish, about: About) -> Decision | Answer:
    given = getattr(wish, "lead", "")
    badge = given if is_label(LabelKind.BADGE, given) else ""  # it may be a name: that never enters the log
    if about.pin is Pin.LOCKED:
        return no(Message.PIN_LOCKED, badge=badge, minutes=about.lock_minutes)
    refusal = no(Message.LEAD_NOT_VERIFIED)
    if about.pin is Pin.NO_LEAD:
        return refusal
    return Decision((Draft(facts.RequestRefused()), Draft(facts.PinRefused(badge))), refusal)


def no(message: Message, **params: str | int) -> Answer:
    """Refuse in words."""
    return Answer(message, Severity.REFUSED, _params(params))


def yes(fact: facts.Fact, message: Message, **params: str | int) -> Decision:
    """Record one fact and say so."""
    return Decision((Draft(fact),), Answer(message, Severity.OK, _params(params)))


def _params(params: dict[str, str | int]) -> Params:
    return params


def is_label(kind: LabelKind, code: str) -> bool:
    """Tell whether a text is one of our labels of this kind, as it is written on it."""
    try:
        label = parse(code)
    except OwnLabelError:
        return False
    return isinstance(label, OwnLabel) and label.kind is kind and label.code == code
