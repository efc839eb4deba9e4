"""Key columns of one row: what they say becomes ranges of keys.

Conditions of one row hold together. Sets multiply, and the one true range a row may have comes last in
the key, so that each product is one inclusive range again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from intake.affected.columns import ALL_UNITS, ENDS, FIRST, LAST, MASK, PREFIX, SUFFIX, key_columns
from intake.affected.fault import FaultKind, RowError
from intake.affected.match import NamedBy
from intake.affected.shape import KeyRange, Shape
from intake.campaign import Campaign
from intake.part import Part
from intake.serial_number import SerialRule, normalise, plain

MOST_KEYS = 10_000
"""Ranges of keys one row may multiply to."""

Keys = tuple[NamedBy, tuple[KeyRange, ...]]

_BETWEEN = "|"
_ANY, _WITHHELD = "?", "*"
_FIXED = re.compile(r"[^?*]+")


def read_keys(values: Mapping[str, str], campaign: Campaign) -> Keys:
    """Read the key columns of a row, empty ones left out. Raises RowError."""
    if values.get(ALL_UNITS, "no") not in {"yes", "no"}:
        raise _wrong(FaultKind.ALL_UNITS, ALL_UNITS, "yes or no", values[ALL_UNITS])
    asked = {name: text for name, text in values.items() if (name, text) != (ALL_UNITS, "no")}
    if not asked:
        raise RowError(FaultKind.NO_KEY, f"expected one of {', '.join(key_columns(campaign))}, got none")
    if ALL_UNITS in asked:
        _expect_alone((ALL_UNITS,), asked)
        return NamedBy.ALL_UNITS, (KeyRange(Shape(), "", ""),)
    if FIRST in asked or LAST in asked:
        _expect_alone((FIRST, LAST), asked)
        return _whole(asked, campaign.serial)
    return _of_parts(asked, campaign)


def _wrong(kind: FaultKind, column: str, expected: str, got: str) -> RowError:
    return RowError(kind, f"{column}: expected {expected}, got {got[:80]!a}")


def _expect_alone(columns: tuple[str, ...], values: Mapping[str, str]) -> None:
    if others := [name for name in values if name not in columns]:
        raise _wrong(FaultKind.MIXED_KEYS, columns[0], "no other key beside it", others[0])


def _whole(values: Mapping[str, str], rule: SerialRule) -> Keys:
    """Read a range of whole serials; an empty `last` means the one serial `first`."""
    if FIRST not in values:
        raise _wrong(FaultKind.HALF_RANGE, FIRST, "both ends of a range", LAST)
    first = _serial(FIRST, values[FIRST], rule)
    last = _serial(LAST, values[LAST], rule) if LAST in values else first
    _expect_order(LAST, first, last)
    by = NamedBy.EXACT if first == last else NamedBy.RANGE
    return by, (KeyRange(Shape.whole(len(first)), first, last),)


def _serial(column: str, text: str, rule: SerialRule) -> str:
    normal = normalise(text)
    if len(normal) not in rule.lengths:
        lengths = " or ".join(map(str, sorted(rule.lengths)))
        raise _wrong(FaultKind.LENGTH, column, f"a serial of {lengths} characters", text)
    _expect_characters(column, normal, rule.alphabet)
    if not rule.matches(normal):
        raise _wrong(FaultKind.PATTERN, column, f"a serial like {rule.pattern}", text)
    return normal


def _expect_characters(column: str, normal: str, alphabet: str) -> None:
    for character in normal:
        if character not in alphabet:
            raise _wrong(FaultKind.CHARACTERS, column, f"characters of {alphabet}", normal)


def _expect_order(column: str, first: str, last: str) -> None:
    if len(first) != len(last):
        raise _wrong(FaultKind.WIDTH, column, f"{len(first)} characters like {first}", last)
    if last < first:
        raise _wrong(FaultKind.REVERSED, column, f"{first} or after", last)


def _of_parts(values: Mapping[str, str], campaign: Campaign) -> Keys:
    """Multiply what each column says; the only one that is a true range comes last in the key."""
    said = [*_affixes(values, campaign.serial), *_masked(values, campaign.serial)]
    said += _parts(values, campaign.serial)
    ranges = [keys for keys in said if not keys[0].is_one]
    if len(ranges) > 1:
        raise RowError(FaultKind.TWO_RANGES, f"expected one range, got {len(ranges)}: one row for each key")
    if (count := prod(map(len, said))) > MOST_KEYS:
        raise RowError(
            FaultKind.TOO_MANY_KEYS, f"expected at most {MOST_KEYS} keys in a row, got {count}: part it"
        )
    ordered = [*(keys for keys in said if keys[0].is_one), *ranges]
    keys = sorted({_joined(each) for each in product(*ordered)}, key=_order)
    return NamedBy.MASKED if _WITHHELD in plain(values.get(MASK, "")) else NamedBy.RANGE, tuple(keys)


def _joined(keys: tuple[KeyRange, ...]) -> KeyRange:
    found, *others = keys
    for each in others:
        found = found.followed_by(each)
    return found


def _order(key: KeyRange) -> tuple[object, ...]:
    return key.shape.order, key.first, key.last


def _affixes(values: Mapping[str, str], rule: SerialRule) -> Iterator[list[KeyRange]]:
    longest = max(rule.lengths)
    for column in (PREFIX, SUFFIX):
        if column in values:
            texts = _set(column, values[column])
            for text in texts:
                if len(text) > longest:
                    raise _wrong(FaultKind.WIDTH, column, f"at most {longest} characters", text)
                _expect_characters(column, text, rule.alphabet)
            yield [_affix(column, text) for text in texts]


def _affix(column: str, text: str) -> KeyRange:
    part = Part(0 if column == PREFIX else -len(text), len(text))
    return KeyRange(Shape((part,)), text, text)


def _set(column: str, text: str) -> list[str]:
    """Part a set at its marks; what stands there twice counts once."""
    texts = [normalise(each) for each in plain(text).split(_BETWEEN)]
    if "" in texts:
        raise _wrong(FaultKind.EMPTY_VALUE, column, f"a value on both sides of {_BETWEEN}", text)
    return list(dict.fromkeys(texts))


def _masked(values: Mapping[str, str], rule: SerialRule) -> Iterator[list[KeyRange]]:
    """Read a mask. No label prefix is looked for: `SN**` is a mask, and a serial's prefix ends in `*` too."""
    if MASK not in values:
        return
    mask = "".join(plain(values[MASK]).split())
    fixed = [(found.start(), found.group()) for found in _FIXED.finditer(mask)]
    if len(mask) not in rule.lengths:
        lengths = " or ".join(map(str, sorted(rule.lengths)))
        raise _wrong(FaultKind.WIDTH, MASK, f"{lengths} characters", mask)
    if not fixed or (_ANY not in mask and _WITHHELD not in mask):
        raise _wrong(FaultKind.MASK, MASK, f"fixed characters and {_ANY} or {_WITHHELD} beside them", mask)
    text = "".join(stretch for _, stretch in fixed)
    _expect_characters(MASK, text, rule.alphabet)
    parts = tuple(Part(start, len(stretch)) for start, stretch in fixed)
    yield [KeyRange(Shape(parts, len(mask)), text, text)]


def _parts(values: Mapping[str, str], rule: SerialRule) -> Iterator[list[KeyRange]]:
    for name, part in rule.parts.items():
        # A group ends at a hyphen, so it can hold none.
        alphabet = rule.alphabet.replace("-", "") if part.group else rule.alphabet
        shape = Shape((part,))
        if name in values:
            texts = _set(name, values[name])
            yield [KeyRange(shape, text, text) for text in _of_width(name, texts, part, alphabet)]
        ends = {name + end: values[name + end] for end in ENDS if name + end in values}
        if ends:
            yield [_part_range(name, ends, part, alphabet)]


def _of_width(column: str, texts: list[str], part: Part, alphabet: str) -> list[str]:
    for text in texts:
        if len(text) != part.length:
            raise _wrong(FaultKind.WIDTH, column, f"{part.length} characters", text)
        _expect_characters(column, text, alphabet)
    return texts


def _part_range(name: str, ends: Mapping[str, str], part: Part, alphabet: str) -> KeyRange:
    if len(ends) < len(ENDS):
        raise _wrong(FaultKind.HALF_RANGE, name, "both ends of a range", next(iter(ends)))
    (first,), (last,) = (
        _of_width(column, [normalise(text)], part, alphabet) for column, text in ends.items()
    )
    _expect_order(name + ENDS[1], first, last)
    return KeyRange(Shape((part,)), first, last)
