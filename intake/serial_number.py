"""Serial numbers: one normal form for what is printed, scanned, keyed or read by camera.

The raw text is kept elsewhere; the normal form is what lists are searched by. It removes what people
and keyboards add, never what a maker may have meant: inner spaces go (they only group characters in
print; no published key shape holds one), inner hyphens stay (Dell's PPID `JP-07Y356-…` and Toshiba's
serials are read by their hyphens). No character is exchanged for a similar one: that is a campaign's
own rule (`SerialRule.folded`).
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

import msgspec

from intake.part import Part


class How(StrEnum):
    """How a unit's serial came to be known."""

    SCANNED = "scanned"
    UNCHECKED = "unchecked"
    """A device read a code of it, but no check character vouches for that (`near.is_vouched`)."""

    PRINTED = "printed"
    """A camera read it off print (`near.is_print`)."""

    CLAIM = "claim"
    """The claim names it, and its last characters were keyed off the unit."""

    KEYED = "keyed"
    CERTIFIED = "certified"
    """A supervisor gave it."""

    UNREADABLE = "unreadable"


SYMBOLS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Every character a normal serial may hold, in the order lists are sorted by (that of ASCII)."""

SHORTEST = 4
LONGEST = 40
"""Characters of a normal serial."""

_SERIAL = re.compile(rf"[0-9A-Z-]{{{SHORTEST},{LONGEST}}}")
_BLANK = re.compile(r"[ \t\r\n]+")
_HYPHENS = str.maketrans({"\u2010": "-", "\u2212": "-"})
"""Hyphens NFKC leaves: a Japanese input method types U+2212 for the key `-`; U+2011 becomes U+2010."""

_MARK = r"[:+*'.#]"
"""`:` as printed; `+` and `*` where a US gun meets a JIS host, `'` where a JIS gun meets a US host."""

_PREFIX = re.compile(
    rf"(?:(?:S/N ?{_MARK}*|SN(?: ?{_MARK}+| )|SERIAL ?(?:(?:NO|NUMBER)(?: ?{_MARK}+| )|{_MARK}+)) ?)+"
)


def plain(text: str) -> str:
    """Give `text` as a gun would have sent it: NFKC, upper case, hyphens of every width as `-`.

    Repeated until nothing changes, because upper-casing can make characters NFKC changes again.
    """
    while (changed := unicodedata.normalize("NFKC", text).upper().translate(_HYPHENS)) != text:
        text = changed
    return text


def normalise(text: str) -> str:
    """Give the normal form of a serial: `plain`, trimmed, label prefix and spaces removed.

    Total and idempotent. A prefix is removed only with its mark or space (`SN:`, `SN `, `S/N`,
    `SERIAL NO.`): a serial may itself begin with SN. What is left need not be a serial: `may_be_serial`.
    """
    text = plain(text)
    while (changed := _without_prefix(text)) != text:
        text = plain(changed)
    return text


def _without_prefix(text: str) -> str:
    grouped = _BLANK.sub(" ", text).strip(" ")
    found = _PREFIX.match(grouped)
    return grouped[found.end() if found else 0 :].replace(" ", "")


def may_be_serial(normal: str) -> bool:
    """Tell whether a normal form could be some maker's serial: 4 to 40 letters, digits and hyphens."""
    return _SERIAL.fullmatch(normal) is not None


class SerialRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How serials of a campaign look, in normal form (`normalise`)."""

    lengths: tuple[int, ...]
    alphabet: str
    """Every character that may occur."""

    pattern: str = ""
    """A regular expression the whole serial must match as well; empty for none."""

    fold: dict[str, str] = {}
    """A character that cannot occur, and the one meant by it: O→0. INIU's batch 000I21 does hold an I."""

    parts: dict[str, Part] = {}
    """Stretches of it that a list may name units by, by name."""

    names_model: bool = True
    """False where units of several models bear the same one, as a date stamp: the model is told by card."""

    unique: bool = True
    """False where many units bear the same one, as a date stamp or a batch code: then none is a duplicate."""

    def matches(self, normal: str) -> bool:
        """Tell whether `normal` is a whole valid serial."""
        return (
            len(normal) in self.lengths
            and all(character in self.alphabet for character in normal)
            and (not self.pattern or re.fullmatch(self.pattern, normal) is not None)
        )

    def folded(self, normal: str) -> str | None:
        """Give the valid serial that was probably meant by an invalid one, or None."""
        meant = "".join(self.fold.get(character, character) for character in normal)
        return meant if meant != normal and self.matches(meant) else None
