"""What the central claims system is to be asked of one unit, decided by how the unit stands. Pure.

Nothing is remembered: what was asked and answered stands in the log, and what does not is asked again.
"""

from __future__ import annotations

import msgspec

from intake.dispatch import ReplacementState
from intake.hold import HoldKind
from intake.wire import Confirm, FolderKind, HubAnswer, Release, Reserve

Want = Reserve | Confirm | Release
"""A call that is to be made. Each may be made again: the hub answers the same."""

ONLY_ONCE = frozenset({HoldKind.DUPLICATE, HoldKind.ALREADY_REPLACED})
"""While one of these stands nothing will be owed for the unit (`receipt.placing`)."""


class Owed(msgspec.Struct, frozen=True):
    """The replacement that is queued for a unit."""

    key: str
    campaign: str
    serial: str
    item: str
    colour: str | None
    state: ReplacementState
    answer: HubAnswer | None = None
    """What the central claims system has said of it last."""

    claim: str | None = None
    beyond_claim: bool = False
    """A supervisor has released it though its claim expects no more."""


class Standing(msgspec.Struct, frozen=True):
    """How one unit stands, as the views and the log tell it."""

    unit: str
    parcel: str
    label: str = ""
    """Of its parcel."""

    key: str | None = None
    """What a replacement will be queued under; None where none will, or where the unit is gone."""

    on_table: bool = False
    holds: tuple[HoldKind, ...] = ()
    """The open ones."""

    reserved: int | None = None
    """The epoch in which `key` was reserved for it."""

    promised: tuple[str, ...] = ()
    """Every key that was ever reserved or queued for it, also by what was undone since."""

    owed: Owed | None = None


def wanted(standing: Standing, incarnation: str) -> tuple[Want, ...]:
    """Give the calls to make, in their order: what is given back first may be reserved by the next."""
    released = tuple(
        Release(FolderKind.PRODUCTION, incarnation, key, standing.unit) for key in _over(standing)
    )
    owed = standing.owed
    if owed is not None:
        return (*released, _confirm(standing, owed, incarnation)) if _is_open(standing, owed) else released
    if standing.on_table and standing.key is not None and standing.reserved is None:
        return (*released, Reserve(FolderKind.PRODUCTION, incarnation, standing.key, standing.unit))
    return released


def _over(standing: Standing) -> tuple[str, ...]:
    """Give the keys that were promised to the unit and that it does not need any more."""
    owed = standing.owed
    needed = {standing.key} if owed is None else {owed.key}
    if owed is not None and owed.state is ReplacementState.DENIED:
        needed = set()
    return tuple(dict.fromkeys(key for key in standing.promised if key not in needed))


def _is_open(standing: Standing, owed: Owed) -> bool:
    """Tell whether a replacement waits for the hub's word alone: PROVISIONAL is waiting for just that."""
    if owed.state is ReplacementState.DENIED or not {*standing.holds} <= {HoldKind.PROVISIONAL}:
        return False
    return owed.answer is None or (owed.answer is HubAnswer.BEYOND_CLAIM and owed.beyond_claim)


def _confirm(standing: Standing, owed: Owed, incarnation: str) -> Confirm:
    return Confirm(
        FolderKind.PRODUCTION,
        incarnation,
        owed.key,
        standing.unit,
        standing.parcel,
        standing.reserved or 0,
        owed.campaign,
        owed.serial,
        owed.item,
        owed.colour,
        standing.label,
        owed.claim,
        owed.beyond_claim,
    )
