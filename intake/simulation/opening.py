"""Opening and closing parcels, as the specification says."""

from __future__ import annotations

from intake.simulation.account import Account, Ask, Case, Question, Reply
from intake.simulation.code import Code
from intake.simulation.said import Level, Said


def at_idle(account: Account, code: Code) -> Reply:
    """Take a parcel's label while none is open."""
    if code.name in account.cases:
        account.question = Question(Ask.REOPEN, code.name)
        return Reply(Said.PARCEL_KNOWN)
    return _opened(account, code, None)


def at_parcel(account: Account, code: Code) -> Reply:
    """Take a parcel's label while one is open: it closes that one, if nothing is left to do."""
    case = account.open_case()
    if code.name == case.label:
        return Reply(Said.PARCEL_IS_OPEN)
    if (left := _left_to_do(case)) is not None:
        return left
    if len(case.pieces) < _claimed(case):
        return Reply(Said.PARCEL_BELOW_CLAIM)
    if code.name in account.cases:
        return Reply(Said.CLOSE_PARCEL_FIRST)
    return _opened(account, code, case)


def _opened(account: Account, code: Code, before: Case | None) -> Reply:
    claims = account.claims or {}
    case = Case(code.name, claims.get(code.name))
    cage = account.cages.pop(code.name, None)
    account.cases[code.name] = account.case = case

    def undo() -> None:
        del account.cases[code.name]
        account.case = before
        if cage is not None:
            account.cages[code.name] = cage

    account.did(Said.UNDONE_PARCEL_OPENED, undo)
    if not code.check_holds:
        return Reply(Said.PARCEL_OPENED_CHECK_FAILS)
    return Reply(Said.PARCEL_OPENED_CLAIM if case.claim else Said.PARCEL_OPENED)


def _left_to_do(case: Case) -> Reply | None:
    if case.noticed is not None:
        return Reply(Said.CONDITION_BEFORE_SERIAL, level=Level.REFUSED)
    if case.outstanding:
        return Reply(Said.BATTERY_OUTSTANDING)
    return None if case.pieces else Reply(Said.PARCEL_WITHOUT_UNIT)


def _claimed(case: Case) -> int:
    return case.claim.count if case.claim else 0


def reopen(account: Account, code: Code) -> Reply:
    """Answer YES to the offer to open a known parcel again."""
    _ = code
    asked = account.question
    if asked is None or asked.ask is not Ask.REOPEN:
        return Reply(Said.NOT_AN_ANSWER)
    account.case = account.cases[asked.about]
    account.did(Said.UNDONE_REOPENED, lambda: setattr(account, "case", None))
    return Reply(Said.PARCEL_REOPENED)


def close(account: Account, code: Code) -> Reply:
    """Close with nothing else found (CLOSE), or with units missing (SHORT)."""
    case = account.open_case()
    if (left := _left_to_do(case)) is not None:
        return left
    if code.name == "SHORT":
        below = len(case.pieces) < _claimed(case)
        return _closed(account, case, Said.PARCEL_SHORT_CLAIM if below else Said.PARCEL_SHORT)
    if len(case.pieces) < _claimed(case):
        return Reply(Said.PARCEL_BELOW_CLAIM)
    return _closed(account, case, Said.PARCEL_CLOSED)


def empty(account: Account, code: Code) -> Reply:
    """Close a parcel nothing was in."""
    _ = code
    case = account.open_case()
    if case.noticed is not None:
        return Reply(Said.CONDITION_BEFORE_SERIAL, level=Level.REFUSED)
    if case.outstanding:
        return Reply(Said.BATTERY_OUTSTANDING)
    if case.pieces:
        return Reply(Said.PARCEL_HAS_UNITS)
    return _closed(account, case, Said.PARCEL_EMPTY)


def _closed(account: Account, case: Case, said: Said) -> Reply:
    account.case = None
    account.did(Said.UNDONE_CLOSED, lambda: setattr(account, "case", case))
    return Reply(said)
