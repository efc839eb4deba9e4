"""Picture cards: model and colour by the eye, where the serial does not give them."""

from __future__ import annotations

from copy import copy
from dataclasses import fields
from functools import partial

from intake.simulation.account import Account, Piece, Reply
from intake.simulation.code import Code
from intake.simulation.crate import Grade
from intake.simulation.naming import SAID, doubted, graded, holds_of_lists, weigh
from intake.simulation.said import Held, Said

UNKNOWN_WH, UNKNOWN_GRAMS = 100.0, 1000
"""What is counted for a unit of a model nobody knows."""


def model(account: Account, code: Code) -> Reply:
    """Take the model from a picture card."""
    piece = account.piece
    if piece is None or piece.un is not None:
        return Reply(Said.SCAN_MODEL_FIRST)
    before = copy(piece)
    if code.argument.startswith("UN"):
        piece.un, piece.wh, piece.grams = code.argument, UNKNOWN_WH, UNKNOWN_GRAMS
    elif code.argument in account.register.models:
        weigh(account, piece, code.argument)
        # A unit nobody can name may still be owed a replacement one day: then its colour counts.
        piece.wants_colour = piece.verdict is None and account.register.wants_colour(code.argument)
    else:
        return Reply(Said.MODEL_UNKNOWN)
    account.did(Said.UNDONE_MODEL, partial(_as_before, piece, before))
    return Reply(_judged_again(account, piece, code.argument), piece)


def _as_before(piece: Piece, before: Piece) -> None:
    for field in fields(Piece):
        setattr(piece, field.name, getattr(before, field.name))


def _judged_again(account: Account, piece: Piece, told: str) -> Said:
    """Ask the lists once more, now that the unit's model is told; its class follows what they say."""
    if not piece.asks_model or piece.serial is None:
        return Said.MODEL_CONFIRMED
    found = doubted(account.open_case(), account.judge(piece.serial, told))
    piece.verdict, piece.campaign, piece.asks_model = found.verdict, found.campaign, False
    piece.holds = [*piece.holds, *holds_of_lists(account, piece)]
    if piece.grade is Grade.R:
        piece.grade = graded(Grade.R, piece)
    return SAID[found.verdict]


def colour(account: Account, code: Code) -> Reply:
    """Take the colour from a picture card."""
    piece = account.piece
    if piece is None or piece.model is None or not piece.wants_colour:
        return Reply(Said.SCAN_MODEL_FIRST)
    named = code.argument.lower()
    colours = {each.name for each in account.register.model(piece.model).colours}
    if named not in colours | {"other"}:
        return Reply(Said.COLOUR_UNKNOWN)
    before = piece.holds

    def undo() -> None:
        piece.colour, piece.holds = None, before

    account.did(Said.UNDONE_COLOUR, undo)
    piece.colour = named
    is_out = named == "other" or account.register.is_excluded(piece.model, named)
    if not is_out:
        return Reply(Said.COLOUR_CONFIRMED, piece)
    piece.holds = [*before, Held.EXCLUDED_COLOUR]
    return Reply(Said.COLOUR_OTHER if named == "other" else Said.COLOUR_EXCLUDED, piece)
