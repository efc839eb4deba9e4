"""Putting units into crates, and putting crates into use."""

from __future__ import annotations

from intake.simulation.account import Account, Ask, Case, Piece, Question, Reply
from intake.simulation.code import Code
from intake.simulation.crate import Crate, Grade
from intake.simulation.said import Held, Said, Verdict


def contain(account: Account, code: Code) -> Reply:
    """Put the unit in hand into the scanned crate."""
    piece, crate = account.piece, account.crate(code.name)
    if piece is None:
        return without_unit(account, code)
    if crate is None:
        account.question = Question(Ask.OPEN_CONTAINER, code.name)
        return Reply(Said.CONTAINER_UNKNOWN)
    refusal = misfit(crate, piece)
    return Reply(refusal) if refusal else _contained(account, piece, crate)


def without_unit(account: Account, code: Code) -> Reply:
    """Meet a crate's label with no unit in hand."""
    if account.crate(code.name) is None:
        account.question = Question(Ask.OPEN_CONTAINER, code.name)
        return Reply(Said.CONTAINER_NEW)
    return Reply(Said.NOTHING_TO_CONTAIN if account.case else Said.SCAN_PARCEL_FIRST)


def misfit(crate: Crate, piece: Piece) -> Said | None:
    """Say why the crate does not take the unit, or None."""
    if not crate.is_open:
        return Said.CONTAINER_NOT_OPEN
    if crate.grade is not piece.grade:
        return Said.CONTAINER_WRONG_CLASS
    if crate.un != piece.un:
        return Said.CONTAINER_WRONG_UN_NUMBER
    if not crate.has_room(piece.wh, piece.grams):
        return Said.CONTAINER_FULL
    return Said.CONTAINER_SUSPECT if crate.is_suspect else None


def _contained(account: Account, piece: Piece, crate: Crate) -> Reply:
    load = (piece.wh, piece.grams)
    crate.loads.append(load)
    piece.place = crate.code

    holds = piece.holds

    def undo() -> None:
        piece.place, piece.holds = None, holds
        crate.loads.remove(load)

    account.did(Said.UNDONE_CONTAINED, undo, needs_lead=True)
    is_owed = piece.verdict is Verdict.AFFECTED
    if is_owed and not piece.holds and _is_claim_met(account.open_case(), piece):
        piece.holds = [Held.EXTRA]
    if piece.holds:
        return Reply(Said.CONTAINED_HELD, piece)
    return Reply(Said.CONTAINED_REPLACEMENT if is_owed else Said.CONTAINED, piece)


def _is_claim_met(case: Case, piece: Piece) -> bool:
    """Tell whether as many replacements are on their way already as the claim expects."""
    others = [each for each in case.pieces if each is not piece and each.place is not None]
    served = [each for each in others if each.verdict is Verdict.AFFECTED and not each.holds]
    return case.claim is not None and len(served) >= case.claim.count


def open_by_card(account: Account, code: Code) -> Reply:
    """Put the crate just refused as unknown into use by a class card."""
    asked, piece = account.question, account.piece
    if asked is None or asked.ask is not Ask.OPEN_CONTAINER:
        return Reply(Said.CLASS_CARD_ALONE)
    grade, _, un = code.argument.partition("-")
    un = un or (piece.un if piece and piece.un else "")
    if piece is not None and (grade != piece.grade or un != piece.un):
        return Reply(Said.CLASS_CARD_DIFFERS)
    if not un:
        return Reply(Said.CLASS_CARD_WITHOUT_UN)
    opened(account, asked.about, Grade(grade), un)
    account.question = None
    return Reply(Said.CONTAINER_OPENED)


def opened(account: Account, code: str, grade: Grade, un: str) -> Reply:
    """Put a crate into use, as a card or a lead's request does."""
    account.hall.crates[code] = Crate(code, grade, un)
    return Reply(Said.CONTAINER_OPENED)


def sealed(account: Account, code: str) -> Reply:
    """Close a crate for good, as a request does."""
    account.hall.crates[code].is_open = False
    return Reply(Said.CONTAINER_SEALED)
