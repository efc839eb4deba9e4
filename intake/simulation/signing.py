"""Who stands at the desk."""

from __future__ import annotations

from intake.simulation.account import Account, Reply
from intake.simulation.code import Code
from intake.simulation.said import Said


def badge(account: Account, code: Code) -> Reply:
    """Sign in, or take the desk over with whatever lies on it."""
    if account.badge == code.name:
        return Reply(Said.ALREADY_SIGNED_IN)
    said = Said.SIGNED_IN if account.badge is None else Said.HANDED_OVER
    account.badge = code.name
    return Reply(said)


def locked(account: Account) -> Reply:
    """Lock the desk of somebody who is away; what lies on it stays."""
    account.badge = None
    return Reply(Said.DESK_LOCKED)


def out(account: Account, code: Code) -> Reply:
    """Sign out; an open parcel is closed first, a box at the desk emptied."""
    _ = code
    if account.case is not None:
        return Reply(Said.CLOSE_PARCEL_FIRST)
    if account.hall.holding():
        return Reply(Said.HOLDING_NOT_EMPTY)
    account.badge = None
    return Reply(Said.SIGNED_OUT)
