"""Verdicts and their grounds."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

import msgspec

from intake.affected import is_part


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
    ALL_UNITS = "all_units"
    """The list names every unit of the model."""

    CLAIM_CONFIRMED = "claim_confirmed"
    """The claim names the serial; the operator read its last characters off the unit."""

    PRINTED = "printed"
    """A camera read it off print: nothing vouches for a single character of it."""

    KEYED = "keyed"
    """A person typed the serial: no device vouches for a single character of it."""

    CERTIFIED = "certified"
    """A supervisor gave the serial."""

    CLAIM_DISAGREES = "claim_disagrees"
    """The parcel's claim names serials, so that affected units were announced, and this one is not listed."""

    NO_MATCH = "no_match"
    MODEL_DECIDES = "model_decides"
    """Whether a list names the unit hangs on its model, which nobody has said yet."""

    MODEL_UNKNOWN = "model_unknown"
    """It is said to be of no known model, but a list names whole models whose serials look like its own."""

    COLOUR_DECIDES = "colour_decides"
    """The same, of its colour."""

    CHANNEL_DECIDES = "channel_decides"
    """The same, of how it was sold: a supervisor finds out."""

    COLOUR_EXCLUDED = "colour_excluded"
    """A list names the serial, but only in other colours."""

    CHANNEL_EXCLUDED = "channel_excluded"
    MASKED_MATCH = "masked_match"
    """It fits a row in which the maker withholds characters."""

    NEAR_MATCH = "near_match"
    """No device vouches for it, and a list names one that differs by what eyes and fingers confuse."""

    STALE_LIST = "stale_list"
    PARTIAL_LIST = "partial_list"
    """Faulty rows of the list were left out: one of them may name this very serial."""

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

    @property
    def partial(self) -> bool:
        """Whether rows of the maker's file were left out of it."""
        return is_part(self.version)


OTHER_MODEL = ""
"""Told of a unit for which no card of the catalogue's models was found."""


class Told(msgspec.Struct, frozen=True):
    """What is known of a unit besides its serial: by picture card, or by a supervisor's word."""

    model: str | None = None
    """None: nobody has said; OTHER_MODEL: none of the catalogue's."""

    colour: str | None = None
    channel: str | None = None
    """How it was sold, in the list's own words."""


OTHER_CHANNEL = "other"
"""Told of a unit that was sold in none of the ways that lists name."""


def understood(told: Told, channels: Collection[str]) -> Told:
    """Give what is told without a channel that no list in force names (`channels`): it may be mistyped."""
    if told.channel in {None, OTHER_CHANNEL, *channels}:
        return told
    return msgspec.structs.replace(told, channel=None)


NOTHING_TOLD = Told()


CARD_DECIDES = frozenset({Reason.MODEL_DECIDES, Reason.COLOUR_DECIDES})
"""What a picture card answers at the desk."""


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

    near: str | None = None
    """The serial that may be meant instead, as a hint for eyes: nothing is decided by it."""

    @property
    def asks_card(self) -> bool:
        """Whether a picture card will decide it: no more than a question yet."""
        return self.reasons[0] in CARD_DECIDES


def unvouched(judged: Judgement, reason: Reason) -> Judgement:
    """Give the judgement of a serial that no device read whole: it never says NOT_AFFECTED."""
    verdict = Verdict.UNCERTAIN if judged.verdict is Verdict.NOT_AFFECTED else judged.verdict
    if verdict is judged.verdict:
        return msgspec.structs.replace(judged, reasons=(*judged.reasons, reason))
    return msgspec.structs.replace(judged, verdict=verdict, reasons=(reason, *judged.reasons))
