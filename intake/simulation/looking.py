"""Looking up: what the desk says of a thing that is not taken in."""

from __future__ import annotations

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


def is_thing(code: Code) -> bool:
    """Tell whether a code can be looked up: a badge acts, and a card answers or asks."""
    return code.kind in _THINGS


def looked_up(account: Account, code: Code) -> Reply:
    """Say what is known of a thing, and take nothing in."""
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
