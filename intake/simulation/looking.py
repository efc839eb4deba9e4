"""Looking up: what the desk says of a thing that is not taken in."""

from __future__ import annotations

from collections.abc import Callable

from intake.simulation import asking
from intake.simulation.account import Account, Ask, Question, Reply
from intake.simulation.code import Code, CodeKind
from intake.simulation.said import Level, Said, Verdict

_SAID = {
    Verdict.AFFECTED: Said.LOOKED_UP_AFFECTED,
    Verdict.NOT_AFFECTED: Said.LOOKED_UP_NOT_AFFECTED,
    Verdict.UNCERTAIN: Said.LOOKED_UP_UNCERTAIN,
    Verdict.INVALID: Said.LOOKED_UP_INVALID,
}
_THINGS = frozenset(CodeKind) - {CodeKind.BADGE, CodeKind.CARD, CodeKind.NOISE}


def begin(account: Account, code: Code) -> Reply:
    """Ask what is to be looked up."""
    _ = code
    account.question = Question(Ask.LOOK_UP)
    return Reply(Said.LOOK_UP_ASKED)


def answering(code: Code) -> Callable[[Account, Code], Reply] | None:
    """Give what a code leads to that answers: a thing is looked up and never taken, NO drops the question."""
    if code.kind in _THINGS:
        return _looked_up
    return _dropped if code.name == "NO" else None


def _dropped(_account: Account, _code: Code) -> Reply:
    return Reply(Said.QUESTION_DROPPED)


def _looked_up(account: Account, code: Code) -> Reply:
    match code.kind:
        case CodeKind.SERIAL:
            found = account.judge(code.name)
            is_known = bool(account.pieces.get(code.name))
            said = Said.LOOKED_UP_BEFORE if is_known else _SAID[found.verdict]
            return Reply(said, verdict=found.verdict)
        case CodeKind.BAG if asking.lying(account, code.name):
            return Reply(Said.LOOKED_UP_BAG)
        case CodeKind.CONTAINER if account.crate(code.name) is not None:
            return Reply(Said.LOOKED_UP_CONTAINER)
        case CodeKind.PARCEL if account.case is not None and account.case.label == code.name:
            return Reply(Said.PARCEL_IS_OPEN, level=Level.NOTE)
        case CodeKind.PARCEL if code.name in account.cases:
            return Reply(Said.LOOKED_UP_PARCEL)
    return Reply(Said.LOOKED_UP_NOTHING)
