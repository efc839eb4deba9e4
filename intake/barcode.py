"""Barcodes: what one scan means, before anybody asks what to do with it.

A scan's text is data and may be anything; `read` answers every one. What a reading cannot settle it
carries along: a number that is also a valid serial of some campaign says so in `serial`, because only
the step at the desk knows which of the two was asked for.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

import msgspec

from intake import own_label
from intake.campaign import Catalogue, CatalogueItem
from intake.gtin import is_gtin
from intake.own_label import Command, OwnLabel
from intake.scan import Scan, Symbology
from intake.serial_number import may_be_serial, normalise, plain

LONGEST = 512
"""Characters of the longest text worth reading: more than any label, serial or GS1 message holds."""


class CheckDigit(StrEnum):
    """Whether a number ends in the check digit its carrier uses."""

    HOLDS = "holds"
    FAILS = "fails"


class ParcelNumber(msgspec.Struct, frozen=True):
    """A carrier's number. A failing check digit is a note, not a refusal: not every carrier has one."""

    number: str
    """12 digits, without start and stop letters and hyphens."""

    check: CheckDigit
    serial: str | None = None
    """The normal form, where it is a valid serial of some campaign as well."""


class KitNumber(msgspec.Struct, frozen=True):
    """The number of a collection kit, in normal form."""

    number: str
    campaign: str
    serial: str | None = None
    """The same text, where it is a valid serial of some campaign as well."""


class Jan(msgspec.Struct, frozen=True):
    """A product's number: nearly always a retail box."""

    gtin: str
    """13 digits; an EAN-8 has zeros in front."""

    items: tuple[CatalogueItem, ...]
    """What the catalogue sells under it; a hint, for one JAN may stand for several models."""

    serial: str | None = None
    """The normal form, where it is a valid serial of some campaign as well."""


class SerialText(msgspec.Struct, frozen=True):
    """A text that could be a serial; whether it is one says `intake.verdict`."""

    normal: str
    gtin: str | None = None
    """13 digits, when the same GS1 message names the product."""

    plausible: bool = True
    """It is, or may be misread from, a serial of some campaign. Any other text may be personal data."""


class UnreadableReason(StrEnum):
    """Why nothing can be made of a scan."""

    FAULT = "fault"
    """The frame itself is broken."""

    EMPTY = "empty"
    NOT_TEXT = "not_text"
    """Bytes that are no UTF-8."""

    CONTROL_CHARACTERS = "control_characters"
    """Characters that are not printed, or that turn the direction of writing."""

    INPUT_METHOD = "input_method"
    """Kana: an input method stands between a keyboard gun and the desk."""

    BAD_OWN_LABEL = "bad_own_label"
    BAD_CHECK_CHARACTER = "bad_check_character"
    UNRECOGNISED = "unrecognised"


class Unreadable(msgspec.Struct, frozen=True):
    """A scan nothing can be made of."""

    reason: UnreadableReason
    detail: str = ""
    """More for the log; never a payload that was not recognised, for it may be personal data."""


Reading = OwnLabel | Command | ParcelNumber | KitNumber | Jan | SerialText | Unreadable
"""What a scan means."""

_GS = "\x1d"
"""How FNC1 between two element strings arrives (GS1 General Specifications, section 7.8)."""

_GS1 = frozenset({Symbology.GS1_128, Symbology.GS1_DATABAR, Symbology.GS1_DATA_MATRIX, Symbology.GS1_QR})
_EAN = frozenset({Symbology.EAN_13, Symbology.EAN_8})
_UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_KANA = re.compile("[\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_PARCEL = re.compile(
    r"(?P<start>[A-D]?)(?P<number>[0-9]{4}(?P<hyphen>-?)[0-9]{4}(?P=hyphen)[0-9]{4})(?P<stop>[A-D]?)"
)
_PARCEL_CHECK = 7


def read(scan: Scan, catalogue: Catalogue) -> Reading:
    """Say what a scan means. Total: whatever the bytes, text and symbology, an answer comes.

    Twelve digits are a UPC-A when the symbology says so, or when it says nothing and the catalogue sells
    that number; else they are a carrier's number. An own label's prefix `RI-` is never anything else.
    """
    text = scan.text.strip(" \t\r\n")
    return _broken(scan, text) or _gs1(scan.symbology, text, catalogue) or _printed(scan, text, catalogue)


def _broken(scan: Scan, text: str) -> Unreadable | None:
    if scan.fault is not None:
        return Unreadable(UnreadableReason.FAULT, scan.fault)
    if not text:
        return Unreadable(UnreadableReason.EMPTY)
    if "\ufffd" in text:
        return Unreadable(UnreadableReason.NOT_TEXT)
    if len(text) > LONGEST:
        return Unreadable(UnreadableReason.UNRECOGNISED, f"{len(text)} characters")
    return None


def _printed(scan: Scan, text: str, catalogue: Catalogue) -> Reading:
    """Read what is no GS1 message."""
    odd = next((character for character in text if unicodedata.category(character) in _UNPRINTED), None)
    if odd is not None:
        return Unreadable(UnreadableReason.CONTROL_CHARACTERS, f"U+{ord(odd):04X}")
    if _KANA.search(text):
        return Unreadable(UnreadableReason.INPUT_METHOD)
    if plain(text).startswith(own_label.PREFIX):
        return _own(text)
    return _number(scan.symbology, plain(text), catalogue) or _serial(text, None, catalogue)


def _own(text: str) -> OwnLabel | Command | Unreadable:
    try:
        return own_label.parse(text)
    except own_label.CheckCharacterError as error:
        return Unreadable(UnreadableReason.BAD_CHECK_CHARACTER, str(error))
    except own_label.OwnLabelError as error:
        return Unreadable(UnreadableReason.BAD_OWN_LABEL, str(error))


def _serial(text: str, gtin: str | None, catalogue: Catalogue) -> SerialText | Unreadable:
    normal = normalise(text)
    if may_be_serial(normal):
        return SerialText(normal, gtin, _is_plausible(normal, catalogue))
    return Unreadable(UnreadableReason.UNRECOGNISED, f"{len(text)} characters")


def _is_plausible(normal: str, catalogue: Catalogue) -> bool:
    """Tell whether the text is some campaign's serial, or may be a misreading of one."""
    rules = [campaign.serial for campaign in catalogue.campaigns]
    return not rules or any(rule.matches(normal) or rule.folded(normal) is not None for rule in rules)


def _number(symbology: Symbology, text: str, catalogue: Catalogue) -> Jan | ParcelNumber | KitNumber | None:
    """Read a number that names a product, a kit or a parcel."""
    normal = normalise(text)
    serial = normal if any(each.serial.matches(normal) for each in catalogue.campaigns) else None
    return (
        _jan(symbology, text, catalogue, serial) or _kit(normal, catalogue, serial) or _parcel(text, serial)
    )


def _jan(symbology: Symbology, text: str, catalogue: Catalogue, serial: str | None) -> Jan | None:
    if symbology is Symbology.CODABAR or not is_gtin(text) or len(text) > 13:  # noqa: PLR2004 -- EAN-13
        return None
    gtin = text.zfill(13)
    items = catalogue.items_of_jan(gtin)
    if len(text) == 12 and symbology not in _EAN and not items:  # noqa: PLR2004 -- UPC-A has 12 digits
        return None
    return Jan(gtin, items, serial)


def _kit(normal: str, catalogue: Catalogue, serial: str | None) -> KitNumber | None:
    for campaign in catalogue.campaigns:
        if campaign.kit_number is not None and re.fullmatch(campaign.kit_number, normal):
            return KitNumber(normal, campaign.id, serial)
    return None


def _parcel(text: str, serial: str | None) -> ParcelNumber | None:
    """Read 12 digits as on a Letter Pack: NW-7 (Codabar) with start and stop letters A to D, or printed.

    The twelfth digit is the first eleven modulo 7.
    """
    found = _PARCEL.fullmatch(text)
    if found is None or bool(found["start"]) != bool(found["stop"]):
        return None
    number = found["number"].replace("-", "")
    holds = int(number[:-1]) % _PARCEL_CHECK == int(number[-1])
    return ParcelNumber(number, CheckDigit.HOLDS if holds else CheckDigit.FAILS, serial)


def _gs1(symbology: Symbology, text: str, catalogue: Catalogue) -> Reading | None:
    """Read a GS1 message: a serial (AI 21), else a product (AI 01); None when it is no such message."""
    if symbology not in _GS1 and not any(sign in text for sign in (_GS, "(01)", "(21)")):
        return None
    values = _element_strings(text)
    code = values.get("01", "")
    gtin = code[1:] if code.startswith("0") and is_gtin(code) else None
    if "21" in values:
        return _serial(values["21"], gtin, catalogue)
    return Jan(gtin, catalogue.items_of_jan(gtin)) if gtin else None


def _element_strings(text: str) -> dict[str, str]:
    """Give the values of a GS1 message by their application identifiers; none when it is not one.

    biip raises IndexError and ValueError on some cut texts, besides its own error.
    """
    from biip import ParseError  # noqa: PLC0415 (100 ms, only for GS1)
    from biip.gs1_messages import GS1Message  # noqa: PLC0415 (the same)

    try:
        read_message = GS1Message.parse_hri if text.startswith("(") else GS1Message.parse
        found = {(each.ai.ai, each.value) for each in read_message(text).element_strings}
    except (ParseError, IndexError, ValueError):
        return {}
    values = dict(found)
    # Two serials in one message: which is the unit's cannot be known, so it says nothing.
    return values if len(values) == len(found) else {}
