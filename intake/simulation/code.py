"""A code as it is printed on a thing: what a gun reads there, and what the thing really is.

Nothing is ever parsed back: whoever holds the thing knows what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from intake.own_label import LabelKind, OwnLabel


class CodeKind(StrEnum):
    """What carries the code."""

    BADGE = "badge"
    PARCEL = "parcel"
    SERIAL = "serial"
    PRINT = "print"
    """A serial's characters without a code, as a camera reads them."""

    CARD = "card"
    """A command: INTACT, MODEL-A1263, CLASS-R-UN3480."""

    BAG = "bag"
    CONTAINER = "container"
    REJECT_BIN = "reject bin"
    CAGE = "cage"
    RETURNABLE = "returnable"
    JAN = "jan"
    """A trade code of the catalogue: a retail box of the recall."""

    FOREIGN_JAN = "foreign jan"
    NOISE = "noise"
    """Nothing anybody can make sense of: a web address, a label of ours misread."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code."""

    kind: CodeKind
    text: str
    """What the gun sends."""

    name: str
    """What it names: the carrier's number, the serial, the label's code, a card's word."""

    argument: str = ""
    """What a card says after its word."""

    check_holds: bool = True
    """Whether a carrier's number ends in its check digit."""


_KINDS = {
    LabelKind.BADGE: CodeKind.BADGE,
    LabelKind.PARCEL: CodeKind.PARCEL,
    LabelKind.BAG: CodeKind.BAG,
    LabelKind.CONTAINER: CodeKind.CONTAINER,
    LabelKind.REJECT_BIN: CodeKind.REJECT_BIN,
    LabelKind.CAGE: CodeKind.CAGE,
    LabelKind.RETURNABLE: CodeKind.RETURNABLE,
}


def own(kind: LabelKind, number: int) -> Code:
    """Print a numbered label."""
    text = OwnLabel(kind, number).code
    return Code(_KINDS[kind], text, text)


def card(word: str, argument: str = "") -> Code:
    """Print a command card."""
    return Code(CodeKind.CARD, "-".join(["RI-C", word, *([argument] if argument else [])]), word, argument)


def carrier(number: int, *, check_holds: bool = True) -> Code:
    """Print a Letter Pack label: eleven digits, the check digit modulo 7, NW-7 letters around them."""
    digit = number % 7 if check_holds else (number + 1) % 7
    text = f"{number:011}{digit}"
    return Code(CodeKind.PARCEL, f"A{text}B", text, check_holds=check_holds)


def serial(printed: str, meant: str | None = None) -> Code:
    """Print a serial; `meant` is what it comes to where a label prefix stands before it."""
    return Code(CodeKind.SERIAL, printed, meant or printed)


def printed(text: str) -> Code:
    """Print a serial's characters, and no code of them."""
    return Code(CodeKind.PRINT, text, text)


def misread(code: Code) -> Code:
    """Read one of our labels with its check character wrong."""
    last = "A" if code.text[-1] != "A" else "B"
    return Code(CodeKind.NOISE, code.text[:-1] + last, "")
