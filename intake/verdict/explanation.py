"""Explanations: how a text came to its verdict, step by step, for a supervisor who wants to follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from intake.affected import AffectedRow, KeyRange, Match
from intake.campaign import Campaign
from intake.serial_number import SerialRule, normalise, plain
from intake.verdict.conditions import Inquiry
from intake.verdict.judgement import Judgement, ListStatus, Reason

_BLANK = re.compile(r"\s+")


class Form(msgspec.Struct, frozen=True):
    """How a text becomes the serial the lists are asked about."""

    text: str
    normal: str
    prefix: str = ""
    """What was taken off in front, in plain characters: the label's `SN:`."""

    @classmethod
    def of(cls, text: str) -> Form:
        """Take a text as it was scanned or keyed."""
        normal, grouped = normalise(text), _BLANK.sub("", plain(text))
        is_tail = bool(normal) and grouped.endswith(normal)
        return cls(text, normal, grouped[: len(grouped) - len(normal)] if is_tail else "")


class Misfit(StrEnum):
    """Why a text is no serial of a campaign."""

    LENGTH = "length"
    CHARACTER = "character"
    """A character that none of its serials has."""

    PLACE = "place"
    """A character that does not stand at this place: with another one it would be a serial."""

    PATTERN = "pattern"


class Fit(msgspec.Struct, frozen=True):
    """Whether a text is a serial of a campaign, and if not why."""

    campaign: str
    misfit: Misfit | None = None
    expected: str = ""
    """Lengths, characters or a regular expression, by the kind of misfit."""

    got: str = ""
    place: int = 0
    """Of the character, counted from 1; 0 where it is not about one."""

    meant: str | None = None
    """The serial that the campaign's own folding makes of it."""

    @classmethod
    def of(cls, normal: str, campaign: Campaign) -> Fit:
        """Compare a text in normal form with a campaign's rule."""
        rule = campaign.serial
        misfit = _misfit(normal, rule)
        return msgspec.structs.replace(misfit, campaign=campaign.id, meant=rule.folded(normal))


def _misfit(normal: str, rule: SerialRule) -> Fit:
    if rule.matches(normal):
        return Fit("")
    if len(normal) not in rule.lengths:
        lengths = ", ".join(map(str, sorted(rule.lengths)))
        return Fit("", Misfit.LENGTH, lengths, str(len(normal)))
    for place, character in enumerate(normal, 1):
        if character not in rule.alphabet:
            return Fit("", Misfit.CHARACTER, rule.alphabet, character, place)
    for place, character in enumerate(normal, 1):
        if allowed := _allowed_at(place, normal, rule):
            return Fit("", Misfit.PLACE, allowed, character, place)
    return Fit("", Misfit.PATTERN, rule.pattern, normal)


def _allowed_at(place: int, normal: str, rule: SerialRule) -> str:
    """Give the characters that would make a serial of it at this place."""
    before, after = normal[: place - 1], normal[place:]
    return "".join(each for each in rule.alphabet if rule.matches(before + each + after))


class Naming(msgspec.Struct, frozen=True):
    """A row that names the serial, and what becomes of it."""

    row: AffectedRow
    key: KeyRange
    """Which of its keys holds the serial."""

    out: Reason | None = None
    """Why it leaves the unit out: colour, channel or, as MODEL_DECIDES, its model."""

    open: Reason | None = None
    """What has to be known before it counts."""


def namings(asked: Inquiry, rows: Iterator[AffectedRow], status: ListStatus) -> tuple[Naming, ...]:
    """Say of each row that names a serial what becomes of it.

    Where its campaign has no such serials, or is left out by the site, only whole serials count, against it,
    and what names every unit of the model it is told to be.
    """
    held = ((row, key) for row in rows for key in _holding(row, asked.normal))
    found = (_naming(row, key, status, asked) for row, key in held)
    return tuple(naming for naming in found if naming is not None)


def _holding(row: AffectedRow, normal: str) -> list[KeyRange]:
    return [key for key in row.keys if key.holds(normal)][:1]


def _naming(row: AffectedRow, key: KeyRange, status: ListStatus, asked: Inquiry) -> Naming | None:
    match = Match(
        status.campaign,
        row.model,
        status.version,
        status.training,
        row.by,
        row.colours,
        row.channels,
        key.shape.is_whole,
    )
    if match.campaign not in asked.fitting and match.whole:
        return Naming(row, key, open=Reason.LISTS_DISAGREE)
    if asked.is_possible(match):
        return Naming(row, key, open=asked.still_open(match))
    if match.campaign not in asked.fitting:
        return None
    return Naming(row, key, out=asked.excluded(match) or Reason.MODEL_DECIDES)


class Consulted(msgspec.Struct, frozen=True):
    """A list in force, and what it says."""

    status: ListStatus
    days: int
    """For how many days it has been in force."""

    most_days: int
    """How many the site allows; 0: any number."""

    rows: tuple[Naming, ...] = ()
    below: KeyRange | None = None
    """The nearest range of whole serials below, where no row names it."""

    above: KeyRange | None = None
    near: tuple[str, ...] = ()
    """Serials it names that look like this one; not looked for where a row names this one."""


class Explanation(msgspec.Struct, frozen=True):
    """The whole reasoning."""

    form: Form
    fits: tuple[Fit, ...]
    lists: tuple[Consulted, ...]
    judgement: Judgement
