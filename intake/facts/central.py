"""What the central claims system said, and what became of this journal elsewhere."""

from __future__ import annotations

from intake.facts.fact import Fact
from intake.wire import EmergencyState, HubAnswer


class SerialReserved(Fact, frozen=True, omit_defaults=True):
    """The unit's key is reserved for this unit while it is taken in."""

    key: str
    epoch: int
    """What its replacement is confirmed by: an older one counts for nothing there."""


class SerialHeldElsewhere(Fact, frozen=True, omit_defaults=True):
    """Another desk has the unit's key."""

    key: str
    station: str
    since: str
    """ISO 8601 UTC."""

    confirmed: bool = False
    """Its replacement is decided there; else it is only being taken in, which ends by itself."""


class ReplacementAnswered(Fact, frozen=True, omit_defaults=True):
    """What became of the unit's replacement."""

    key: str
    answer: HubAnswer
    number: int
    """Counts the answers to this station: of two about one unit the greater counts."""

    detail: str = ""


class HeadAnchored(Fact, frozen=True, omit_defaults=True):
    """The central claims system has the log up to `seq`, and its hash there is ours."""

    incarnation: str
    seq: int
    hash: str
    """SHA-256 in hexadecimal."""

    covers_at: str
    """When the event at `seq` was recorded, ISO 8601 UTC."""


class NeighbourEmergency(Fact, frozen=True, omit_defaults=True):
    """There is an emergency at another desk of the site, or it is over."""

    station: str
    incident: str
    state: EmergencyState


class StationRestored(Fact, frozen=True, omit_defaults=True):
    """The first event of a new incarnation: the journal goes on from a backup."""

    incarnation: str
    before: str
    """The incarnation the backup was of."""

    seq: int
    """Of the last event before this one."""

    hash: str
    """Of that event, in hexadecimal."""

    complete: bool = False
    """What the backup lacked was fetched, or there was nothing."""


class HistoryFetched(Fact, frozen=True, omit_defaults=True):
    """What a restored journal lacked has been fetched: from here on nothing is missing."""

    incarnation: str
    events: int
