"""What happened to units."""

from __future__ import annotations

from enum import StrEnum

from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.disposition import EmergencyOutcome
from intake.facts.fact import Fact
from intake.hold import HoldDecision, HoldKind
from intake.photo import PhotoFault
from intake.serial_number import How
from intake.verdict import Reason, Verdict


class ConditionNoticed(Fact, frozen=True, omit_defaults=True):
    """Damage or swelling seen before any serial was read."""

    observation: Observation


class SerialKeyed(Fact, frozen=True, omit_defaults=True):
    """A person typed a serial, or a camera read it off print; it is read back before it counts."""

    serial: str
    raw: str
    how: How = How.KEYED


class KeyedDropped(Fact, frozen=True, omit_defaults=True):
    """Read back, the typed serial was not the unit's."""


class UnitIdentified(Fact, frozen=True, omit_defaults=True):
    """A unit came out of the parcel: by a serial, or as unreadable."""

    serial: str | None
    """Normal form, unfolded."""

    raw: str
    """As it was read or keyed; empty where the serial was declared unreadable."""

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
    how: How = How.SCANNED
    misread: str | None = None
    """SHA-256 of the last failed reading, where the serial was declared unreadable."""

    checklist_wanted: bool = False
    """This one answers the whole checklist."""


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
    checked: bool = False
    """The whole checklist was answered."""


class ChecklistBegun(Fact, frozen=True, omit_defaults=True):
    """The operator wants to be asked sign by sign."""


class SignDenied(Fact, frozen=True, omit_defaults=True):
    """A question of the checklist was answered with "no"."""

    sign: str


class SignSeen(Fact, frozen=True, omit_defaults=True):
    """A question of the checklist was answered with "yes"."""

    sign: str


class BagAttached(Fact, frozen=True, omit_defaults=True):
    bag: str


class UnitContained(Fact, frozen=True, omit_defaults=True):
    container: str


class UnitMoved(Fact, frozen=True, omit_defaults=True):
    """From one container into another."""

    container: str
    before: str


class UnitLost(Fact, frozen=True, omit_defaults=True):
    """A unit ended in an emergency, in hand or out of its container."""

    incident: str
    outcome: EmergencyOutcome


class PhotoKept(Fact, frozen=True, omit_defaults=True):
    """A picture of the unit was taken, looked at and kept."""

    sha256: str
    """Of the JPEG, which lies under this name in `photos/` until it is erased."""


class PhotoErased(Fact, frozen=True, omit_defaults=True):
    """A picture of the unit was erased; that there was one stays in the log."""

    sha256: str
    reason: str


class PhotoFailed(Fact, frozen=True, omit_defaults=True):
    """A picture was asked for, and none came."""

    fault: PhotoFault


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


class HoldResolved(Fact, frozen=True, omit_defaults=True):
    """A supervisor decided about a hold."""

    hold: str
    decision: HoldDecision
    by: str
    """The supervisor's badge."""

    reference: str = ""
    """The document it rests on."""

    note: str = ""


class Because(StrEnum):
    """Why a unit is judged again."""

    TOLD = "told"
    """Its model or colour was told by card, or how it was sold by a supervisor."""

    NEW_LIST = "new_list"
    NEW_CLAIM = "new_claim"
    """A newer claim says otherwise."""


class UnitJudged(Fact, frozen=True, omit_defaults=True):
    """Something else is said of a unit than was recorded last, by the lists in force or by its claim."""

    because: Because
    verdict: Verdict
    reasons: tuple[Reason, ...]
    maker: str | None = None
    campaign: str | None = None
    model: str | None = None
    colour: str | None = None
    list_version: str | None = None
    condition: Condition | None = None
    """The class it has from here on; None where that stays as it is."""

    channel: str | None = None
    """How it was sold, where a supervisor has said so."""

    un_number: UnNumber | None = None
    """What goes with its model, where a list has named that before a picture card was scanned."""

    wh: float = 0.0
    grams: int = 0
    colour_wanted: bool = False


class SerialCertified(Fact, frozen=True, omit_defaults=True):
    """A supervisor gave a unit its serial, judged by the lists then in force."""

    serial: str
    """Normal form, unfolded."""

    raw: str
    """As the supervisor gave it."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    maker: str | None = None
    campaign: str | None = None
    model: str | None = None
    colour: str | None = None
    list_version: str | None = None
    channel: str | None = None
    """How it was sold, where the supervisor has said so."""

    told_model: str | None = None
    """What the supervisor has said it is, whatever a list says."""

    told_colour: str | None = None
    condition: Condition | None = None
    """The class it has from here on; None where that stays as it is."""
