"""What happened to containers."""

from __future__ import annotations

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import Limits
from intake.facts.fact import Fact


class ContainerOpened(Fact, frozen=True, omit_defaults=True):
    code: str
    condition: Condition
    un_number: UnNumber
    limits: Limits
    tare: int = 0
    location: str = ""
    zone: str = ""
    holding: bool = False


class ContainerSealed(Fact, frozen=True, omit_defaults=True):
    code: str


class ContainerLoaded(Fact, frozen=True, omit_defaults=True):
    code: str


class ContainerRefused(Fact, frozen=True, omit_defaults=True):
    """The carrier would not take it; it stands sealed again."""

    code: str
    reason: str


class ContainerAccepted(Fact, frozen=True, omit_defaults=True):
    """Handed over; `document` is the carrier's number, `release` the maker's for class N and evidence."""

    code: str
    document: str
    release: str | None = None


class ContainerInspected(Fact, frozen=True, omit_defaults=True):
    """An inspection round came by: cold and quiet, unless the note says otherwise."""

    code: str
    celsius: float | None = None
    note: str = ""


class ContainerSuspected(Fact, frozen=True, omit_defaults=True):
    """Something in it may still react: nothing goes in or out until `until` (ISO 8601 UTC)."""

    code: str
    until: str
    reason: str


class ContainerCleared(Fact, frozen=True, omit_defaults=True):
    """Observed long enough: it may be used again."""

    code: str
