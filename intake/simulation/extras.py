"""Things that do not belong into the parcel: flagged, opened where they are boxes, and put aside."""

from __future__ import annotations

from collections.abc import Callable

from intake.simulation.account import Account, Loose, Reply
from intake.simulation.code import Code, CodeKind
from intake.simulation.said import Said


def flag(account: Account, code: Code) -> Reply:
    """Flag a thing by its card, or a retail box by its trade code."""
    case = account.open_case()
    is_box = code.kind is CodeKind.JAN or code.name == "BOX"
    loose = Loose("box" if is_box else code.name.lower(), is_opened=not is_box)
    case.loose.append(loose)
    account.did(Said.UNDONE_FLAG, lambda: case.loose.remove(loose))
    return Reply(Said.BOX_FLAGGED if is_box else Said.ACCESSORY_FLAGGED)


def _unopened(account: Account) -> Loose | None:
    return next((loose for loose in account.open_case().pending if not loose.is_opened), None)


def box_opened(account: Account, code: Code) -> Reply:
    """Say whether the box on the table was empty (YES) or held a battery (NO)."""
    case, box = account.open_case(), _unopened(account)
    if box is None:
        return Reply(Said.REJECT_FIRST)
    before = case.outstanding
    box.is_opened = True
    case.outstanding = before + (code.name == "NO")

    def undo() -> None:
        box.is_opened, case.outstanding = False, before

    account.did(Said.UNDONE_BOX, undo)
    return Reply(Said.BOX_EMPTY if code.name == "YES" else Said.BATTERY_IN_BOX)


def reject(account: Account, code: Code) -> Reply:
    """Put everything flagged into a reject bin."""
    if code.name not in account.bins:
        return Reply(Said.REJECT_BIN_UNKNOWN)
    if _unopened(account) is not None:
        return Reply(Said.BOX_NOT_CHECKED)
    things = account.open_case().pending
    account.did(Said.UNDONE_REJECTED, _put_away(things))
    return Reply(Said.ACCESSORY_REJECTED)


def give_back(account: Account, code: Code) -> Reply:
    """Set the first thing on the table aside for its owner, under a label of its own."""
    if _unopened(account) is not None:
        return Reply(Said.BOX_NOT_CHECKED)
    if code.name in account.tags_used:
        return Reply(Said.TAG_USED)
    account.tags_used.add(code.name)
    account.did(Said.UNDONE_REJECTED, _put_away(account.open_case().pending[:1]))
    return Reply(Said.ACCESSORY_TAGGED)


def _put_away(things: list[Loose]) -> Callable[[], object]:
    for thing in things:
        thing.is_away = True

    def undo() -> None:
        for thing in things:
            thing.is_away = False

    return undo


def waiting(account: Account, code: Code) -> Reply:
    """Refuse what is not asked for while something lies on the table."""
    _ = code
    return Reply(Said.REJECT_FIRST if _unopened(account) is None else Said.BOX_NOT_CHECKED)
