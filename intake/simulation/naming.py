"""Saying which unit it is: by serial, by cards, by keys, or not at all."""

from __future__ import annotations

from collections.abc import Callable

from intake.simulation.account import Account, Ask, Case, Piece, Question, Reply
from intake.simulation.code import Code, CodeKind
from intake.simulation.crate import Grade
from intake.simulation.register import Finding
from intake.simulation.said import Held, Level, Said, Verdict

SAID = {
    Verdict.AFFECTED: Said.UNIT_AFFECTED,
    Verdict.NOT_AFFECTED: Said.UNIT_NOT_AFFECTED,
    Verdict.UNCERTAIN: Said.UNIT_UNCERTAIN,
}
SIX = 6
"""Characters a person keys to confirm a claimed serial."""


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
    found = doubted(case, found)
    piece = Piece(serial, found.verdict, found.model, found.colour, campaign=found.campaign)
    piece.asks_model = found.asks_model
    if found.model is not None:
        weigh(account, piece, found.model)
        piece.wants_colour = account.register.wants_colour(found.model)
    piece.holds = _holds(account, case, piece)
    said = Said.UNIT_MODEL_DECIDES if found.asks_model else SAID[found.verdict]
    said = Said.UNIT_DUPLICATE if Held.DUPLICATE in piece.holds else said
    account.pieces.setdefault(serial, []).append(piece)
    _taken(account, case, piece, lambda: account.pieces[serial].remove(piece))
    return Reply(said, piece)


def doubted(case: Case, found: Finding) -> Finding:
    """Believe no list that clears a unit whose owner announced a recalled one by its serial."""
    is_doubtful = found.verdict is Verdict.NOT_AFFECTED and case.claim is not None and case.claim.serials
    return Finding(Verdict.UNCERTAIN) if is_doubtful else found


def weigh(account: Account, piece: Piece, name: str) -> None:
    """Take what is known of a model for the unit."""
    found = account.register.model(name)
    piece.model, piece.un, piece.wh, piece.grams = found.name, str(found.un_number), found.wh, found.grams


def _holds(account: Account, case: Case, piece: Piece) -> list[Held]:
    holds = [Held.DUPLICATE] if account.pieces.get(piece.serial or "") else []
    holds += holds_of_lists(account, piece)
    if account.claims is not None:
        holds += _holds_of_claim(case, piece)
    return holds


def holds_of_lists(account: Account, piece: Piece) -> list[Held]:
    """Say what stands against a replacement by what the lists say; nothing yet where a card decides it."""
    holds = []
    if piece.verdict in {Verdict.UNCERTAIN, None} and not piece.asks_model:
        holds.append(Held.UNCERTAIN_SERIAL)
    if piece.model is not None and account.register.is_excluded(piece.model, piece.colour):
        holds.append(Held.EXCLUDED_COLOUR)
    return holds + _holds_of_model(account, piece)


def _holds_of_model(account: Account, piece: Piece) -> list[Held]:
    """Say whether a unit is of a recall its owner is not served in here, or of a model nobody claimed."""
    claim, register = account.open_case().claim, account.register
    claimed = claim.model if claim else None
    is_elsewhere = claimed is not None and not register.has_model(piece.campaign, claimed)
    if piece.verdict is Verdict.AFFECTED and (register.is_abroad(piece.campaign) or is_elsewhere):
        return [Held.OTHER_CAMPAIGN]
    is_other = claimed is not None and piece.model not in {None, claimed}
    return [Held.WRONG_MODEL] if is_other else []


def _holds_of_claim(case: Case, piece: Piece) -> list[Held]:
    if case.claim is None:
        return [Held.ORPHAN]
    holds = []
    named = case.claim.serials
    if piece.serial is not None and len(named) == case.claim.count and piece.serial not in named:
        holds.append(Held.MISMATCH)
    if len(case.pieces) >= case.claim.count and piece.serial not in named:
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


def confirmed(found: Finding) -> Finding:
    """Judge a serial a person keyed or confirmed: it never clears a unit."""
    if found.verdict is Verdict.NOT_AFFECTED:
        return Finding(Verdict.UNCERTAIN)
    return found


def keyed(account: Account, text: str) -> Reply:
    """Take a finished entry of the keyboard: the last six of an awaited serial, or a whole one."""
    case = account.open_case()
    if case.read_back is not None:
        return _keyed_again(account, text)
    awaited = [serial for serial in case.awaited if serial.endswith(text)]
    if len(text) == SIX and case.awaited:
        if len(awaited) != 1:
            return Reply(Said.KEYED_NO_MATCH)
        return identified(account, awaited[0], confirmed(account.judge(awaited[0])))
    if account.judge(text).verdict is Verdict.INVALID:
        return Reply(Said.SERIAL_INVALID, verdict=Verdict.INVALID)
    return _to_read_back(account, text, Said.SERIAL_KEYED)


def printed(account: Account, code: Code) -> Reply:
    """Take what a camera read off print: the claim's own serial at once, any other to be read back."""
    found = account.judge(code.name)
    if found.verdict is Verdict.INVALID:
        return Reply(Said.SERIAL_INVALID, verdict=Verdict.INVALID)
    if code.name in account.open_case().awaited:
        return identified(account, code.name, confirmed(found))
    return _to_read_back(account, code.name, Said.SERIAL_PRINTED)


def _to_read_back(account: Account, serial: str, said: Said) -> Reply:
    case = account.open_case()
    case.read_back, case.is_print = serial, said is Said.SERIAL_PRINTED
    account.did(Said.UNDONE_KEYED, lambda: setattr(case, "read_back", None))
    return Reply(said)


def _keyed_again(account: Account, text: str) -> Reply:
    """Hear what waits said by the fingers: its last six."""
    case = account.open_case()
    serial = case.read_back or ""
    if text not in {serial, serial[-SIX:]}:
        return Reply(Said.KEYED_DIFFERS)
    case.read_back = None
    return identified(account, serial, confirmed(account.judge(serial)))


def read_back_first(account: Account, code: Code) -> Reply:
    """Refuse what has nothing to do with the serial that waits."""
    _ = code
    return Reply(Said.PRINT_NEEDS_KEYS if account.open_case().is_print else Said.READ_BACK_FIRST)


def read_back(account: Account, code: Code) -> Reply:
    """Hear the keyed serial confirmed, dropped, or contradicted by a scan; print by a code alone."""
    case = account.open_case()
    serial = case.read_back or ""
    if code.name == "NO":
        case.read_back = None
        return Reply(Said.KEYED_DROPPED)
    if code.name not in {"YES", serial}:
        return Reply(Said.KEYED_DIFFERS)
    if case.is_print and code.kind is not CodeKind.SERIAL:
        return Reply(Said.PRINT_NEEDS_KEYS, level=Level.NOTE)
    case.read_back = None
    return identified(account, serial, confirmed(account.judge(serial)))
