"""Comparison of two lists: which serials are newly covered, which no longer, which on other conditions."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

import msgspec

from intake.affected import AffectedRow, Shape, predecessor, successor
from intake.importing.alphabet import Alphabet
from intake.reference import Named, PublishedSegment


class Change(StrEnum):
    """What became of a stretch of serials, for one model."""

    ADDED = "added"
    REMOVED = "removed"
    CONDITIONS = "conditions"
    """Covered before and after, but for other colours or channels, or named in another way."""


class ChangedRange(NamedTuple):
    """A stretch of keys, both ends included, with what became of it."""

    change: Change
    model: str
    shape: Shape
    first: str
    last: str


_Piece = tuple[Shape, str, str, tuple[Named, ...], tuple[Named, ...]]
"""A stretch of keys and what the older and the newer list name it as."""


def changes(older: Iterable[PublishedSegment], newer: Iterable[PublishedSegment]) -> Iterator[ChangedRange]:
    """Compare the segments of two lists, each sorted by shape and first key; streams.

    Stretches that follow each other and changed alike are told as one.
    """
    open_ranges: dict[tuple[Change, str], ChangedRange] = {}
    for shape, first, last, before, after in _pieces(iter(older), iter(newer)):
        for change, model in _changed(before, after):
            found = ChangedRange(change, model, shape, first, last)
            waiting = open_ranges.get((change, model))
            if waiting is not None and waiting.shape == shape and successor(waiting.last) == first:
                found = found._replace(first=waiting.first)
            elif waiting is not None:
                yield waiting
            open_ranges[change, model] = found
    yield from open_ranges.values()


def _changed(before: tuple[Named, ...], after: tuple[Named, ...]) -> Iterator[tuple[Change, str]]:
    if before == after:
        return
    for model in sorted({named.model for named in (*before, *after)}):
        was = {named for named in before if named.model == model}
        now = {named for named in after if named.model == model}
        if was != now:
            yield Change.CONDITIONS if was and now else Change.ADDED if now else Change.REMOVED, model


def _pieces(older: Iterator[PublishedSegment], newer: Iterator[PublishedSegment]) -> Iterator[_Piece]:
    """Cut two rows of disjoint segments at each other's ends."""
    old, new = next(older, None), next(newer, None)
    while old is not None and new is not None:
        if _ends_before(old, new):
            yield old.shape, old.first, old.last, old.named, ()
            old = next(older, None)
        elif _ends_before(new, old):
            yield new.shape, new.first, new.last, (), new.named
            new = next(newer, None)
        elif old.first < new.first:
            yield old.shape, old.first, predecessor(new.first), old.named, ()
            old = old._replace(first=new.first)
        elif new.first < old.first:
            yield new.shape, new.first, predecessor(old.first), (), new.named
            new = new._replace(first=old.first)
        else:
            last = min(old.last, new.last)
            yield old.shape, old.first, last, old.named, new.named
            old = next(older, None) if old.last == last else old._replace(first=successor(last))
            new = next(newer, None) if new.last == last else new._replace(first=successor(last))
    if old is not None:
        yield from ((each.shape, each.first, each.last, each.named, ()) for each in (old, *older))
    if new is not None:
        yield from ((each.shape, each.first, each.last, (), each.named) for each in (new, *newer))


def _ends_before(one: PublishedSegment, other: PublishedSegment) -> bool:
    return (one.shape.order, one.last) < (other.shape.order, other.first)


class Tally(msgspec.Struct):
    """What changed for one model, or for all."""

    ranges_added: int = 0
    ranges_removed: int = 0
    ranges_conditions: int = 0
    serials_added: int | None = 0
    """Newly covered; None where they cannot be counted, for a part of the serial decides or nothing of it."""

    serials_removed: int | None = 0
    """No longer covered."""

    rows_added: int = 0
    """Rows only the newer list has, whatever their lines and notes."""

    rows_removed: int = 0

    def add(self, changed: ChangedRange, alphabet: Alphabet) -> None:
        """Count one stretch."""
        ranges, serials = f"ranges_{changed.change}", f"serials_{changed.change}"
        setattr(self, ranges, getattr(self, ranges) + 1)
        if changed.change is not Change.CONDITIONS:
            before = getattr(self, serials)
            is_countable = before is not None and changed.shape.is_whole
            setattr(
                self, serials, before + alphabet.count(changed.first, changed.last) if is_countable else None
            )


def within(found: Iterable[ChangedRange], alphabet: Alphabet) -> Iterator[ChangedRange]:
    """Give the stretches with ends a campaign's serials can have; those that hold none are left out."""
    for each in found:
        first, last = alphabet.first_from(each.first), alphabet.last_to(each.last)
        if first is not None and last is not None and first <= last:
            yield each._replace(first=first, last=last)


def tallies(found: Iterable[ChangedRange], alphabet: Alphabet) -> dict[str, Tally]:
    """Count what changed, by model."""
    counted: dict[str, Tally] = {}
    for each in found:
        counted.setdefault(each.model, Tally()).add(each, alphabet)
    return dict(sorted(counted.items()))


def count_rows(
    counted: dict[str, Tally], older: Iterable[AffectedRow], newer: Iterable[AffectedRow]
) -> dict[str, Tally]:
    """Count by model the rows that only one of two lists has; models of which nothing else changed come in.

    Holds 64 bits of each older row, and its model.
    """
    before = {_mark(row): sys.intern(row.model) for row in older}
    found = dict(counted)
    for row in newer:
        if before.pop(_mark(row), None) is None:
            found.setdefault(row.model, Tally()).rows_added += 1
    for model in before.values():
        found.setdefault(model, Tally()).rows_removed += 1
    return dict(sorted(found.items()))


def _mark(row: AffectedRow) -> int:
    return hash((row.model, row.colours, row.channels, row.by, row.keys))
