"""Queries: what a supervisor typed, taken apart. A word may mean several things at once.

`4T9XQZ` may be the last six characters of a serial, the beginning of one, or a claim: it means all of them.
Every word must hold for a unit to be found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from intake import own_label
from intake.claim import TAIL
from intake.condition import Condition
from intake.hold import HoldKind
from intake.own_label import LabelKind, OwnLabel, OwnLabelError
from intake.serial_number import SYMBOLS, normalise, plain
from intake.verdict import Verdict

SHORTEST_PREFIX = 3
"""Characters of a serial below which a beginning means nothing."""


class QueryError(ValueError):
    """A word nobody understands: `expected …, got …`."""

    def __init__(self, word: str) -> None:
        """Name the word."""
        super().__init__(f"expected a serial, a label, a claim, a day or a known word, got {word!r}")
        self.word = word


class Field(StrEnum):
    """What of a unit is compared."""

    SERIAL = "serial"
    """Its beginning, in normal form."""

    TAIL = "tail"
    """The serial's last six characters."""

    LABEL = "label"
    """The parcel's."""

    CLAIM = "claim"
    BAG = "bag"
    CONTAINER = "container"
    OPERATOR = "operator"
    DAY = "day"
    """The local day it came, `YYYY-MM-DD`."""

    VERDICT = "verdict"
    HOLD = "hold"
    """Kind of a hold that is open."""

    HELD = "held"
    """Any open hold."""

    CONDITION = "condition"
    MODEL = "model"


class Trait(msgspec.Struct, frozen=True):
    """One thing that may be true of a unit."""

    field: Field
    value: str = ""


class Term(msgspec.Struct, frozen=True):
    """One word: any of its traits."""

    text: str
    traits: tuple[Trait, ...]


class Query(msgspec.Struct, frozen=True):
    """All of its terms; without any it means every unit."""

    terms: tuple[Term, ...] = ()


def parse(text: str, today: date, models: Collection[str] = ()) -> Query:
    """Take a search line apart. Full-width characters and both languages are understood.

    `models` are the names of the catalogue. Raises QueryError for the first word that means nothing.
    """
    words = _WRITTEN.findall(unicodedata.normalize("NFKC", text))
    return Query(tuple(_term(word, today, models) for word in words if normalise(word)))


def _term(word: str, today: date, models: Collection[str]) -> Term:
    code = plain(word)
    if code in _DAYS:
        traits = [Trait(Field.DAY, (today - timedelta(days=_DAYS[code])).isoformat())]
    elif code in _WORDS:
        traits = [_WORDS[code]]
    elif code.startswith(own_label.PREFIX):
        traits = [_label(word, code)]
    else:
        traits = [*dict.fromkeys(_meanings(word, today, models))]
    if not traits:
        raise QueryError(word)
    return Term(word, tuple(traits))


def _label(word: str, code: str) -> Trait:
    with suppress(OwnLabelError):
        label = own_label.parse(code)
        if isinstance(label, OwnLabel) and label.kind in _LABELS:
            return Trait(_LABELS[label.kind], label.code)
    raise QueryError(word)


def _meanings(word: str, today: date, models: Collection[str]) -> Iterator[Trait]:
    """Give everything a text that is no word of ours may be."""
    normal = normalise(word)
    if normal in models:
        yield Trait(Field.MODEL, normal)
    if day := _day(normal, today):
        yield Trait(Field.DAY, day.isoformat())
    if len(normal) >= SHORTEST_PREFIX and all(character in SYMBOLS for character in normal):
        yield Trait(Field.SERIAL, normal)
        yield Trait(Field.LABEL, _carrier_number(normal))
    if len(normal) == TAIL:
        yield Trait(Field.TAIL, normal)
    if _CLAIM.fullmatch(word):
        yield from (Trait(Field.CLAIM, written) for written in (word, word.upper(), word.lower()))


def _carrier_number(normal: str) -> str:
    """Give a carrier's number as a scan of it reads, and any other label as it is."""
    found = _CARRIER_NUMBER.fullmatch(normal)
    return "".join(found.groups()) if found else normal


def _day(normal: str, today: date) -> date | None:
    """Read `2026-11-22`, and `11-22` or `11/22` as the last such day."""
    found = _DAY.fullmatch(normal)
    if found is None:
        return None
    year, month, day = (int(number or today.year) for number in found.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    with suppress(ValueError):
        meant = date(year, month, day)
        return meant if found[1] or meant <= today else meant.replace(year=year - 1)
    return None


_FIRST_YEAR, _LAST_YEAR = 2000, 9998
"""A day outside them is none: its midnights cannot be told in every time zone."""

_DAY = re.compile(r"(?:([0-9]{4})[-/])?([0-9]{1,2})[-/]([0-9]{1,2})")
_CLAIM = re.compile(r"(?=.*[0-9])[0-9A-Za-z-]{2,40}")
_CARRIER_NUMBER = re.compile(r"[A-D]?([0-9]{4})-?([0-9]{4})-?([0-9]{4})[A-D]?")
_LABELS = {
    LabelKind.PARCEL: Field.LABEL,
    LabelKind.BAG: Field.BAG,
    LabelKind.CONTAINER: Field.CONTAINER,
    LabelKind.BADGE: Field.OPERATOR,
}
_DAYS = {"TODAY": 0, "今日": 0, "本日": 0, "YESTERDAY": 1, "昨日": 1}
"""Days before today."""

_SAID = {
    "NOT AFFECTED": Trait(Field.VERDICT, Verdict.NOT_AFFECTED),
    "RECEIVED BEFORE": Trait(Field.HOLD, HoldKind.DUPLICATE),
    "NOT THE CLAIMED SERIAL": Trait(Field.HOLD, HoldKind.MISMATCH),
    "NO CLAIM": Trait(Field.HOLD, HoldKind.ORPHAN),
    "UNITS MISSING": Trait(Field.HOLD, HoldKind.PARTIAL),
    "MORE UNITS THAN CLAIMED": Trait(Field.HOLD, HoldKind.EXTRA),
    "WRONG MODEL": Trait(Field.HOLD, HoldKind.WRONG_MODEL),
    "COLOUR NOT IN THE RECALL": Trait(Field.HOLD, HoldKind.EXCLUDED_COLOUR),
    "ANOTHER RECALL": Trait(Field.HOLD, HoldKind.OTHER_CAMPAIGN),
    "REPLACED ALREADY": Trait(Field.HOLD, HoldKind.ALREADY_REPLACED),
    "NOT YET CONFIRMED": Trait(Field.HOLD, HoldKind.PROVISIONAL),
    "SERIAL NOT CERTAIN": Trait(Field.HOLD, HoldKind.UNCERTAIN_SERIAL),
    "NO LONGER IN THE LIST": Trait(Field.HOLD, HoldKind.REJUDGED),
    "GONE, NOW AFFECTED": Trait(Field.HOLD, HoldKind.GONE),
    "対象": Trait(Field.VERDICT, Verdict.AFFECTED),
    "対象外": Trait(Field.VERDICT, Verdict.NOT_AFFECTED),
    "不確か": Trait(Field.VERDICT, Verdict.UNCERTAIN),
    "無効": Trait(Field.VERDICT, Verdict.INVALID),
    "重複": Trait(Field.HOLD, HoldKind.DUPLICATE),
    "申告と不一致": Trait(Field.HOLD, HoldKind.MISMATCH),
    "申告なし": Trait(Field.HOLD, HoldKind.ORPHAN),
    "不足": Trait(Field.HOLD, HoldKind.PARTIAL),
    "申告より多い": Trait(Field.HOLD, HoldKind.EXTRA),
    "型番違い": Trait(Field.HOLD, HoldKind.WRONG_MODEL),
    "対象外の色": Trait(Field.HOLD, HoldKind.EXCLUDED_COLOUR),
    "別のリコール": Trait(Field.HOLD, HoldKind.OTHER_CAMPAIGN),
    "交換済み": Trait(Field.HOLD, HoldKind.ALREADY_REPLACED),
    "未確認": Trait(Field.HOLD, HoldKind.PROVISIONAL),
    "製造番号が不確か": Trait(Field.HOLD, HoldKind.UNCERTAIN_SERIAL),
    "証拠品": Trait(Field.HOLD, HoldKind.EVIDENCE),
    "新しいリストにない": Trait(Field.HOLD, HoldKind.REJUDGED),
    "引渡し後に対象": Trait(Field.HOLD, HoldKind.GONE),
    "保留": Trait(Field.HELD),
    "HELD": Trait(Field.HELD),
}
"""The catalogues' own words for them (`[terms.verdict]`, `[terms.hold]`); a test keeps the two alike."""

_CODES = {
    code: Trait(field, code)
    for field, codes in (
        (Field.VERDICT, Verdict),
        (Field.HOLD, HoldKind),
        (Field.CONDITION, Condition),
    )
    for code in codes
}
_TERMS = "|".join(said for said in _SAID if " " in said)
_WRITTEN = re.compile(rf"(?<!\S)(?:{_TERMS})(?!\S)|\S+", re.IGNORECASE)
"""A term of several words as it stands on the screen, or one word."""

_WORDS = _SAID | _CODES | {code.replace("_", "-"): trait for code, trait in _CODES.items()}
