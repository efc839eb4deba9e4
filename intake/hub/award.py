"""Award: which unit of a key gets the replacement. Pure; who was first is the database's word.

The first unit nothing stands against wins its key for ever, unless what it was owed for is undone before
anybody may have sent it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from intake.hold import HoldDecision, HoldKind
from intake.hub.limit import Places
from intake.hub.times import iso
from intake.receipt import Hold, Unit
from intake.wire import HubAnswer


class Standing(StrEnum):
    """What stands against a unit's replacement."""

    FREE = "free"
    """Nothing: PROVISIONAL goes by itself."""

    HELD = "held"
    DENIED = "denied"
    GONE = "gone"
    """The act that queued it is undone."""


class State(StrEnum):
    """A replacement's way to its owner, as the hub has it."""

    QUEUED = "queued"
    HELD = "held"
    LEASED = "leased"
    """Somebody may be sending it."""

    SHIPPED = "shipped"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    """Not owed after all; the key is free again."""


class Owed(msgspec.Struct, frozen=True):
    """A unit that a replacement is queued for at its station. Named as the columns of `replacement`."""

    key: str
    incarnation: str
    unit: str
    parcel: str
    campaign: str
    serial: str
    item: str
    colour: str | None
    label: str
    claim: str | None
    beyond_claim: bool
    """A supervisor has released it though the claim expects no more."""

    standing: Standing = Standing.FREE
    state: State = State.QUEUED
    """What it is awarded as. SHIPPED where the log says that it was sent: these tables have come back from a
    backup older than that, and nobody sends it again."""

    reference: str = ""
    """What the log says of its sending."""

    turn: int = 1
    """Counts how often it was queued: once more each time that is undone."""

    @property
    def shipped_as(self) -> str | None:
        """The reference of its sending, None where the log tells of none."""
        return self.reference if self.state is State.SHIPPED else None


class Holder(msgspec.Struct, frozen=True):
    """The unit that has a key, and how far its replacement has got."""

    key: str
    station: str
    unit: str
    state: State
    is_out: bool
    """A lease has no outcome yet: it may be on its way."""

    awarded_at: datetime
    reference: str
    compensate: bool
    """It went out, or may have, and was not owed at that time."""

    @property
    def detail(self) -> str:
        """As an answer names it."""
        return f"{self.station} {iso(self.awarded_at)}"


class Change(msgspec.Struct, frozen=True):
    """What becomes of a replacement that stands."""

    key: str
    state: State
    compensate: bool
    reference: str


class Told(msgspec.Struct, frozen=True):
    """An answer about a unit. Named as the columns of `answer`."""

    key: str
    parcel: str
    unit: str
    answer: HubAnswer
    detail: str = ""
    turn: int = 1


def standing_of(unit: Unit) -> Standing:
    """Tell what stands against a unit's replacement at its station.

    Not what the hub's own TAKEN has raised there: it goes when the key is free again and the unit gets it.
    """
    if unit.is_denied:
        return Standing.DENIED
    if sent(unit) is not None:
        return Standing.FREE
    return Standing.HELD if any(_is_blocking(unit, hold) for hold in unit.holds) else Standing.FREE


def sent(unit: Unit) -> str | None:
    """Give what its log says of a replacement that was sent; None where it says no such thing."""
    owed = unit.replacement
    return owed.detail if owed is not None and owed.answer is HubAnswer.SHIPPED else None


def _is_blocking(unit: Unit, hold: Hold) -> bool:
    if hold.resolved_at is not None or hold.kind is HoldKind.PROVISIONAL:
        return False
    owed = unit.replacement
    is_own_word = unit.is_taken and owed is not None and hold.detail == owed.detail
    return not (is_own_word and hold.kind is HoldKind.DUPLICATE)


def is_released_beyond(unit: Unit) -> bool:
    """Tell whether a supervisor has released it though the claim expects no more."""
    return any(hold.kind is HoldKind.EXTRA and hold.decision is HoldDecision.RELEASE for hold in unit.holds)


def change_of(holder: Holder, standing: Standing, shipped_as: str | None = None) -> Change | None:
    """Give what becomes of a unit's own replacement, None where it stays as it is.

    What may be on its way is never taken back: a person makes good for it, unless it is owed again.
    `shipped_as`: the reference of a sending that the log tells of and these tables, back from an older
    backup, may not know.
    """
    state, compensate = holder.state, holder.compensate and standing is not Standing.FREE
    if shipped_as is not None:
        state = State.SHIPPED
    if standing in {Standing.DENIED, Standing.GONE}:
        compensate = holder.is_out or state is State.SHIPPED
        state = state if compensate else State.WITHDRAWN
    elif standing is Standing.HELD and state in {State.QUEUED, State.LEASED}:
        state = State.HELD
    elif standing is Standing.FREE and state is State.HELD:
        state = State.LEASED if holder.is_out else State.QUEUED
    is_same = (state, compensate) == (holder.state, holder.compensate)
    reference = holder.reference if shipped_as is None else shipped_as
    return None if is_same else Change(holder.key, state, compensate, reference)


def is_awaiting(owed: Owed, holder: Holder | None) -> bool:
    """Tell whether a key is free and the unit may have it."""
    return owed.standing is Standing.FREE and (holder is None or holder.state is State.WITHDRAWN)


def answer_of(station: str, owed: Owed, holder: Holder) -> Told | None:
    """Give what is told of a unit whose key is somebody's."""
    if owed.standing is not Standing.FREE:
        return None
    if (holder.station, holder.unit) != (station, owed.unit):
        return _told(owed, HubAnswer.TAKEN, holder.detail)
    if holder.state in _SETTLED:
        return _told(owed, _SETTLED[holder.state], holder.reference)
    return _told(owed, HubAnswer.ACKNOWLEDGED)


_MOST = 200
"""Characters of an answer's detail (`wire.words.Text`): a pallet's claims, joined, are more."""

_SETTLED = {State.SHIPPED: HubAnswer.SHIPPED, State.FAILED: HubAnswer.FAILED}


def _told(owed: Owed, answer: HubAnswer, detail: str = "") -> Told:
    return Told(owed.key, owed.parcel, owed.unit, answer, detail, owed.turn)


def next_turn(
    waiting: Sequence[Owed], places: Mapping[str, Places]
) -> tuple[list[Owed], list[Owed], list[Owed]]:
    """Divide units that wait: those that may be awarded at once, those beyond their claim, and the rest.

    `places`: what the claims of each label still expect, by label; each unit that may be awarded takes one.
    The rest wait for what becomes of the first of their key, or of those whose places they would need.
    """
    turn, beyond, rest = list[Owed](), list[Owed](), list[Owed]()
    keys, taken = set[str](), set[str]()
    for each in waiting:
        limit = _limit(each, places)
        if each.key in keys:
            rest.append(each)
        elif limit is None or limit.take(each.claim or ""):
            keys.add(each.key)
            turn.append(each)
            taken.update([each.label] if limit else [])
        else:
            (rest if each.label in taken else beyond).append(each)
    return turn, beyond, rest


def may_be_limited(owed: Owed) -> bool:
    """Tell whether a unit needs a place of its claims."""
    return owed.claim is not None and not owed.beyond_claim and owed.state is not State.SHIPPED


def _limit(owed: Owed, places: Mapping[str, Places]) -> Places | None:
    found = places.get(owed.label) if may_be_limited(owed) else None
    return found if found is not None and found.limit(owed.claim or "") else None


def beyond(owed: Iterable[Owed]) -> list[Told]:
    """Give what is told of units whose claim expects no more."""
    return [_told(each, HubAnswer.BEYOND_CLAIM, (each.claim or "")[:_MOST]) for each in owed]
