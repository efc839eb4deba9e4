"""Known: everything a decision may look at besides the receipt and the reading, gathered beforehand."""

from __future__ import annotations

import msgspec

from intake.campaign import Catalogue
from intake.claim import Claim
from intake.condition import Checklist
from intake.container import Container, Limits, Parcelled, Room
from intake.events import Event
from intake.operator import Operator
from intake.verdict import Judgement


class Policy(msgspec.Struct, frozen=True):
    """The settings a decision depends on."""

    bag_labels: bool = True
    checklist_every: int = 20
    """Every so many units one answers the whole checklist; 0: none has to."""

    repeat_window: int = 1_500_000_000
    """Nanoseconds within which the same code from the same source is the same pull of the trigger."""

    limits: Limits = Limits()
    zone: Room = Room()
    """What one zone of the site holds."""

    holding_ms: int = 3_600_000
    """Milliseconds units may wait in a holding box."""

    unknown_wh: float = 100.0
    """Watt-hours counted for a unit of unknown model: the small-battery bound of SP 188 and 310."""

    unknown_grams: int = 1000
    checklist: Checklist = Checklist()
    is_live: bool = False
    """A process beside the desk reserves each unit's key at the central claims system."""


class Earlier(msgspec.Struct, frozen=True):
    """An earlier use of the same serial or label."""

    parcel: str
    """The parcel's label."""

    parcel_id: str
    at: str
    operator: str | None
    closed: bool = True


class LastScan(msgspec.Struct, frozen=True):
    """The scan before: repeats are told by it."""

    raw: bytes
    source: str
    monotonic: int
    seq: int


class Act(msgspec.Struct, frozen=True):
    """The last act that counts: all that one scan recorded."""

    events: tuple[Event, ...]
    operator: str | None
    """Who stood at the desk."""

    fixed: bool = False
    """It cannot be taken back: its container is no longer open, or a hold of its unit was resolved since."""


class Placed(msgspec.Struct, frozen=True):
    """A unit in a container."""

    unit: str
    parcel: str
    """Its parcel's id."""

    container: str
    holding: bool
    """The container is a holding box of the desk."""

    is_open: bool
    """The container is open and not under observation."""

    parcelled: Parcelled
    zone: str = ""
    is_misplaced: bool = False
    """The container is closed and still here, but a newer list or claim has given the unit another class."""

    is_gone: bool = False
    """The container was handed over."""

    serial: str | None = None
    """None for a unit whose serial nobody could read."""


class Cage(msgspec.Struct, frozen=True):
    """What the log says of the cage unopened parcels are being put into."""

    parcels: int = 0
    lies_in: str | None = None
    """Where the scanned parcel lies already."""


class Known(msgspec.Struct, frozen=True):
    """What the log and the lists say about one reading."""

    catalogue: Catalogue
    policy: Policy = Policy()
    operator: Operator | None = None
    """Whose badge was scanned."""

    judgement: Judgement | None = None
    """What the lists in force say of the serial in question (`serial_in_question`), or of the unit in hand
    with what a picture card tells of it (`told_by_card`)."""

    unit_before: Earlier | None = None
    """The same serial of the same maker, received before."""

    unchecked: int = 0
    """Units since the last one that had to answer the whole checklist."""

    parcel_before: Earlier | None = None
    claim: Claim | None = None
    """What is announced for the scanned parcel."""

    expecting: bool = False
    """Expected returns are in force, so that a parcel without a claim is an orphan."""

    lost: bool = False
    """The scanned parcel ended in an emergency, unopened."""

    cage: Cage = Cage()
    bag_before: Earlier | None = None
    tag_used: bool = False
    """The scanned returnable's label is on another thing."""

    container: Container | None = None
    """The container whose label was scanned."""

    fitting: Container | None = None
    """The container that takes the unit in hand, when one stands open."""

    placed: tuple[Placed, ...] = ()
    """The contained units that a bag label, a serial or a holding box's label names."""

    waiting: tuple[tuple[str, int], ...] = ()
    """Holding boxes of the desk with units in them, and how many."""

    act: Act | None = None
    """What `RI-C-UNDO` would undo."""

    recovering: bool = False
    """The journal was restored, and not all it had held is fetched yet."""

    bin_known: bool = False
    last: LastScan | None = None
    disk_low: bool = False
