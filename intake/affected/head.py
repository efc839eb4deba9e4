"""Heads of affected lists: which version of which campaign's list, and from when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from intake.affected.fault import ListErrors

_FACTS = (
    ("version", re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"), "letters, digits, points and hyphens"),
    ("published", re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]"), "a date like 2025-10-21"),
    ("training", re.compile(r"yes|no"), "yes or no"),
)

PART = "-part"
"""Ends the version of a list of which faulty rows were left out, so that every answer by it says so."""


class ListHead(msgspec.Struct, frozen=True):
    """What is said of a list as a whole."""

    campaign: str
    version: str
    training: bool
    """True when it is invented, for practice."""

    published: str
    """Date, `YYYY-MM-DD`."""


def is_part(version: str) -> bool:
    """Tell by its version whether faulty rows were left out of a list."""
    return version.endswith(PART)


def read_comments(rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[dict[str, str], list[str]]:
    """Take rows up to the columns' names: what the lines that begin with `#` say, and those names.

    Each row comes with its line. A spreadsheet may have padded either with commas; blank lines are passed.
    Without names the second is empty.
    """
    facts: dict[str, str] = {}
    for _, row in rows:
        line = ",".join(row).rstrip(", ")
        if not line.startswith("#") and line:
            return facts, [name.strip() for name in line.split(",")]
        key, _, value = line.removeprefix("#").partition(":")
        facts[key.strip()] = value.strip()
    return facts, []


def parse_head(facts: Mapping[str, str], campaign: str) -> ListHead:
    """Read `version`, `published` and `training` (yes or no). Raises ListErrors naming each that is wrong."""
    if errors := list(_faults(facts)):
        raise ListErrors(errors)
    return ListHead(campaign, facts["version"], facts["training"] == "yes", facts["published"])


def _faults(facts: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for key, pattern, expected in _FACTS:
        if not pattern.fullmatch(facts.get(key, "")):
            got = ascii(facts[key][:80]) if key in facts else "no such line"
            yield 0, f"# {key}: expected {expected}, got {got}"
