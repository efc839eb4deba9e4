"""Saying which unit it is: by serial, by cards, by keys, or not at all."""

from __future__ import annotations

from collections.abc import Callable

from intake.simulation.account import Account, Ask, Case, Piece, Question, Reply
from intake.simulation.code import Code
from intake.simulation.crate import Grade
from intake.simulation.register import Finding
from intake.simulation.said import Held, Said, Verdict

_SAID = {
    Verdict.AFFECTED: Said.UNIT_AFFECTED,
    Verdict.NOT_AFFECTED: Said.UNIT_NOT_AFFECTED,
    Verdict.UNCERTAIN: Said.UNIT_UNCERTAIN,
}
SIX = 6
"""Characters a person keys to confirm a claimed serial."""

UNKNOWN_WH, UNKNOWN_GRAMS = 100.0, 1000
"""What is counted for a unit of a model nobody knows."""


def scanned(account: Account, code: Code) -> Reply:
    """Take a serial from its code."""
    found = account.judge(code.name)
    if found.verdict is Verdict.INVALID:
        return Reply(Said.SERIAL_INVALID, verdict=Verdict.INVALID)
    case = account.open_case()
    if any(piece.serial == code.name for piece in case.pieces):
        account.question = Question(Ask.SECOND_UNIT, code.name)
        return Reply(Said.SERIAL_TAKEN_HERE)
    return identified(account, code.name, found)


def second_unit(account: Account, code: Code) -> Reply:
    """Answer YES: two units really carry the one serial."""
    _ = code
    asked = account.question
    if asked is None or asked.ask is not Ask.SECOND_UNIT:
        return Reply(Said.NOT_EXPECTED_HERE)
    return identified(account, asked.about, account.judge(asked.about))


def identified(account: Account, serial: str, found: Finding) -> Reply:
    """Take a unit in by a serial that was judged."""
    case = account.open_case()
    piece = Piece(serial, found.verdict, found.model, found.colour)
    if found.model is not None:
        model = account.register.model(found.model)
        piece.un, piece.wh, piece.grams = str(model.un_number), model.wh, model.grams
        piece.wants_colour = account.register.wants_colour(found.model)
    piece.holds = _holds(account, case, piece)
    said = Said.UNIT_DUPLICATE if Held.DUPLICATE in piece.holds else _SAID[found.verdict]
    account.pieces.setdefault(serial, []).append(piece)
    _taken(account, case, piece, lambda: account.pieces[serial].remove(piece))
    return Reply(said, piece)


def _holds(account: Account, case: Case, piece: Piece) -> list[Held]:
    holds = [Held.DUPLICATE] if account.pieces.get(piece.serial or "") else []
    if piece.verdict in {Verdict.UNCERTAIN, None}:
        holds.append(Held.UNCERTAIN_SERIAL)
    if piece.model is not None and account.register.is_excluded(piece.model, piece.colour):
        holds.append(Held.EXCLUDED_COLOUR)
    if account.claims is not None:
        holds += _holds_of_claim(case, piece)
    return holds


def _holds_of_claim(case: Case, piece: Piece) -> list[Held]:
    if case.claim is None:
        return [Held.ORPHAN]
    holds = []
    named = case.claim.serials
    if piece.serial is not None and len(named) == case.claim.count and piece.serial not in named:
        holds.append(Held.MISMATCH)
    if len(case.pieces) >= case.claim.count:
        holds.append(Held.EXTRA)
    return holds


def _taken(account: Account, case: Case, piece: Piece, forget: Callable[[], object]) -> None:
    """Put the unit on the table, with what was seen of it before."""
    piece.wants_checklist = _is_due(account)
    noticed, outstanding = case.noticed, case.outstanding
    if noticed is not None and not (noticed is Grade.R and piece.wants_checklist):
        piece.grade = graded(noticed, piece)
    case.noticed, case.outstanding = None, max(0, outstanding - 1)
    case.pieces.append(piece)

    def undo() -> None:
        case.pieces.remove(piece)
        case.noticed, case.outstanding, account.answered = noticed, outstanding, None
        forget()

    account.did(Said.UNDONE_UNIT, undo)


def _is_due(account: Account) -> bool:
    """Count the unit; tell whether it is the n-th since the last that answered the whole checklist."""
    account.unchecked += 1
    return 0 < account.checklist_every <= account.unchecked and not account.alarm


def graded(seen: Grade, piece: Piece) -> Grade:
    """Give the class of what was seen; an intact unit no list names is kept apart as N."""
    is_clear = seen is Grade.R and piece.verdict is Verdict.NOT_AFFECTED
    return Grade.N if is_clear else seen


def unreadable(account: Account, code: Code) -> Reply:
    """Take a unit in whose serial nobody can read."""
    _ = code
    piece = nameless(account)
    return Reply(Said.UNIT_UNREADABLE, piece)


def nameless(account: Account) -> Piece:
    """Put a unit without a serial on the table."""
    case = account.open_case()
    piece = Piece(None, None)
    piece.holds = _holds(account, case, piece)
    _taken(account, case, piece, lambda: None)
    return piece


def model(account: Account, code: Code) -> Reply:
    """Take the model from a picture card."""
    piece = account.piece
    if piece is None or piece.un is not None:
        return Reply(Said.SCAN_MODEL_FIRST)
    before = (piece.model, piece.un, piece.wh, piece.grams, piece.wants_colour)
    if code.argument.startswith("UN"):
        piece.un, piece.wh, piece.grams = code.argument, UNKNOWN_WH, UNKNOWN_GRAMS
    elif code.argument in {each.name for each in account.register.campaign.models}:
        found = account.register.model(code.argument)
        piece.model, piece.un, piece.wh, piece.grams = found.name, str(found.un_number), found.wh, found.grams
        # A unit nobody can name may still be owed a replacement one day: then its colour counts.
        piece.wants_colour = piece.verdict is None and account.register.wants_colour(found.name)
    else:
        return Reply(Said.MODEL_UNKNOWN)

    def undo() -> None:
        piece.model, piece.un, piece.wh, piece.grams, piece.wants_colour = before

    account.did(Said.UNDONE_MODEL, undo)
    return Reply(Said.MODEL_CONFIRMED, piece)


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


def confirmed(found: Finding) -> Finding:
    """Judge a serial a person keyed or confirmed: it never clears a unit."""
    if found.verdict is Verdict.NOT_AFFECTED:
        return Finding(Verdict.UNCERTAIN)
    return found


def keyed(account: Account, text: str) -> Reply:
    """Take a finished entry of the keyboard: the last six of an awaited serial, or a whole one."""
    case = account.open_case()
    awaited = [serial for serial in case.awaited if serial.endswith(text)]
    if len(text) == SIX and case.awaited:
        if len(awaited) != 1:
            return Reply(Said.KEYED_NO_MATCH)
        return identified(account, awaited[0], confirmed(account.judge(awaited[0])))
    if account.judge(text).verdict is Verdict.INVALID:
        return Reply(Said.SERIAL_INVALID, verdict=Verdict.INVALID)
    case.read_back = text
    account.did(Said.UNDONE_KEYED, lambda: setattr(case, "read_back", None))
    return Reply(Said.SERIAL_KEYED)


def read_back(account: Account, code: Code) -> Reply:
    """Hear the keyed serial confirmed, dropped, or contradicted by a scan."""
    case = account.open_case()
    serial = case.read_back or ""
    if code.name == "NO":
        case.read_back = None
        return Reply(Said.KEYED_DROPPED)
    if code.name not in {"YES", serial}:
        return Reply(Said.KEYED_DIFFERS)
    case.read_back = None
    return identified(account, serial, confirmed(account.judge(serial)))
