"""About: what the log says about the thing a wish names, gathered beforehand."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from intake.condition import Condition
from intake.container import Container
from intake.operator import Operator
from intake.receipt import Act, Case, Known, Receipt, Unit
from intake.receipt.answering import Awaiting
from intake.receipt.rejudging import Received
from intake.receipt.rematching import Announced
from intake.request import Rejudged
from intake.verdict import Reason
from intake.wire import EmergencyState


class Published(msgspec.Struct, frozen=True):
    """A list that lies ready in `reference/`."""

    training: bool
    checksum: str


class Pin(StrEnum):
    """How the badge and the PIN of a wish are to be taken."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    """Too many wrong ones in a row, a short while ago."""

    NO_LEAD = "no_lead"
    """The badge may not do this, whatever the PIN."""


class Held(msgspec.Struct, frozen=True):
    """One unit in the container a wish names."""

    name: str
    """Its bag label or serial, for a person to find it by."""

    condition: Condition
    evidence: bool
    """A hold EVIDENCE stands."""


class Doubtful(msgspec.Struct, frozen=True):
    """A unit that is not safe by the lists in force."""

    name: str
    """Its bag label or serial, for a person to find it by."""

    reason: Reason


class Head(msgspec.Struct, frozen=True):
    """An event of this journal, by the position that is to be anchored."""

    incarnation: str
    hash: str
    """In hexadecimal."""

    at: str


class About(msgspec.Struct, frozen=True):
    """Everything deciding a wish may look at."""

    receipt: Receipt
    known: Known
    training: bool = True
    """What kind of state folder this is."""

    by: Operator | None = None
    """The badge of who asks; None for a person at the machine's command line."""

    operator: Operator | None = None
    container: Container | None = None
    held: tuple[Held, ...] = ()
    published: Published | None = None
    returns: str | None = None
    """Version of the expected returns in force."""

    announced: tuple[Announced, ...] = ()
    """Parcels that are there already, with what is announced for them."""

    lists: str = ""
    """The affected lists in force (`follow_up.lists_named`)."""

    rules: str = ""
    """The campaigns and settings judged by (`follow_up.rules_named`)."""

    received: tuple[tuple[Received, Rejudged], ...] = ()
    """Units received before, with what lists say of them: those in force, or those that will be."""

    rejudging: bool = False
    """A newer list is in force, and not every unit is judged by it yet."""

    doubtful: Doubtful | None = None
    """The first unit in the named container that the lists in force do not call safe."""

    payload_kept: bool = False
    photo_stored: bool = False
    """The offered picture lies in the folder."""

    pictured: tuple[tuple[str, str], ...] = ()
    """Parcel and unit, by their ids, of every unit that has the named picture."""

    pin: Pin | None = None
    """None where the wish needs none."""

    pin_failures: int = 0
    lock_minutes: int = 0
    """Minutes a locked badge still has to wait."""

    act: Act | None = None
    case: Case | None = None
    """The hold that is to be decided, with what stands behind it."""

    unit: Unit | None = None
    """The unit the wish names."""

    awaiting: tuple[Awaiting, ...] = ()
    """The replacements whose keys the wish names."""

    head: Head | None = None
    anchored: int = 0
    """How far the named incarnation is anchored."""

    neighbour: EmergencyState | None = None
    """How the other desk's emergency stands, as far as it was told."""

    note_unread: bool = False
    """The note to be read is there, and nobody has read it."""

    unknown: int | None = None
    """Which of the things a closing emergency names nobody knows: its number, for the words may be a name."""

    ids: tuple[str, ...] = ()
    """Fresh identifiers."""

    until: str = ""
    """When an observation begun now ends, ISO 8601 UTC."""
