"""Arrivals: parcels put into a cage before anybody opens them."""

from __future__ import annotations

from intake.simulation.account import Account, Reply
from intake.simulation.code import Code, CodeKind
from intake.simulation.said import Said


def begin(account: Account, code: Code) -> Reply:
    """Begin to fill a cage."""
    account.cage = code.name
    return Reply(Said.ARRIVALS_BEGUN)


def taken(account: Account, code: Code) -> Reply:
    """Take what is scanned while a cage is being filled."""
    if code.kind is CodeKind.CAGE and code.name != account.cage:
        return begin(account, code)
    if code.kind is CodeKind.CAGE or (code.kind, code.name) == (CodeKind.CARD, "CLOSE"):
        account.cage = None
        return Reply(Said.ARRIVALS_ENDED)
    return _arrived(account, code) if code.kind is CodeKind.PARCEL else Reply(Said.ARRIVALS_ON)


def _arrived(account: Account, code: Code) -> Reply:
    if code.name in account.cases:
        return Reply(Said.PARCEL_RECEIVED)
    said = Said.PARCEL_ARRIVED_AGAIN if code.name in account.cages else Said.PARCEL_ARRIVED
    account.cages[code.name] = account.cage or ""
    return Reply(said)
