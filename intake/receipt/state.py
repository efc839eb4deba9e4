"""The receipt: the taking-in of one parcel at one lane, as the facts so far have made it."""

from __future__ import annotations

import msgspec

from intake.accessory import AccessoryDisposition, AccessoryKind
from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.container import Parcelled
from intake.disposition import EmergencyOutcome, UnitDisposition
from intake.hold import HoldKind
from intake.verdict import Reason, Verdict


class Hold(msgspec.Struct, frozen=True):
    """One hold on a unit's replacement."""

    id: str
    kind: HoldKind
    raised_at: str
    detail: str = ""
    resolved_at: str | None = None


class Replacement(msgspec.Struct, frozen=True):
    """What is owed for a unit."""

    key: str
    campaign: str
    serial: str
    item: str
    colour: str | None
    queued_at: str


class Unit(msgspec.Struct, frozen=True):
    """One device with a battery, out of its parcel."""

    id: str
    identified_at: str
    serial: str | None
    raw: str
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
    observation: Observation | None = None
    condition: Condition | None = None
    bag: str | None = None
    container: str | None = None
    contained_at: str | None = None
    emergency: EmergencyOutcome | None = None
    holds: tuple[Hold, ...] = ()
    replacement: Replacement | None = None

    @property
    def disposition(self) -> UnitDisposition:
        """Where the unit stands."""
        if self.emergency is not None:
            return UnitDisposition.EMERGENCY
        return UnitDisposition.IN_HAND if self.container is None else UnitDisposition.QUARANTINED

    @property
    def in_hand(self) -> bool:
        """Whether the operator still has to put it somewhere."""
        return self.disposition is UnitDisposition.IN_HAND

    @property
    def open_holds(self) -> tuple[HoldKind, ...]:
        """Kinds of the holds not yet resolved."""
        return tuple(hold.kind for hold in self.holds if hold.resolved_at is None)

    @property
    def parcelled(self) -> Parcelled | None:
        """What a container must know, or None while class or UN number are open."""
        if self.condition is None or self.un_number is None:
            return None
        return Parcelled(self.condition, self.un_number, self.wh, self.grams)


class Accessory(msgspec.Struct, frozen=True):
    """A thing that had to be taken out of the parcel."""

    id: str
    kind: AccessoryKind
    flagged_at: str
    found_empty: bool = False
    """Only for a box: opened, and no battery inside."""

    disposition: AccessoryDisposition = AccessoryDisposition.FLAGGED
    bin: str | None = None

    @property
    def pending(self) -> bool:
        """Whether it still lies on the table."""
        return self.disposition is AccessoryDisposition.FLAGGED


class Parcel(msgspec.Struct, frozen=True):
    """One parcel and everything that came out of it."""

    id: str
    label: str
    opened_at: str
    operator: str | None
    check_holds: bool = True
    noticed: Observation | None = None
    """Damage or swelling seen before a serial was read; the next unit takes it over."""

    units: tuple[Unit, ...] = ()
    accessories: tuple[Accessory, ...] = ()
    closed_at: str | None = None
    closing: str | None = None
    incident: str | None = None
    """An emergency raised at this parcel and not yet closed."""

    @property
    def unit_in_hand(self) -> Unit | None:
        """The unit the operator holds: the last one not yet put anywhere."""
        return next((unit for unit in reversed(self.units) if unit.in_hand), None)

    @property
    def pending_accessory(self) -> Accessory | None:
        """The first accessory still on the table."""
        return next((accessory for accessory in self.accessories if accessory.pending), None)

    def unit(self, unit_id: str | None) -> Unit | None:
        """Give the unit with this id, or None."""
        return next((unit for unit in self.units if unit.id == unit_id), None)


class Receipt(msgspec.Struct, frozen=True):
    """What the lane stands at: who is signed in, and the open parcel."""

    operator: str | None = None
    parcel: Parcel | None = None
    incident: str | None = None
    """An emergency raised with no parcel open, and not yet closed."""

    offered: str | None = None
    """A closed parcel's id, offered for reopening; `RI-C-YES` reopens it, anything else drops it."""

    misread: str | None = None
    """The last reading refused as a serial: kept with the unit if it is declared unreadable."""

    @property
    def unit(self) -> Unit | None:
        """The unit in hand."""
        return self.parcel.unit_in_hand if self.parcel else None
