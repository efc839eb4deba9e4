"""Mistaken texts: what a text may be instead of the serial it is taken for."""

from __future__ import annotations

import re

from intake.campaign import Catalogue
from intake.verdict.judgement import Reason

_BLUETOOTH = re.compile(r"[0-9]{4}[0-9A-F]{12}")
"""What Soundcore devices report as their serial: model number and Bluetooth address, byte pairs reversed
(OpenSCQ30, lib/src/devices/soundcore/common/structures/serial_number.rs)."""

_JAN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
"""The lengths of a GTIN. No check digit is asked for: a misread JAN is no serial either."""


def other_than_invalid(normal: str) -> Reason | None:
    """Say what a text that is no serial of any campaign looks like; None: like nothing known."""
    if _BLUETOOTH.fullmatch(normal):
        return Reason.LOOKS_LIKE_BLUETOOTH_SERIAL
    return Reason.LOOKS_LIKE_JAN if _JAN.fullmatch(normal) else None


def other_than_valid(normal: str, catalogue: Catalogue) -> list[Reason]:
    """Say what else a valid serial may be: a JAN the catalogue knows, or another campaign's, misread."""
    found = []
    if _BLUETOOTH.fullmatch(normal):
        found.append(Reason.LOOKS_LIKE_BLUETOOTH_SERIAL)
    elif _JAN.fullmatch(normal) and catalogue.items_of_jan(normal[-13:].zfill(13)):
        found.append(Reason.LOOKS_LIKE_JAN)
    return found if meant(normal, catalogue) is None else [*found, Reason.CONFUSABLE_CHARACTERS]


def meant(normal: str, catalogue: Catalogue) -> str | None:
    """Give the valid serial that some campaign's folding makes of a text; None where none does."""
    folded = (campaign.serial.folded(normal) for campaign in catalogue.campaigns)
    return next((each for each in folded if each is not None), None)
