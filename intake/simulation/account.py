"""The desk's account: who is signed in, what lies on the table, what was seen before, what was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from intake.simulation.crate import Crate, Grade, Hall
from intake.simulation.goods import Claim
from intake.simulation.register import Finding, Register
from intake.simulation.said import Held, Level, Said, Step, Verdict

EMERGENCY = "emergency"
"""Where a unit is that left the normal way."""


@dataclass(slots=True, eq=False)
class Piece:
    """One unit as the desk knows it."""

    serial: str | None
    verdict: Verdict | None
    model: str | None = None
    colour: str | None = None
    un: str | None = None
    wh: float = 0.0
    grams: int = 0
    campaign: str | None = None
    asks_model: bool = False
    """Whether the lists are asked again once its model is told."""

    wants_colour: bool = False
    wants_checklist: bool = False
    grade: Grade | None = None
    bag: str | None = None
    place: str | None = None
    """A crate's label, EMERGENCY, or None while it lies on the table."""

    holds: list[Held] = field(default_factory=list)

    @property
    def lacks_identity(self) -> bool:
        """Whether model or colour must still be told by a card."""
        return self.un is None or (self.wants_colour and self.colour is None)


@dataclass(slots=True, eq=False)
class Loose:
    """One flagged thing."""

    kind: str
    is_opened: bool = True
    is_away: bool = False


@dataclass(slots=True, eq=False)
class Case:
    """One parcel at the desk."""

    label: str
    claim: Claim | None = None
    pieces: list[Piece] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    noticed: Grade | None = None
    """What was seen of the next unit; R stands for intact."""

    outstanding: int = 0
    """Batteries found in boxes that were not taken in yet."""

    read_back: str | None = None
    """A keyed or printed serial that waits to be read back."""

    is_print: bool = False
    """Whether a camera read that serial off print."""

    @property
    def in_hand(self) -> Piece | None:
        """The unit not yet put anywhere."""
        return next((piece for piece in self.pieces if piece.place is None), None)

    @property
    def pending(self) -> list[Loose]:
        """Flagged things still on the table."""
        return [loose for loose in self.loose if not loose.is_away]

    @property
    def awaited(self) -> list[str]:
        """Serials of the claim that did not come yet."""
        taken = [piece.serial for piece in self.pieces]
        return [serial for serial in self.claim.serials if serial not in taken] if self.claim else []


class Ask(StrEnum):
    """Which question the last scan left open."""

    REOPEN = "reopen"
    OPEN_CONTAINER = "open container"
    UNDO = "undo"
    MOVE_WHAT = "move what"
    MOVE_WHERE = "move where"
    INSPECT = "inspect"
    SECOND_UNIT = "second unit"
    LOOK_UP = "look up"


@dataclass(frozen=True, slots=True)
class Question:
    """An open question and what it is about: a label or a serial."""

    ask: Ask
    about: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that may be taken back."""

    said: Said
    """What taking it back says."""

    undo: Callable[[], object]
    badge: str | None
    needs_lead: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What the desk answers; of a unit its verdict, holds and container are said as well."""

    said: Said
    about: Piece | None = None
    level: Level | None = None
    verdict: Verdict | None = None


@dataclass(slots=True, eq=False)
class Account:
    """Everything the desk has to remember."""

    register: Register
    hall: Hall
    bins: frozenset[str]
    claims: dict[str, Claim] | None = None
    """Expected returns by the parcel's label; None when none are in force."""

    bags: bool = True
    checklist: tuple[Grade | None, ...] = ()
    """The class of each sign's "yes", in the order asked; None stands for an emergency."""

    checklist_every: int = 0
    badge: str | None = None
    case: Case | None = None
    alarm: bool = False
    cases: dict[str, Case] = field(default_factory=dict)
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    """Every unit with a serial, by it."""

    bags_used: set[str] = field(default_factory=set)
    tags_used: set[str] = field(default_factory=set)
    cages: dict[str, str] = field(default_factory=dict)
    """The cage of each parcel that was not opened yet."""

    cage: str | None = None
    """The cage parcels are being put into."""

    unchecked: int = 0
    """Units since the last one that had to answer the whole checklist."""

    answered: int | None = None
    """How many signs of the checklist were answered; None while none is asked."""

    question: Question | None = None
    deeds: list[Deed] = field(default_factory=list)

    @property
    def step(self) -> Step:
        """What the desk waits for: the first thing that lacks."""
        if self.alarm:
            return Step.EMERGENCY
        if self.badge is None:
            return Step.SIGNED_OUT
        return Step.IDLE if self.case is None else _step_of(self.case, bags=self.bags)

    @property
    def piece(self) -> Piece | None:
        """The unit in hand."""
        return self.case.in_hand if self.case else None

    def open_case(self) -> Case:
        """Give the open parcel, where there must be one."""
        if self.case is None:
            raise LookupError("expected an open parcel, got none")
        return self.case

    def crate(self, code: str) -> Crate | None:
        """Give a crate in use by its label."""
        return self.hall.crates.get(code)

    def right_crate(self, piece: Piece) -> Crate | None:
        """Give the crate for a unit, where one has room."""
        if piece.grade is None or piece.un is None:
            return None
        return self.hall.right(piece.grade, piece.un, piece.wh, piece.grams)

    def did(self, said: Said, undo: Callable[[], object], *, needs_lead: bool = False) -> None:
        """Remember an act that may be taken back."""
        self.deeds.append(Deed(said, undo, self.badge, needs_lead))

    def judge(self, serial: str, told: str | None = None) -> Finding:
        """Say what the lists say of a serial, once more where its model was `told`."""
        return self.register.judge(serial, told)


def _step_of(case: Case, *, bags: bool) -> Step:
    piece = case.in_hand
    if case.pending:
        return Step.REJECT
    if case.read_back is not None:
        return Step.UNIT
    if piece is None:
        return Step.PARCEL_OPEN
    if piece.lacks_identity:
        return Step.UNIT
    if piece.grade is None:
        return Step.CONDITION
    return Step.BAG if bags and piece.bag is None else Step.CONTAINER
