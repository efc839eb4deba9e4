"""Facts: what happened, in the past tense. Nothing is edited; a correction is a new fact.

A fact is the body of an event (`intake.events`). Kinds are never removed: journals hold them for ever.
"""

from __future__ import annotations

import msgspec

from intake.accessory import AccessoryKind
from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.container import Limits
from intake.disposition import EmergencyOutcome
from intake.hold import HoldKind
from intake.operator import Role
from intake.verdict import Reason, Verdict


class Fact(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of an event."""


class StationCreated(Fact, frozen=True, omit_defaults=True):
    """The journal's first event: what kind of folder this is, for ever."""

    training: bool


class GuardRestored(Fact, frozen=True, omit_defaults=True):
    """Append-only triggers were missing at a start and stand again."""

    triggers: tuple[str, ...]


class OperatorAdded(Fact, frozen=True, omit_defaults=True):
    code: str
    role: Role


class OperatorRetired(Fact, frozen=True, omit_defaults=True):
    code: str


class PersonForgotten(Fact, frozen=True, omit_defaults=True):
    """A badge holder's name and PIN were erased; the badge's code stays in the log."""

    code: str
    reason: str


class OperatorSignedIn(Fact, frozen=True, omit_defaults=True):
    """A badge took the desk; an open receipt goes over to it."""

    code: str


class OperatorSignedOut(Fact, frozen=True, omit_defaults=True):
    pass


class ContainerOpened(Fact, frozen=True, omit_defaults=True):
    code: str
    condition: Condition
    un_number: UnNumber
    limits: Limits
    tare: int = 0
    location: str = ""


class ContainerSealed(Fact, frozen=True, omit_defaults=True):
    code: str


class RejectBinAdded(Fact, frozen=True, omit_defaults=True):
    code: str


class ListActivated(Fact, frozen=True, omit_defaults=True):
    """An affected list is in force from here on."""

    campaign: str
    version: str
    training: bool
    checksum: str
    """SHA-256 of the snapshot file."""


class ScanRefused(Fact, frozen=True, omit_defaults=True):
    """A scan that changed nothing; the envelope holds the answer."""

    payload: str | None = None
    """SHA-256 of bytes that were not recognised; they lie in `payloads/` until erased."""

    length: int = 0
    offered: str | None = None
    """A closed parcel, by id, that the next scan of `RI-C-YES` reopens."""

    misread: str | None = None
    """A text refused as a serial: kept with the unit if it is declared unreadable."""


class ScanRepeated(Fact, frozen=True, omit_defaults=True):
    """The same code from the same source again at once: one reading, confirming nothing."""


class RequestRefused(Fact, frozen=True, omit_defaults=True):
    pass


class PayloadErased(Fact, frozen=True, omit_defaults=True):
    sha256: str
    reason: str


class ParcelOpened(Fact, frozen=True, omit_defaults=True):
    label: str
    check_holds: bool = True
    """False: the carrier number's modulo-7 check digit fails."""


class ParcelReopened(Fact, frozen=True, omit_defaults=True):
    pass


class ParcelClosed(Fact, frozen=True, omit_defaults=True):
    """The receipt is over. `how` is one of next, close, empty, short."""

    how: str


class ConditionNoticed(Fact, frozen=True, omit_defaults=True):
    """Damage or swelling seen before any serial was read."""

    observation: Observation


class UnitIdentified(Fact, frozen=True, omit_defaults=True):
    """A unit came out of the parcel: by a serial, or as unreadable."""

    serial: str | None
    """Normal form, unfolded."""

    raw: str
    """As it was read; the last failed reading where the serial was declared unreadable."""

    verdict: Verdict | None
    reasons: tuple[Reason, ...]
    bag_wanted: bool
    maker: str | None = None
    campaign: str | None = None
    model: str | None = None
    colour: str | None = None
    colour_wanted: bool = False
    un_number: UnNumber | None = None
    wh: float = 0.0
    grams: int = 0
    list_version: str | None = None


class ModelConfirmed(Fact, frozen=True, omit_defaults=True):
    """The operator said by picture card what the unit is."""

    model: str
    un_number: UnNumber
    wh: float
    grams: int
    campaign: str | None = None
    colour: str | None = None
    colour_wanted: bool = False


class ColourConfirmed(Fact, frozen=True, omit_defaults=True):
    colour: str


class ConditionRecorded(Fact, frozen=True, omit_defaults=True):
    observation: Observation
    condition: Condition


class BagAttached(Fact, frozen=True, omit_defaults=True):
    bag: str


class UnitContained(Fact, frozen=True, omit_defaults=True):
    container: str


class ReplacementQueued(Fact, frozen=True, omit_defaults=True):
    """A replacement is owed. `key` is unique for ever per physical unit."""

    key: str
    campaign: str
    serial: str
    item: str
    colour: str | None


class HoldRaised(Fact, frozen=True, omit_defaults=True):
    """Something stands against dispatching; `detail` names what it was compared with."""

    hold: str
    kind: HoldKind
    detail: str = ""


class AccessoryFlagged(Fact, frozen=True, omit_defaults=True):
    accessory: str
    kind: AccessoryKind


class BoxFoundEmpty(Fact, frozen=True, omit_defaults=True):
    accessory: str


class AccessoryRejected(Fact, frozen=True, omit_defaults=True):
    accessory: str
    bin: str


class EmergencyRaised(Fact, frozen=True, omit_defaults=True):
    incident: str


class EmergencyClosed(Fact, frozen=True, omit_defaults=True):
    incident: str
    outcome: EmergencyOutcome
    closed_by: str


class FactNegated(Fact, frozen=True, omit_defaults=True):
    """An earlier event of the same parcel counts as never having happened."""

    event: str
    reason: str


KINDS: dict[str, type[Fact]] = {cls.__name__: cls for cls in Fact.__subclasses__()}
"""Every kind by the name the journal stores."""
