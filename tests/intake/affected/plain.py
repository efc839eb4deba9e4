"""A plain scan of a list's rows, by what their columns say: no shape, no key, no segment."""

from __future__ import annotations

from collections.abc import Callable

from intake.affected import NamedBy
from intake.campaign import Campaign
from intake.part import Part

Said = tuple[str, NamedBy, tuple[str, ...], tuple[str, ...], bool]
"""Model, by what, colours, channels, and whether the whole serial decides."""

Test = Callable[[str], bool]


def said_by(row: dict[str, str]) -> Said:
    """Give what a row says of the serials it names."""
    colours, channels = (tuple(sorted(filter(None, row[each].split("|")))) for each in ("colour", "channel"))
    return row["model"], _by(row), colours, channels, "first" in row


def _by(row: dict[str, str]) -> NamedBy:
    if "all_units" in row:
        return NamedBy.ALL_UNITS
    if "first" in row:
        return NamedBy.EXACT if row["last"] in {"", row["first"]} else NamedBy.RANGE
    return NamedBy.MASKED if "*" in row.get("mask", "") else NamedBy.RANGE


def asked_by(row: dict[str, str], campaign: Campaign) -> Test:
    """Give what a serial is asked by one row: whether it is named."""
    tests = [_TESTS[column](value, row) for column, value in row.items() if column in _TESTS]
    for name, part in campaign.serial.parts.items():
        if name in row:
            tests.append(_among(part, row[name].split("|")))
        if f"{name}_first" in row:
            tests.append(_between(part, row[f"{name}_first"], row[f"{name}_last"]))
    return lambda serial: all(test(serial) for test in tests)


_TESTS: dict[str, Callable[[str, dict[str, str]], Test]] = {
    "first": lambda first, row: lambda s: len(s) == len(first) and first <= s <= (row["last"] or first),
    "prefix": lambda texts, _: lambda s: s.startswith(tuple(texts.split("|"))),
    "suffix": lambda texts, _: lambda s: s.endswith(tuple(texts.split("|"))),
    "mask": lambda mask, _: (
        lambda s: len(s) == len(mask) and all(m in {"?", "*", c} for m, c in zip(mask, s, strict=True))
    ),
}


def _stretch(part: Part, serial: str) -> str | None:
    text = serial
    if part.group:
        text = ([""] * part.group + serial.split("-") + [""] * part.group)[2 * part.group - 1]
    start = part.start + (len(text) if part.start < 0 else 0)
    if start < 0 or start + part.length > len(text):
        return None
    return text[start : start + part.length]


def _among(part: Part, texts: list[str]) -> Test:
    return lambda serial: _stretch(part, serial) in texts


def _between(part: Part, first: str, last: str) -> Test:
    return lambda serial: (found := _stretch(part, serial)) is not None and first <= found <= last
