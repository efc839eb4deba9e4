"""Saying how bad a unit is, and giving it its bag."""

from __future__ import annotations

from functools import partial

from intake.simulation.account import Account, Piece, Reply
from intake.simulation.alarm import raised
from intake.simulation.code import Code
from intake.simulation.crate import Grade, is_worse
from intake.simulation.naming import graded
from intake.simulation.said import Level, Said

_SAID = {
    Grade.R: Said.CONDITION_INTACT,
    Grade.D: Said.CONDITION_DAMAGED,
    Grade.K1: Said.CONDITION_SWOLLEN,
}


def seen_on(card: str) -> Grade:
    """Give what a condition card says was seen; INTACT stands as R until the verdict is known."""
    return Grade.R if card == "INTACT" else Grade(card)


def of_the_unit(account: Account, code: Code) -> Reply:
    """Take a condition card for the unit in hand, or for the next one where none is."""
    piece, seen = account.piece, seen_on(code.name)
    if piece is None:
        return _noticed(account, seen)
    if piece.grade is not None and not is_worse(graded(seen, piece), piece.grade):
        return Reply(Said.CONDITION_NOT_MILDER)
    if seen is Grade.R and (piece.wants_checklist or account.answered is not None):
        return Reply(Said.CHECKLIST_FIRST)
    return _recorded(account, piece, seen)


def not_taken(account: Account, code: Code) -> Reply:
    """Refuse anything else, naming the checklist where its question is what the screen asks."""
    _ = code
    return Reply(Said.CHECKLIST_FIRST if _is_asked(account) else Said.SCAN_CONDITION_FIRST)


def _is_asked(account: Account) -> bool:
    piece = account.piece
    return piece is not None and (piece.wants_checklist or account.answered is not None)


def _noticed(account: Account, seen: Grade) -> Reply:
    case = account.open_case()
    before = case.noticed
    if before is not None and not is_worse(seen, before):
        return Reply(Said.CONDITION_NOT_MILDER)
    case.noticed = seen
    undo = partial(setattr, case, "noticed", before)
    account.did(Said.UNDONE_NOTICED, undo, needs_lead=seen is Grade.K1)
    level = Level.OK if seen is Grade.R else Level.HAZARD
    return Reply(Said.CONDITION_BEFORE_SERIAL, level=level)


def _recorded(account: Account, piece: Piece, seen: Grade) -> Reply:
    before, wanted, answered = piece.grade, piece.wants_checklist, account.answered
    piece.grade, piece.wants_checklist, account.answered = graded(seen, piece), False, None

    def undo() -> None:
        piece.grade, piece.wants_checklist, account.answered = before, wanted, answered

    account.did(Said.UNDONE_CONDITION, undo, needs_lead=seen is Grade.K1)
    return Reply(_SAID[seen], piece)


def begin_checklist(account: Account, code: Code) -> Reply:
    """Begin the checklist for the unit in hand (CHECK)."""
    _ = code
    piece = account.piece
    if piece is None or account.answered is not None:
        return Reply(Said.SCAN_CONDITION_FIRST)
    wanted = piece.wants_checklist
    account.answered, piece.wants_checklist = 0, True

    def undo() -> None:
        account.answered, piece.wants_checklist = None, wanted

    account.did(Said.UNDONE_CHECKLIST, undo)
    return Reply(Said.CHECKLIST_BEGUN)


def answer(account: Account, code: Code) -> Reply:
    """Answer one sign of the checklist: the first YES decides, the last NO clears."""
    piece, signs = account.piece, account.checklist
    if piece is None or not (piece.wants_checklist or account.answered is not None):
        return Reply(Said.SCAN_CONDITION_FIRST)
    at = account.answered or 0
    if code.name == "YES":
        grade = signs[at]
        account.unchecked = account.unchecked if grade is None else 0
        return raised(account, code) if grade is None else _recorded(account, piece, grade)
    if at + 1 == len(signs):
        account.unchecked = 0
        return _recorded(account, piece, Grade.R)
    before = account.answered
    account.answered = at + 1
    account.did(Said.UNDONE_CHECKLIST, lambda: setattr(account, "answered", before))
    return Reply(Said.CHECKLIST_NO)


def bag(account: Account, code: Code) -> Reply:
    """Give the unit in hand a bag label never used before."""
    piece = account.piece
    if piece is None:
        return Reply(Said.NOT_EXPECTED_HERE)
    if code.name in account.bags_used:
        return Reply(Said.BAG_USED)
    piece.bag = code.name
    account.bags_used.add(code.name)

    def undo() -> None:
        piece.bag = None
        account.bags_used.remove(code.name)

    account.did(Said.UNDONE_BAG, undo)
    return Reply(Said.BAG_ATTACHED, piece)
