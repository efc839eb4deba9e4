"""Reading a campaign's file: every fault is told by its key, what was expected there, and what was got."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec

from intake.campaign.campaign import Campaign, Colour, Model
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
