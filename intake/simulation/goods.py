"""Goods: what really lies in a parcel, whatever the papers say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from intake.simulation.code import Code


class Health(StrEnum):
    """How a battery is."""

    SOUND = "sound"
    DENTED = "dented"
    SWOLLEN = "swollen"
    HOT = "hot"


class Print(StrEnum):
    """How much of a serial can still be read."""

    CLEAR = "clear"
    """A code the gun reads."""

    TEXT = "text"
    """No code; the characters can be read and keyed."""

    SEEN = "seen"
    """No code; a camera reads the characters."""

    WORN = "worn"


class Extra(StrEnum):
    """What owners send along."""

    CABLE = "cable"
    MANUAL = "manual"
    BOX = "box"
    OTHER = "other"


@dataclass(frozen=True, slots=True, eq=False)
class UnitGoods:
    """One device. Two of them may carry the same serial and are still two."""

    serial: str
    """The serial as the gun or the eye reads it."""

    model: str
    """The model's name; of one that no card shows, the UN number of its kind."""

    colour: str | None
    health: Health = Health.SOUND
    print: Print = Print.CLEAR


@dataclass(frozen=True, slots=True, eq=False)
class ExtraGoods:
    """One thing that is no battery."""

    kind: Extra
    jan: str | None = None
    """A retail box's trade code, where it can be read."""

    battery: UnitGoods | None = None
    """What is found when the box is opened."""

    is_returned: bool = False
    """Whether its owner wants it back."""


class Kind(StrEnum):
    """Kinds of parcels, as the report counts them."""

    ORDINARY = "ordinary"
    COLOUR_CARD = "colour card"
    EXCLUDED_COLOUR = "colour left out"
    OTHER_COLOUR = "colour on no card"
    ALL_LOTS = "all lots of the model"
    WITHHELD = "characters withheld"
    ABROAD = "recalled abroad"
    NOT_LISTED = "not in the list"
    OTHER_MODEL = "model on no card"
    LOOK_ALIKE = "look-alike characters"
    MISREAD = "misread serial"
    DAMAGED = "damaged"
    SWOLLEN = "swollen (K1)"
    HOT = "hot (K2)"
    HOT_UNOPENED = "hot before opening (K2)"
    UNREADABLE = "unreadable"
    KEYED = "keyed"
    CLAIM_CONFIRMED = "claim-confirmed"
    PRINTED = "read off print"
    PRINTED_AS_CLAIMED = "claim-confirmed by print"
    MISMATCH = "not the claimed serial"
    WRONG_MODEL = "not the claimed model"
    EXTRA_UNIT = "more than claimed"
    CABLE = "cable"
    MANUAL = "manual"
    BOX = "box"
    OTHER = "other thing"
    RETURNED = "thing to give back"
    BATTERY_IN_BOX = "battery in the box"
    TWO_UNITS = "two units"
    LEFT_BEHIND = "unit found later"
    EMPTY = "empty"
    SHORT = "short"
    DUPLICATE = "duplicate"
    TWIN = "two with one serial"
    UNLABELLED = "no label"
    CHECK_FAILS = "check digit wrong"
    CHECKLIST = "checklist"


@dataclass(frozen=True, slots=True)
class Claim:
    """What the owner said they would send."""

    number: str
    kit: str
    """The number on the parcel's label."""

    serials: tuple[str, ...]
    count: int
    model: str | None = None
    """Of all its units; None where the owner did not say."""


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """One parcel as it comes in."""

    kind: Kind
    label: Code
    units: tuple[UnitGoods, ...]
    extras: tuple[ExtraGoods, ...] = ()
    claim: Claim | None = None
    overlooked: tuple[UnitGoods, ...] = ()
    """Units found only after the parcel was closed."""
