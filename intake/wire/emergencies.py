"""Emergencies at the desks of one site.

`POST /v1/emergencies` (EmergencyTold) and
`GET /v1/emergencies?after=&wait=` (SiteEmergencies), which waits up to `wait` seconds for one.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from intake.wire.words import Count, FolderKind, Id, StationName, Time


class EmergencyState(StrEnum):
    """How an emergency stands."""

    RAISED = "raised"
    CLOSED = "closed"


class EmergencyTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A desk tells of its own emergency; telling it again changes nothing."""

    kind: FolderKind
    incident: Id
    state: EmergencyState
    at: Time


class SiteEmergency(msgspec.Struct, frozen=True):
    """An emergency at a desk of the site."""

    number: Count
    """Grows with each of a site, in the order in which they become visible."""

    station: StationName
    incident: Id
    state: EmergencyState
    at: Time


class SiteEmergencies(msgspec.Struct, frozen=True):
    """Some of those after the number asked for, the oldest first, the asking station's own left out.

    One that was raised and closed meanwhile is told as closed alone.
    """

    emergencies: tuple[SiteEmergency, ...]
    last: Count
    """The number to ask after next time."""
