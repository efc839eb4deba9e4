"""The receipt: the taking-in of one parcel at one lane, as the facts so far have made it."""

from __future__ import annotations

import msgspec

from intake.accessory import AccessoryDisposition, AccessoryKind
from intake.campaign import UnNumber
from intake.claim import Claim
from intake.condition import Condition, Observation
from intake.container import Parcelled
from intake.dispatch import OUT, Replacement, Reserved
from intake.disposition import Closing, EmergencyOutcome, UnitDisposition
from intake.hold import HoldDecision, HoldKind
from intake.question import Question
from intake.serial_number import How
from intake.verdict import CARD_DECIDES, NOTHING_TOLD, Reason, Told, Verdict
from intake.wire import HubAnswer


class Hold(msgspec.Struct, frozen=True):
    """One hold on a unit's replacement."""

    id: str
    kind: HoldKind
    raised_at: str
    detail: str = ""
    resolved_at: str | None = None
    decision: HoldDecision | None = None
    resolved_by: str | None = None
    """The supervisor's badge."""

    reference: str = ""
    note: str = ""


class Photo(msgspec.Struct, frozen=True):
    """A picture of a unit, kept as evidence."""

    id: str
    sha256: str
    kept_at: str
    kept_by: str | None
    """The badge of who stood at the desk."""

    erased_at: str | None = None


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
    how: How = How.SCANNED
    checklist_wanted: bool = False
    """The whole checklist is to be answered, one question at a time."""

    denied: int = 0
    """How many of its questions were answered with "no"."""

    observation: Observation | None = None
    condition: Condition | None = None
    bag: str | None = None
    container: str | None = None
    contained_at: str | None = None
    emergency: EmergencyOutcome | None = None
    told: Told = NOTHING_TOLD
    """What picture cards and supervisors have said of it, whatever a list says."""

    verdict_before: Verdict | None = None
    """What was said by an older list or claim; None for a unit no newer one has judged otherwise."""

    judged_at: str | None = None
    """When a newer list or claim judged it otherwise."""

    holds: tuple[Hold, ...] = ()
    replacement: Replacement | None = None
    reservation: Reserved | None = None
    """What the central claims system has reserved for it."""

    rival: str | None = None
    """The station that has its key."""

    photos: tuple[Photo, ...] = ()
    """Pictures that were kept, erased ones included."""

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
    def blocking_holds(self) -> tuple[HoldKind, ...]:
        """Kinds of the open holds that stand against its replacement: PROVISIONAL goes by itself."""
        return tuple(kind for kind in self.open_holds if kind is not HoldKind.PROVISIONAL)

    @property
    def kept_photos(self) -> tuple[Photo, ...]:
        """Its pictures that nobody has erased."""
        return tuple(photo for photo in self.photos if photo.erased_at is None)

    @property
    def is_denied(self) -> bool:
        """Whether a supervisor decided that no replacement is owed."""
        return any(hold.decision is HoldDecision.DENY for hold in self.holds)

    @property
    def is_served(self) -> bool:
        """Whether its replacement goes out: gone already, or queued and nothing stands against it."""
        is_free = not (self.blocking_holds or self.is_denied)
        return self.replacement is not None and (is_free or self.replacement.answer in OUT)

    @property
    def is_taken(self) -> bool:
        """Whether another desk's unit has the replacement that is queued for its key."""
        return self.replacement is not None and self.replacement.answer is HubAnswer.TAKEN

    @property
    def is_by_maker(self) -> bool:
        """Whether the maker's written word makes it affected, where the lists only doubt."""
        return self.verdict is Verdict.AFFECTED and self.reasons[:1] == (Reason.CERTIFIED,)

    @property
    def asks_card(self) -> bool:
        """Whether a picture card will decide its verdict."""
        return bool(self.reasons) and self.reasons[0] in CARD_DECIDES

    @property
    def parcelled(self) -> Parcelled | None:
        """What a container must know, or None while class or UN number are open."""
        if self.condition is None or self.un_number is None:
            return None
        return Parcelled(self.condition, self.un_number, self.wh, self.grams)


class Keyed(msgspec.Struct, frozen=True):
    """A serial a person typed or a camera read off print, not yet read back."""

    serial: str
    raw: str
    how: How = How.KEYED

    @property
    def is_printed(self) -> bool:
        """Whether a camera read it: a "yes" is no reading back, for who agrees to a screen reads no print."""
        return self.how is How.PRINTED


class Accessory(msgspec.Struct, frozen=True):
    """A thing that had to be taken out of the parcel."""

    id: str
    kind: AccessoryKind
    flagged_at: str
    found_empty: bool = False
    """Only for a box: opened, and no battery in it (any more)."""

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
    claim: Claim | None = None
    orphan: bool = False
    """Expected returns are in force, and none names this parcel."""

    noticed: Observation | None = None
    """What was seen before a serial was read; the next unit takes it over."""

    keyed: Keyed | None = None
    loose: int = 0
    """Batteries known to be there and not yet taken in: out of a box, or on the table after an undo."""

    units: tuple[Unit, ...] = ()
    accessories: tuple[Accessory, ...] = ()
    closed_at: str | None = None
    closing: Closing | None = None
    missing: int = 0
    extra: int = 0

    @property
    def unit_in_hand(self) -> Unit | None:
        """The unit the operator holds: the last one not yet put anywhere."""
        return next((unit for unit in reversed(self.units) if unit.in_hand), None)

    @property
    def pending_accessory(self) -> Accessory | None:
        """The first accessory still on the table."""
        return next((accessory for accessory in self.accessories if accessory.pending), None)

    @property
    def awaited_serials(self) -> tuple[str, ...]:
        """Serials of the claim that have not come out of it yet."""
        return self.claim.ending("", self.serials) if self.claim and self.below_claim else ()

    @property
    def serials(self) -> tuple[str | None, ...]:
        """Serials of its units; None for each unreadable one."""
        return tuple(unit.serial for unit in self.units)

    @property
    def below_claim(self) -> int:
        """How many units of the claim have not come."""
        return max(self.claim.count - len(self.units), 0) if self.claim else 0

    @property
    def above_claim(self) -> int:
        """How many units came beyond the claim."""
        return max(len(self.units) - self.claim.count, 0) if self.claim else 0

    def unit(self, unit_id: str | None) -> Unit | None:
        """Give the unit with this id, or None."""
        return next((unit for unit in self.units if unit.id == unit_id), None)


class Receipt(msgspec.Struct, frozen=True):
    """What the lane stands at: who is signed in, and the open parcel."""

    operator: str | None = None
    parcel: Parcel | None = None
    incident: str | None = None
    """An emergency raised and not yet closed."""

    question: Question | None = None
    """What the last answer asked; the next scan answers it or drops it."""

    cage: str | None = None
    """The cage unopened parcels are being put into."""

    misread: str | None = None
    """SHA-256 of the last reading refused as a serial: kept with the unit if it is declared unreadable."""

    @property
    def unit(self) -> Unit | None:
        """The unit in hand."""
        return self.parcel.unit_in_hand if self.parcel else None
