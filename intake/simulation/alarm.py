"""Emergencies: raised by the K2 card, ended by a lead with badge and PIN."""

from __future__ import annotations

from intake.simulation.account import EMERGENCY, Account, Piece, Reply
from intake.simulation.code import Code
from intake.simulation.naming import nameless
from intake.simulation.said import Held, Said


def raised(account: Account, code: Code) -> Reply:
    """Stop everything; with a parcel open a unit is concerned, a nameless one where none is in hand."""
    _ = code
    account.alarm = True
    account.answered = None
    if account.case is not None and account.piece is None:
        nameless(account)
    account.deeds.clear()
    return Reply(Said.EMERGENCY_RAISED)


def ended(account: Account, burnt: Piece | None = None) -> Reply:
    """End it by the lead's word: what is in hand leaves, and what burnt in a crate, which is suspect now."""
    account.alarm = False
    if burnt is not None:
        crate = account.hall.crates[burnt.place or ""]
        crate.loads.remove((burnt.wh, burnt.grams))
        crate.is_suspect = True
    for piece in (account.piece, burnt):
        if piece is not None:
            piece.place = EMERGENCY
            piece.holds = [*piece.holds, Held.EVIDENCE, *([Held.UNCERTAIN_SERIAL] * piece.asks_model)]
    account.deeds.clear()
    return Reply(Said.EMERGENCY_CLOSED)
