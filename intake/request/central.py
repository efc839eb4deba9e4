"""Wishes that bring what the central claims system said: `intake sync` and `intake link` send them."""

from __future__ import annotations

from typing import Annotated

import msgspec

from intake.wire import EmergencyState, ReplacementAnswer, Sha256
from intake.wire.words import Count, Id, Key, StationName, Time

MOST_ANSWERS = 32
"""In one request. A scan may have to wait until they are recorded, about a hundredth of a second."""


class AnswerReplacements(msgspec.Struct, frozen=True, tag="replacements.answer"):
    """Record what became of replacements; what is recorded already is passed over."""

    answers: Annotated[tuple[ReplacementAnswer, ...], msgspec.Meta(min_length=1, max_length=MOST_ANSWERS)]


class RecordReservation(msgspec.Struct, frozen=True, tag="units.reserved"):
    """Record that a unit's key is reserved for it."""

    parcel: Id
    unit: Id
    key: Key
    epoch: Count


class TellDuplicate(msgspec.Struct, frozen=True, tag="units.duplicate"):
    """Tell the desk that another desk has the unit's key."""

    parcel: Id
    unit: Id
    key: Key
    station: StationName
    since: Time
    confirmed: bool


class AnchorHead(msgspec.Struct, frozen=True, tag="journal.anchor"):
    """Record how much of the log the central claims system has."""

    incarnation: Id
    seq: Count
    hash: Sha256


class TellEmergency(msgspec.Struct, frozen=True, tag="emergency.tell"):
    """Tell the desk of an emergency at another desk of the site."""

    station: StationName
    incident: Id
    state: EmergencyState


class EndRecovery(msgspec.Struct, frozen=True, tag="journal.recovered"):
    """What a restored journal lacked has been fetched."""

    incarnation: Id
    events: Count
