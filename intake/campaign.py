"""Recall campaigns: which models a maker takes back, how their serials look, what owners get for them.

A campaign is a data file; nothing here knows any particular one. Published notices contradict
themselves (the notice of 21 October 2025 prints JAN 4571411205187 for two models), so a JAN is a hint
that may name several items, and only a serial decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, cast

import msgspec

from intake.gtin import is_gtin
from intake.serial_number import LONGEST, SHORTEST, SYMBOLS, SerialRule

_CODE = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_MODEL_NAME = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_COLOUR_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
_PART_NAME = re.compile(r"[a-z][a-z0-9]*")
_COLUMNS_OF_LISTS = {"model", "first", "last", "prefix", "suffix", "mask", "colour", "channel", "note"}
"""A part gives a column its name (`intake.affected.columns`), which must not be another's."""

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.csv")

Fault = tuple[str, str, object]


class CampaignError(ValueError):
    """A campaign that cannot be used: `key: expected …, got …`."""


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


class ReplacementItem(msgspec.Struct, frozen=True):
    """What to send for one unit."""

    item: str
    colour: str | None  # None when the item has one colour of its own


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


class CatalogueItem(msgspec.Struct, frozen=True):
    """A product of a campaign as sold, by the names of campaign, model and colour."""

    campaign: str
    model: str
    colour: str


class Catalogue(msgspec.Struct, frozen=True):
    """All campaigns of the site."""

    campaigns: tuple[Campaign, ...] = ()
    left_out: tuple[Campaign, ...] = ()
    """Those the site does not meet: nothing is judged by them; what was recorded under them stays known."""

    def campaign(self, name: str) -> Campaign:
        """Give a campaign by its id, also one left out. Raises KeyError on any other."""
        known = (*self.campaigns, *self.left_out)
        for campaign in known:
            if campaign.id == name:
                return campaign
        raise KeyError(f"expected one of {', '.join(c.id for c in known) or 'none'}, got {name}")

    def is_unique(self, serial: str, campaign: str | None) -> bool:
        """Tell whether a normal serial stands for one unit alone, by its campaign or else any it fits."""
        own = [each.serial for each in (*self.campaigns, *self.left_out) if each.id == campaign]
        rules = own or [each.serial for each in self.campaigns if each.serial.matches(serial)]
        return not rules or any(rule.unique for rule in rules)

    def items_of_jan(self, gtin13: str) -> tuple[CatalogueItem, ...]:
        """Give every item sold under a JAN: none, one, or several, for a JAN is not a key."""
        return tuple(
            CatalogueItem(campaign.id, model.name, colour.name)
            for campaign in self.campaigns
            for model in campaign.models
            for colour in model.colours
            if gtin13 in colour.jans
        )

    def replacement(self, campaign: str, model: str, colour: str | None) -> ReplacementItem | None:
        """Name what to send for a unit; None when its colour must be known and is not.

        Whether anything may be sent is not decided here. Raises KeyError as `campaign` and `model`.
        """
        remedy = self.campaign(campaign).model(model).remedy
        if remedy.colour is None:
            return ReplacementItem(remedy.item, None)
        return None if colour is None else ReplacementItem(remedy.item, colour)


def parse(mapping: Mapping[str, Any]) -> Campaign:
    """Read a campaign from the tables of its file. Raises CampaignError naming key, expected and got."""
    try:
        campaign = msgspec.convert(mapping, Campaign)
    except msgspec.ValidationError as error:
        raise CampaignError(_explained(str(error), mapping)) from error
    for key, expected, got in _faults(campaign):
        raise CampaignError(f"{key}: expected {expected}, got {got!r}")
    return campaign


_FIELD = re.compile(r"Object (?P<fault>missing|contains) \w+ field `(?P<key>[^`]*)`")
_GOT = re.compile(r", got .*|^Invalid enum value .*")
_STEP = re.compile(r"\.(?P<name>\w+)|\[(?P<index>[0-9]+)\]")


def _explained(error: str, mapping: Mapping[str, Any]) -> str:
    """Turn msgspec's sentence into ours: the key first, then what was expected and what was got."""
    problem, _, path = error.partition(" - at `$")
    path = path.rstrip("`")
    if found := _FIELD.search(problem):
        expected = "a value, got none" if found["fault"] == "missing" else "no such key, got one"
        return f"{path}.{found['key']}: expected {expected}".lstrip(".")
    expected = _GOT.sub("", problem).removeprefix("Expected ").replace("`", "") or "one of the known values"
    return f"{path.lstrip('.')}: expected {expected}, got {_value_at(mapping, path)!r}"


def _value_at(value: object, path: str) -> object:
    """Follow a path as msgspec writes it; it stops at a table whose keys are free (`[...]`)."""
    for step in _STEP.finditer(path):
        value = cast("Any", value)[step["name"] or int(step["index"])]
    return value


def _faults(campaign: Campaign) -> Iterator[Fault]:
    """Find what the types let through: a key, what was expected there, and what was got."""
    if not _CODE.fullmatch(campaign.id):
        yield "id", "lower-case letters, digits, hyphens and points", campaign.id
    if not _DATE.fullmatch(campaign.announced):
        yield "announced", "a date like 2025-10-21", campaign.announced
    if campaign.training_list is not None and not _FILE_NAME.fullmatch(campaign.training_list):
        yield "training_list", "a file name that ends in .csv", campaign.training_list
    if campaign.kit_number is not None:
        yield from _pattern_faults("kit_number", campaign.kit_number)
    yield from _serial_faults(campaign.serial)
    yield from _model_faults(campaign.models)


def _serial_faults(rule: SerialRule) -> Iterator[Fault]:
    if not rule.lengths or not all(SHORTEST <= length <= LONGEST for length in rule.lengths):
        yield "serial.lengths", f"lengths from {SHORTEST} to {LONGEST}", list(rule.lengths)
    if not rule.alphabet or not set(rule.alphabet) <= set(SYMBOLS):
        yield "serial.alphabet", "upper-case letters, digits and hyphens", rule.alphabet
    for mistaken, meant in rule.fold.items():
        # A character the rule allows may have been meant as it stands: folding it would be guessing.
        if len(mistaken) != 1 or mistaken in rule.alphabet:
            yield "serial.fold", "a character that is not in the alphabet", mistaken
        if len(meant) != 1 or meant not in rule.alphabet:
            yield f"serial.fold.{mistaken}", "a character of the alphabet", meant
    yield from _part_faults(rule)
    yield from _pattern_faults("serial.pattern", rule.pattern)


def _part_faults(rule: SerialRule) -> Iterator[Fault]:
    longest = max(rule.lengths)
    for name, part in rule.parts.items():
        if not _PART_NAME.fullmatch(name) or name in _COLUMNS_OF_LISTS:
            yield "serial.parts", "lower-case letters and digits that name no column of a list", name
        start = part.start if part.start >= 0 else longest + part.start
        if not 0 <= start <= longest - part.length:
            got = f"{part.length} from {part.start}"
            yield f"serial.parts.{name}", f"a stretch within {longest} characters", got


def _pattern_faults(key: str, pattern: str) -> Iterator[Fault]:
    try:
        re.compile(pattern)
    except re.error:
        yield key, "a regular expression", pattern


def _model_faults(models: tuple[Model, ...]) -> Iterator[Fault]:
    yield from _repeats("models", [model.name for model in models])
    for place, model in enumerate(models):
        key = f"models[{place}]"
        if not _MODEL_NAME.fullmatch(model.name):
            yield f"{key}.name", "upper-case letters, digits and single hyphens", model.name
        yield from _repeats(f"{key}.colours", [colour.name for colour in model.colours])
        if model.remedy.colour is not None and not model.colours:
            yield f"{key}.colours", "at least one, for the remedy has the unit's colour", "none"
        for colour in model.colours:
            yield from _colour_faults(f"{key}.colours", colour)


def _repeats(key: str, names: list[str]) -> Iterator[Fault]:
    for name in names:
        if names.count(name) > 1:
            yield key, "every name once", name


def _colour_faults(key: str, colour: Colour) -> Iterator[Fault]:
    if not _COLOUR_NAME.fullmatch(colour.name):
        yield f"{key}.name", "lower-case letters, digits and single hyphens", colour.name
    for jan in colour.jans:
        if len(jan) != 13 or not is_gtin(jan):  # noqa: PLR2004 -- EAN-13 is called by its length
            yield f"{key}.jans", "13 digits with a valid check digit", jan
