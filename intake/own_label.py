"""Own labels: the station's printed commands and numbered labels.

They hold only letters, digits and `-`, which survive every keyboard layout, and numbered ones end in an
ISO 7064 MOD 37,36 check character over the letters and digits before it. It finds every
substituted character and, counted over our own numbers, at least 99.6 % of adjacent transpositions
(bag labels miss most; tests/intake/test_own_label.py counts them).
"""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

from intake.serial_number import plain

PREFIX = "RI-"
"""Reserved: no serial, parcel or kit number begins with it."""


class OwnLabelError(ValueError):
    """A text that is no own label."""


class CheckCharacterError(OwnLabelError):
    """A numbered label whose check character is wrong: misread or mistyped."""


class LabelKind(StrEnum):
    """What a numbered label stands for, by its letter."""

    CONTAINER = "Q"
    BADGE = "O"
    REJECT_BIN = "R"
    PARCEL = "P"
    BAG = "U"
    CAGE = "G"
    RETURNABLE = "A"

    @property
    def width(self) -> int:
        """How many digits its number has."""
        return _WIDTHS[self]


_WIDTHS = {
    LabelKind.CONTAINER: 4,
    LabelKind.BADGE: 4,
    LabelKind.REJECT_BIN: 2,
    LabelKind.PARCEL: 6,
    LabelKind.BAG: 6,
    LabelKind.CAGE: 2,
    LabelKind.RETURNABLE: 4,
}


class CommandWord(StrEnum):
    """What a command label tells the station."""

    INTACT = "INTACT"
    D = "D"
    K1 = "K1"
    K2 = "K2"
    UNREADABLE = "UNREADABLE"
    CABLE = "CABLE"
    MANUAL = "MANUAL"
    BOX = "BOX"
    OTHER = "OTHER"
    EMPTY = "EMPTY"
    SHORT = "SHORT"
    CLOSE = "CLOSE"
    YES = "YES"
    NO = "NO"
    OUT = "OUT"
    MODEL = "MODEL"
    COLOUR = "COLOUR"
    CHECK = "CHECK"
    MOVE = "MOVE"
    INSPECT = "INSPECT"
    CLASS = "CLASS"
    UNDO = "UNDO"
    REASON = "REASON"
    LOOKUP = "LOOKUP"
    PHOTO = "PHOTO"
    LANGUAGE = "LANGUAGE"

    @property
    def takes_argument(self) -> bool:
        """Whether the label names a model, a colour, a class, a reason or a language after the word."""
        return self in _WITH_ARGUMENT


_WITH_ARGUMENT = frozenset(
    {CommandWord.MODEL, CommandWord.COLOUR, CommandWord.CLASS, CommandWord.REASON, CommandWord.LANGUAGE}
)
_ARGUMENT = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_NUMBERED = re.compile(r"RI-([QORPUGA])-([0-9]+)-([0-9A-Z])")
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS = 36


class OwnLabel(msgspec.Struct, frozen=True):
    """A numbered label. Raises OwnLabelError when the number does not fit the kind's width."""

    kind: LabelKind
    number: int

    def __post_init__(self) -> None:
        """Refuse a number the label cannot show."""
        if not 0 <= self.number < 10**self.kind.width:
            raise OwnLabelError(f"expected a number of {self.kind.width} digits, got {self.number}")

    @property
    def code(self) -> str:
        """The text on the label: `RI-Q-0012-T`."""
        body = f"{PREFIX}{self.kind}-{self.number:0{self.kind.width}}"
        return f"{body}-{check_character(body)}"


class Command(msgspec.Struct, frozen=True):
    """A command label. Raises OwnLabelError when an argument is missing, unwanted or malformed."""

    word: CommandWord
    argument: str | None = None
    """Upper case: a model's name, a colour's as on its label (`SPACE-GREY`), a class (`R-UN3480`)."""

    def __post_init__(self) -> None:
        """Refuse an argument the word does not take, and the lack of one it needs."""
        if not self.word.takes_argument and self.argument is not None:
            raise OwnLabelError(f"expected nothing after RI-C-{self.word}, got {_shown(self.argument)}")
        if self.word.takes_argument and not _ARGUMENT.fullmatch(self.argument or ""):
            raise OwnLabelError(
                f"expected letters and digits after RI-C-{self.word}-, got {_shown(self.argument or '')}"
            )

    @property
    def code(self) -> str:
        """The text on the label: `RI-C-INTACT`, `RI-C-MODEL-A3117`."""
        return f"{PREFIX}C-{self.word}" + (f"-{self.argument}" if self.argument else "")


def check_character(text: str) -> str:
    """Give the check character of `text`, hyphens left out. Raises OwnLabelError on another character.

    ISO/IEC 7064, MOD 37,36: the hybrid system over digits and letters.
    """
    product = _MODULUS
    for character in text.replace("-", ""):
        value = _CHARACTERS.find(character)
        if value < 0:
            raise OwnLabelError(f"expected A-Z, 0-9 or a hyphen, got {_shown(character)}")
        product = ((product + value) % _MODULUS or _MODULUS) * 2 % (_MODULUS + 1)
    return _CHARACTERS[(_MODULUS + 1 - product) % _MODULUS]


def parse(text: str) -> OwnLabel | Command:
    """Read an own label in any case and width (caps lock, input method). Raises OwnLabelError."""
    code = plain(text).strip()
    if code.startswith(f"{PREFIX}C-"):
        return _command(code.removeprefix(f"{PREFIX}C-"))
    found = _NUMBERED.fullmatch(code)
    if found is None:
        raise OwnLabelError(f"expected a label like RI-Q-0012-T or RI-C-INTACT, got {_shown(code)}")
    return _numbered(LabelKind(found[1]), found[2], found[3])


def _command(rest: str) -> Command:
    word, hyphen, argument = rest.partition("-")
    if word not in CommandWord.__members__:
        raise OwnLabelError(f"expected one of {', '.join(CommandWord)} after RI-C-, got {_shown(word)}")
    return Command(CommandWord(word), argument if hyphen else None)


def _numbered(kind: LabelKind, digits: str, check: str) -> OwnLabel:
    if len(digits) != kind.width:
        raise OwnLabelError(f"expected {kind.width} digits after RI-{kind}-, got {_shown(digits)}")
    expected = check_character(f"{PREFIX}{kind}-{digits}")
    if check != expected:
        raise CheckCharacterError(f"expected check character {expected} for RI-{kind}-{digits}, got {check}")
    return OwnLabel(kind, int(digits))


def _shown(text: str) -> str:
    """Quote a scanned text for an error: escaped and cut, because it may be anything."""
    return ascii(text[:40])
