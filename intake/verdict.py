"""Verdicts: what the affected lists in force say about a serial. In doubt, hold.

NOT_AFFECTED is said of nothing but a whole valid serial, when every campaign it may belong to has a
current list and none names it: in an earlier recall a form that could not tell an invalid serial from
a safe one made every typing error read as "safe" (Dell, 2006).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from intake.affected import Match
from intake.campaign import Campaign, Catalogue


class Verdict(StrEnum):
    """The answer for one serial."""

    AFFECTED = "AFFECTED"
    NOT_AFFECTED = "NOT_AFFECTED"
    UNCERTAIN = "UNCERTAIN"
    INVALID = "INVALID"


class Reason(StrEnum):
    """Why: the first of a judgement's reasons is the main one."""

    IN_RANGE = "in_range"
    EXACT_MATCH = "exact_match"
    CLAIM_CONFIRMED = "claim_confirmed"
    """The claim names the serial; the operator read its last characters off the unit."""

    KEYED = "keyed"
    """A person typed the serial: no device vouches for a single character of it."""

    CERTIFIED = "certified"
    """A supervisor gave the serial."""

    CLAIM_DISAGREES = "claim_disagrees"
    """The parcel's claim names other serials."""

    NO_MATCH = "no_match"
    STALE_LIST = "stale_list"
    NO_LIST = "no_list"
    """A campaign the serial may belong to has no list in force, or there is no campaign at all."""

    LISTS_DISAGREE = "lists_disagree"
    """Lists name it for several models or campaigns, or against their campaign's own serial rule."""

    CONFUSABLE_CHARACTERS = "confusable_characters"
    """With look-alike characters exchanged it would be a valid serial."""

    BAD_LENGTH = "bad_length"
    BAD_CHARACTERS = "bad_characters"
    """Right in length, but a character is not allowed, or not at its place."""

    LOOKS_LIKE_BLUETOOTH_SERIAL = "looks_like_bluetooth_serial"
    LOOKS_LIKE_JAN = "looks_like_jan"
    TRAINING_LIST = "training_list"


class ListStatus(msgspec.Struct, frozen=True):
    """The list in force of one campaign."""

    campaign: str
    version: str
    training: bool = False
    stale: bool = False
    """Older than the site allows."""


class Judgement(msgspec.Struct, frozen=True):
    """A verdict with its grounds."""

    serial: str
    """In normal form."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    campaign: str | None = None
    model: str | None = None
    colour: str | None = None
    list_version: str | None = None
    """The list it rests on; several are joined by a comma, in the order of the catalogue."""


def unvouched(judged: Judgement, reason: Reason) -> Judgement:
    """Give the judgement of a serial that no device read whole: it never says NOT_AFFECTED."""
    verdict = Verdict.UNCERTAIN if judged.verdict is Verdict.NOT_AFFECTED else judged.verdict
    if verdict is judged.verdict:
        return msgspec.structs.replace(judged, reasons=(*judged.reasons, reason))
    return msgspec.structs.replace(judged, verdict=verdict, reasons=(reason, *judged.reasons))


_BLUETOOTH = re.compile(r"[0-9]{4}[0-9A-F]{12}")
"""What Soundcore devices report as their serial: model number and Bluetooth address, byte pairs reversed
(OpenSCQ30, lib/src/devices/soundcore/common/structures/serial_number.rs)."""

_JAN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
"""The lengths of a GTIN. No check digit is asked for: a misread JAN is no serial either."""


def judge(
    normal: str, catalogue: Catalogue, lists: tuple[ListStatus, ...], matches: tuple[Match, ...]
) -> Judgement:
    """Judge a serial in normal form by the lists in force and what they say of it. Total.

    `lists` holds the list in force of each campaign that has one; `matches` what those lists name.
    """
    fitting = [campaign for campaign in catalogue.campaigns if campaign.serial.matches(normal)]
    names = {campaign.id for campaign in fitting}
    named = [match for match in matches if match.campaign in names]
    if len({(match.campaign, match.model) for match in named}) > 1 or len(named) < len(matches):
        misread = [] if fitting else _confusable(normal, catalogue)
        return _uncertain(normal, names, lists, misread or [Reason.LISTS_DISAGREE])
    if named:
        return _affected(normal, named, lists)
    if fitting:
        return _unnamed(normal, fitting, catalogue, lists)
    return _invalid(normal, catalogue)


def _affected(normal: str, named: list[Match], lists: tuple[ListStatus, ...]) -> Judgement:
    """Ranges of one model may overlap; the colour stands where those that give one agree."""
    match = named[0]
    exact = any(each.exact for each in named)
    status = [each for each in lists if each.campaign == match.campaign]
    reasons = [Reason.EXACT_MATCH if exact else Reason.IN_RANGE, *_stale(status)]
    if any(each.training for each in named):
        reasons.append(Reason.TRAINING_LIST)
    return Judgement(
        normal,
        Verdict.AFFECTED,
        tuple(reasons),
        match.campaign,
        match.model,
        _only({each.colour for each in named if each.colour is not None}),
        match.list_version,
    )


def _unnamed(
    normal: str, fitting: list[Campaign], catalogue: Catalogue, lists: tuple[ListStatus, ...]
) -> Judgement:
    """Judge a valid serial that no list names."""
    names = {campaign.id for campaign in fitting}
    status = [each for each in lists if each.campaign in names]
    doubts = [*_look_alike(normal, catalogue), *_confusable(normal, catalogue), *_missing(names, status)]
    doubts += _stale(status)
    if doubts:
        return _uncertain(normal, names, lists, doubts)
    reasons = (Reason.NO_MATCH, *_training(status))
    return Judgement(normal, Verdict.NOT_AFFECTED, reasons, _only(names), list_version=_versions(status))


def _invalid(normal: str, catalogue: Catalogue) -> Judgement:
    """Judge a text that is no serial of any campaign: say what it may be instead."""
    if not catalogue.campaigns:
        return Judgement(normal, Verdict.UNCERTAIN, (Reason.NO_LIST,))
    if _BLUETOOTH.fullmatch(normal):
        return Judgement(normal, Verdict.INVALID, (Reason.LOOKS_LIKE_BLUETOOTH_SERIAL,))
    if _JAN.fullmatch(normal):
        return Judgement(normal, Verdict.INVALID, (Reason.LOOKS_LIKE_JAN,))
    meant = {each.id for each in catalogue.campaigns if each.serial.folded(normal) is not None}
    if meant:
        return Judgement(normal, Verdict.UNCERTAIN, (Reason.CONFUSABLE_CHARACTERS,), _only(meant))
    right = any(len(normal) in campaign.serial.lengths for campaign in catalogue.campaigns)
    return Judgement(normal, Verdict.INVALID, (Reason.BAD_CHARACTERS if right else Reason.BAD_LENGTH,))


def _uncertain(
    normal: str, names: set[str], lists: tuple[ListStatus, ...], doubts: list[Reason]
) -> Judgement:
    status = [each for each in lists if each.campaign in names]
    reasons = (*doubts, *_training(status))
    return Judgement(normal, Verdict.UNCERTAIN, reasons, _only(names), list_version=_versions(status))


def _look_alike(normal: str, catalogue: Catalogue) -> list[Reason]:
    """Give what else a valid serial may be. A JAN counts only when the catalogue knows it."""
    if _BLUETOOTH.fullmatch(normal):
        return [Reason.LOOKS_LIKE_BLUETOOTH_SERIAL]
    is_jan = _JAN.fullmatch(normal) and catalogue.items_of_jan(normal[-13:].zfill(13))
    return [Reason.LOOKS_LIKE_JAN] if is_jan else []


def _confusable(normal: str, catalogue: Catalogue) -> list[Reason]:
    """Tell whether it may be a serial misread: no campaign's, or another one's than it seems."""
    meant = any(campaign.serial.folded(normal) is not None for campaign in catalogue.campaigns)
    return [Reason.CONFUSABLE_CHARACTERS] if meant else []


def _missing(names: set[str], status: list[ListStatus]) -> list[Reason]:
    return [Reason.NO_LIST] if names - {each.campaign for each in status} else []


def _stale(status: Iterable[ListStatus]) -> list[Reason]:
    return [Reason.STALE_LIST] if any(each.stale for each in status) else []


def _training(status: Iterable[ListStatus]) -> list[Reason]:
    return [Reason.TRAINING_LIST] if any(each.training for each in status) else []


def _versions(status: Iterable[ListStatus]) -> str | None:
    return ",".join(each.version for each in status) or None


def _only(names: set[str]) -> str | None:
    """Give the one name, or None when there are several or none."""
    return min(names) if len(names) == 1 else None
