"""One campaign, as its file says. Nothing here knows any particular one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from intake.serial_number import SerialRule


class UnNumber(StrEnum):
    """The UN number of a lithium-ion battery: by itself, or packed with or contained in equipment."""

    UN3480 = "UN3480"
    UN3481 = "UN3481"


class RemedyColour(StrEnum):
    """How the colour of a replacement is chosen, where the item comes in several."""

    SAME_AS_UNIT = "same_as_unit"


class Remedy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the owner of an affected unit gets."""

    item: str
    """The product as the notice names it."""

    colour: RemedyColour | None = None
    """None when the item has one colour of its own."""


class Colour(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One colour a model was sold in."""

    name: str
    """Lower case with hyphens, as on a card: `space-grey`."""

    in_scope: bool = True
    """False when the notice leaves this colour out."""

    part_numbers: tuple[str, ...] = ()
    jans: tuple[str, ...] = ()
    """JAN or EAN-13, 13 digits. The same one may stand for several items."""


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One model of a campaign."""

    name: str
    """As printed on the unit; upper case, digits and hyphens, so that a command label can carry it."""

    product: str
    un_number: UnNumber
    wh: Annotated[float, msgspec.Meta(gt=0, le=100_000)]
    """Watt-hours of one unit; a cautious guess unless `wh_confirmed`."""

    wh_confirmed: bool
    grams: Annotated[int, msgspec.Meta(gt=0)]
    """Weight of one unit; a cautious guess unless `grams_confirmed`."""

    grams_confirmed: bool
    colours: tuple[Colour, ...]
    """Those that are published; none where no remedy follows the colour."""

    remedy: Remedy
    units_announced: Annotated[int, msgspec.Meta(gt=0)] | None = None
    """Units the notice counts, or None where it does not say."""


class Title(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A campaign's title in both languages of the desk."""

    en: str
    ja: str


class Campaign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A recall campaign. Made by `parse`, which checks what the types cannot."""

    id: str
    """Names its files and stands in every verdict: lower case, digits, hyphens and points."""

    title: Title
    maker: str
    authority: str
    announced: str
    """Date, `YYYY-MM-DD`."""

    models: Annotated[tuple[Model, ...], msgspec.Meta(min_length=1)]
    serial: SerialRule
    sources: tuple[str, ...]
    kit_number: str | None = None
    """A regular expression for the number on a collection kit, in normal form; None without kits."""

    dispatched_here: bool = True
    """False where its replacements do not leave from this site, as those of a campaign abroad: a unit of it
    is taken in and put into quarantine like any other, and held."""

    training_list: str | None = None
    """File name of an invented affected list for practice, beside the campaign's file."""

    def model(self, name: str) -> Model:
        """Give a model by its name. Raises KeyError on one the campaign does not have."""
        for model in self.models:
            if model.name == name:
                return model
        raise KeyError(f"expected one of {', '.join(m.name for m in self.models)}, got {name}")
