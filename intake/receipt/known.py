"""Known: everything a decision may look at besides the receipt and the reading, gathered beforehand."""

from __future__ import annotations

import msgspec

from intake.campaign import Catalogue
from intake.container import Container, Limits
from intake.operator import Operator
from intake.verdict import Judgement


class Policy(msgspec.Struct, frozen=True):
    """The settings a decision depends on."""

    bag_labels: bool = True
    repeat_window: int = 1_500_000_000
    """Nanoseconds within which the same code from the same source is the same pull of the trigger."""

    limits: Limits = Limits()
    unknown_wh: float = 100.0
    """Watt-hours counted for a unit of unknown model: the small-battery bound of SP 188 and 310."""

    unknown_grams: int = 1000


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


class Known(msgspec.Struct, frozen=True):
    """What the log and the lists say about one reading."""

    catalogue: Catalogue
    policy: Policy = Policy()
    operator: Operator | None = None
    """Whose badge was scanned."""

    judgement: Judgement | None = None
    """What the lists in force say of a scanned serial."""

    unit_before: Earlier | None = None
    """The same serial of the same maker, received before."""

    parcel_before: Earlier | None = None
    bag_before: Earlier | None = None
    container: Container | None = None
    """The container whose label was scanned."""

    fitting: Container | None = None
    """The container that takes the unit in hand, when one stands open."""

    bin_known: bool = False
    last: LastScan | None = None
    disk_low: bool = False
    lead_verified: bool = False
    """A lead's badge with the right PIN (only for requests)."""
