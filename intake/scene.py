"""The scene: what the desk shows besides the answer. Frozen values; nothing here is recorded."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from intake.campaign import UnNumber
from intake.condition import Condition, Observation
from intake.line import Line
from intake.verdict import Verdict


class CardKind(StrEnum):
    """What a picture card tells."""

    MODEL = "model"
    COLOUR = "colour"


class Card(msgspec.Struct, frozen=True):
    """One picture card that may be scanned now."""

    kind: CardKind
    code: str
    """The text on the card: `RI-C-MODEL-A1263`."""

    name: str
    """The model's name, the colour's key, or a UN number for any other battery or device."""

    title: str = ""
    """The product as the campaign names it."""

    in_scope: bool = True
    """False for a colour the notice leaves out."""


class PendingKind(StrEnum):
    """What is still to be done at the desk."""

    IN_HAND = "in_hand"
    """A unit that is not yet in a container."""

    THINGS = "things"
    """Flagged things to put into the reject bin."""

    BATTERIES = "batteries"
    """Batteries that lie loose and are not taken in yet."""

    BELOW_CLAIM = "below_claim"
    """Units of the claim that have not come."""

    HOLDING = "holding"
    """Units that wait in a holding box of the desk."""


class Pending(msgspec.Struct, frozen=True):
    """One thing that is still to be done."""

    kind: PendingKind
    count: int
    place: str = ""
    """Label of the holding box."""


class Hand(msgspec.Struct, frozen=True):
    """The unit in hand."""

    serial: str | None
    """None for an unreadable one."""

    raw: str = ""
    """The serial as it was read."""

    model: str | None = None
    colour: str | None = None
    verdict: Verdict | None = None
    condition: Condition | None = None
    observation: Observation | None = None
    bag: str | None = None
    un_number: UnNumber | None = None
    keyed: bool = False
    """A person typed the serial."""

    question: int = 0
    """Which question of the checklist is asked, counted from 1; 0: none."""

    questions: int = 0
    """How many there are."""

    photos: int = 0
    """Pictures of it that were kept, erased ones left out."""


class Tally(msgspec.Struct, frozen=True):
    """Today's counts at this desk."""

    parcels: int = 0
    """Parcels opened."""

    units: int = 0
    """Units put into containers."""

    rejected: int = 0
    """Things put into reject bins or sent back."""

    held: int = 0
    """Units of today whose replacement waits for a supervisor."""

    unsent: int = 0
    """Events the central claims system does not have yet; 0 in a training folder, which sends none."""

    unsent_since: int | None = None
    """Milliseconds since 1970-01-01 UTC of the first of them."""


class Note(msgspec.Struct, frozen=True):
    """A note to the desk, not read yet."""

    id: str
    text: str
    by: str
    """The badge of who left it; empty for a person at the machine's command line."""

    at: int
    """Milliseconds since 1970-01-01 UTC."""


class Scene(msgspec.Struct, frozen=True):
    """Everything the desk shows besides step, answer and prompt."""

    hand: Hand | None = None
    noticed: Observation | None = None
    """What was seen before a serial was read."""

    keyed: str | None = None
    """A serial to be read back, ungrouped."""

    is_printed: bool = False
    """A camera read it off print: six keys or a code of it read it back, a "yes" does not."""

    offered: str = ""
    """SHA-256 of the picture that is to be kept or not; empty: none is shown."""

    cards: tuple[Card, ...] = ()
    """Only while the step waits for a model or colour card."""

    pending: tuple[Pending, ...] = ()
    container: str | None = None
    """The container to use; None where none is open, and at any other step."""

    condition: Condition | None = None
    """The class it takes, also where none is open."""

    un_number: UnNumber | None = None
    emergency_since: int | None = None
    """Milliseconds since 1970-01-01 UTC."""

    tally: Tally = Tally()
    troubles: tuple[Line, ...] = ()
    """Sentences for the banner, gravest first."""

    note: Note | None = None
    """The oldest unread one."""

    notes: int = 0
    """How many are unread."""

    @property
    def is_swollen(self) -> bool:
        """Whether the unit in hand is swollen, or one whose serial is not read yet."""
        is_in_hand = self.hand is not None and self.hand.condition is Condition.K1
        return is_in_hand or self.noticed is Observation.K1
