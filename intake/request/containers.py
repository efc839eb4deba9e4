"""Wishes about containers and reject bins."""

from __future__ import annotations

from typing import Annotated

import msgspec

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.container import Limits


class OpenContainer(msgspec.Struct, frozen=True, tag="containers.open"):
    """Put a quarantine container into use."""

    code: str
    condition: Condition
    un_number: UnNumber
    limits: Limits | None = None
    """None takes the site's policy."""

    tare: int = 0
    location: str = ""
    zone: str = ""
    holding: bool = False
    """A holding box of the desk."""


class SealContainer(msgspec.Struct, frozen=True, tag="containers.seal"):
    """Close a container: nothing goes in any more."""

    code: str


class LoadContainer(msgspec.Struct, frozen=True, tag="containers.load"):
    """Put a sealed container onto the carrier's vehicle."""

    code: str


class HandOverContainer(msgspec.Struct, frozen=True, tag="containers.hand_over"):
    """The carrier has accepted a loaded container."""

    code: str
    document: str
    """The carrier's number."""

    release: str | None = None
    """The maker's written release, by its reference: needed for class N and for evidence."""


class RefuseContainer(msgspec.Struct, frozen=True, tag="containers.refuse"):
    """The carrier would not take it: it stands sealed again."""

    code: str
    reason: str


class InspectContainer(msgspec.Struct, frozen=True, tag="containers.inspect"):
    """It was looked at on a round."""

    code: str
    celsius: Annotated[float, msgspec.Meta(ge=-60, le=1000)] | None = None
    note: str = ""


class SuspectContainer(msgspec.Struct, frozen=True, tag="containers.suspect"):
    """Something in it may still react: nothing goes in or out for some hours."""

    code: str
    hours: Annotated[float, msgspec.Meta(gt=0, le=10_000)]
    reason: str


class ClearContainer(msgspec.Struct, frozen=True, tag="containers.clear"):
    """Observed long enough."""

    code: str


class AddRejectBin(msgspec.Struct, frozen=True, tag="bins.add"):
    """Make a reject bin's label known."""

    code: str
