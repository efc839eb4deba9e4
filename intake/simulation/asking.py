"""Questions a scan leaves open: undoing, moving, inspecting."""

from __future__ import annotations

from intake.simulation.account import Account, Ask, Piece, Question, Reply
from intake.simulation.code import Code, CodeKind
from intake.simulation.crate import Crate
from intake.simulation.placing import misfit
from intake.simulation.said import Said


def undo(account: Account, code: Code) -> Reply:
    """Ask for the reason why the last act is to be taken back."""
    _ = code
    if not account.deeds:
        return Reply(Said.UNDO_NOTHING)
    last = account.deeds[-1]
    if last.needs_lead or last.badge != account.badge:
        return Reply(Said.UNDO_NEEDS_LEAD)
    account.question = Question(Ask.UNDO)
    return Reply(Said.UNDO_ASKED)


def reason(account: Account, code: Code) -> Reply:
    """Take the last act back for the reason on the card."""
    asked = account.question
    if asked is None or asked.ask is not Ask.UNDO:
        return Reply(Said.REASON_ALONE)
    was_none = code.argument == NO_UNIT
    if was_none and account.deeds[-1].said is Said.UNDONE_UNIT:
        return Reply(Said.UNDO_NEEDS_LEAD)
    return taken_back(account, was_none=was_none)


NO_UNIT = "WRONG-UNIT"
"""The reason that says there was no unit of this parcel at all: only a lead may say so."""


def taken_back(account: Account, *, was_none: bool = False) -> Reply:
    """Take the last act back, as the card does or a lead's request; the unit then lies on the table."""
    last = account.deeds.pop()
    last.undo()
    if last.said is Said.UNDONE_UNIT and not was_none:
        case = account.open_case()
        case.outstanding = max(case.outstanding, 1)
    return Reply(last.said)


def move(account: Account, code: Code) -> Reply:
    """Ask what is to be moved."""
    _ = code
    account.question = Question(Ask.MOVE_WHAT)
    return Reply(Said.MOVE_WHAT)


def moved_what(account: Account, code: Code) -> Reply:
    """Hear what is to be moved: the bag or serial of a unit in a crate, or all of a box at the desk."""
    pieces = lying(account, code.name)
    if not pieces:
        return Reply(Said.MOVE_UNKNOWN)
    crates = [account.hall.crates[piece.place or ""] for piece in pieces]
    if not all(crate.is_open for crate in crates):
        return Reply(Said.MOVE_CLOSED)
    if not all(crate.is_holding for crate in crates):
        return Reply(Said.MOVE_NEEDS_LEAD)
    account.question = Question(Ask.MOVE_WHERE, code.name)
    return Reply(Said.MOVE_WHERE)


def lying(account: Account, name: str) -> list[Piece]:
    """Give the units that lie in crates under a bag's label, a serial, or the label of a box at the desk."""
    pieces = [piece for case in account.cases.values() for piece in case.pieces]
    crate = account.crate(name)
    if crate is not None:
        return [piece for piece in pieces if crate.is_holding and piece.place == name]
    return [
        piece for piece in pieces if name in {piece.bag, piece.serial} and account.crate(piece.place or "")
    ]


def moved_where(account: Account, code: Code) -> Reply:
    """Hear where it is to go: all of it, or nothing."""
    asked, crate = account.question, account.crate(code.name)
    pieces = lying(account, asked.about if asked else "")
    if crate is None:
        return Reply(Said.CONTAINER_UNKNOWN)
    if not pieces or any(piece.place == crate.code for piece in pieces):
        return Reply(Said.MOVE_UNKNOWN)
    return _moved_all(account, pieces, crate)


def _moved_all(account: Account, pieces: list[Piece], crate: Crate) -> Reply:
    before = [(piece, account.hall.crates[piece.place or ""]) for piece in pieces]
    for piece, _ in before:
        if (refusal := misfit(crate, piece)) is not None:
            _put_back(before, crate)
            is_many = len(pieces) > 1 and refusal is Said.CONTAINER_FULL
            return Reply(Said.MOVE_TOO_MANY if is_many else refusal)
        _carry(piece, crate, account.hall.crates[piece.place or ""])
    account.did(Said.UNDONE_MOVED, lambda: _put_back(before, crate), needs_lead=True)
    account.question = None
    return Reply(Said.MOVED if len(pieces) == 1 else Said.MOVED_ALL)


def _carry(piece: Piece, to: Crate, out_of: Crate) -> None:
    load = (piece.wh, piece.grams)
    out_of.loads.remove(load)
    to.loads.append(load)
    piece.place = to.code


def _put_back(before: list[tuple[Piece, Crate]], crate: Crate) -> None:
    for piece, was in before:
        if piece.place != was.code:
            _carry(piece, was, crate)


def moved(account: Account, name: str, to: str) -> Reply:
    """Move a unit into another crate by a lead's request."""
    pieces, crate = lying(account, name), account.crate(to)
    if not pieces or crate is None:
        return Reply(Said.CONTAINER_UNKNOWN if pieces else Said.MOVE_UNKNOWN)
    piece, was = pieces[0], account.hall.crates[pieces[0].place or ""]
    if not was.is_open:
        return Reply(Said.MOVE_CLOSED)
    if (refusal := misfit(crate, piece)) is not None:
        return Reply(refusal)
    _carry(piece, crate, was)
    account.did(Said.UNDONE_MOVED, lambda: _put_back([(piece, was)], crate), needs_lead=True)
    return Reply(Said.MOVED)


def inspect(account: Account, code: Code) -> Reply:
    """Begin a round of inspection."""
    _ = code
    account.question = Question(Ask.INSPECT)
    return Reply(Said.INSPECT_ASKED)


def inspected(account: Account, code: Code) -> Reply:
    """Hear which crate was looked at; the round goes on."""
    return Reply(Said.CONTAINER_NOT_IN_USE if account.crate(code.name) is None else Said.INSPECTED)


def dropped(_account: Account, _code: Code) -> Reply:
    """Answer NO: whatever is asked is no longer."""
    return Reply(Said.QUESTION_DROPPED)


def is_movable(code: Code) -> bool:
    """Tell whether a code can name a unit to be moved."""
    return code.kind in {CodeKind.BAG, CodeKind.SERIAL, CodeKind.CONTAINER}
