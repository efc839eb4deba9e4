"""Affected lists: which serials a maker takes back, as inclusive ranges that may overlap.

Serials compare as text: all of one length, upper case, in the order of ASCII
(`intake.serial_number.SYMBOLS`), as SQLite compares them too.
"""

from __future__ import annotations

import csv
import heapq
import io
import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from intake.campaign import Campaign
from intake.serial_number import SYMBOLS, normalise

COLUMNS = ("first", "last", "model", "colour", "note")
"""The columns of a list's CSV, in any order; `colour` and `note` may be left out."""

_REQUIRED = frozenset({"first", "last", "model"})
_SHOWN = 10


class AffectedRange(msgspec.Struct, frozen=True, gc=False):
    """Serials from `first` to `last`, both included, of one length. An exact serial has both the same."""

    first: str
    last: str
    model: str
    colour: str | None = None
    """None where the list does not say."""

    note: str = ""

    @property
    def order(self) -> tuple[int, str, str]:
        """What ranges are sorted by."""
        return len(self.first), self.first, self.last


class AffectedList(msgspec.Struct, frozen=True):
    """One version of a campaign's list, as the maker gave it."""

    campaign: str
    version: str
    training: bool
    """True when it is invented, for practice."""

    published: str
    """Date, `YYYY-MM-DD`."""

    ranges: tuple[AffectedRange, ...]


class Match(msgspec.Struct, frozen=True):
    """A list names a serial."""

    campaign: str
    model: str
    colour: str | None
    list_version: str
    training: bool
    exact: bool = False
    """Named by itself, not by a range."""


class Segment(msgspec.Struct, frozen=True):
    """A stretch of serials, both ends included, named by the same ranges throughout."""

    length: int
    first: str
    last: str
    members: tuple[AffectedRange, ...]


class RowError(ValueError):
    """A row that names no range: `column: expected …, got …`."""


class ListErrors(ValueError):  # noqa: N818 -- it is the whole list of errors, one per faulty row
    """A list that cannot be used, with every faulty row."""

    def __init__(self, errors: list[tuple[int, str]]) -> None:
        self.errors = tuple(errors)
        """The line in the file and what is wrong there; line 0 for the file as a whole."""
        more = len(errors) - _SHOWN
        lines = [f"line {line}: {fault}" if line else fault for line, fault in errors[:_SHOWN]]
        super().__init__("; ".join(lines) + (f"; and {more} more" if more > 0 else ""))


def parse_row(row: Mapping[str, str], campaign: Campaign) -> AffectedRange:
    """Read one row of a list. Raises RowError.

    Serials are taken in normal form; an empty `last` means the one serial `first`.
    """
    first = _serial("first", row.get("first", ""), campaign)
    last = _serial("last", row.get("last", ""), campaign) if row.get("last", "").strip() else first
    if len(first) != len(last):
        raise RowError(f"last: expected {len(first)} characters like {first}, got {last}")
    if last < first:
        raise RowError(f"last: expected {first} or after, got {last}")
    model = _one_of("model", row.get("model", ""), [model.name for model in campaign.models])
    colours = [colour.name for colour in campaign.model(model).colours]
    given = row.get("colour", "").strip()
    colour = _one_of("colour", given, colours) if given else None
    return AffectedRange(first, last, model, colour, row.get("note", "").strip())


def _serial(column: str, text: str, campaign: Campaign) -> str:
    normal = normalise(text)
    if not campaign.serial.matches(normal):
        raise RowError(f"{column}: expected a serial of campaign {campaign.id}, got {text[:80]!a}")
    return normal


def _one_of(column: str, text: str, names: list[str]) -> str:
    name = text.strip()
    if name not in names:
        raise RowError(f"{column}: expected one of {', '.join(names)}, got {name[:80]!a}")
    return name


def parse_csv(text: str, campaign: Campaign) -> AffectedList:
    """Read a list from CSV. Raises ListErrors naming every faulty row by its line in the file.

    Lines that begin with `#` come before the columns' names; three of them are needed:
    `# version: 2025-10-21.1`, `# published: 2025-10-21`, `# training: yes` (or `no`). Every value is
    text, so no serial is ever taken for a number. Ranges may overlap; the same row twice is a fault.
    """
    rows = _Rows(text)
    head, columns = _head(rows)
    errors = [*_head_faults(head), *_column_faults(columns)]
    ranges = [] if errors else _ranges(rows, columns, campaign, errors)
    if not errors and not ranges:
        errors.append((0, "expected at least one range, got none"))
    if errors:
        raise ListErrors(errors)
    return AffectedList(
        campaign.id, head["version"], head["training"] == "yes", head["published"], tuple(ranges)
    )


class _Rows:
    """Rows of a CSV text, each with the line it ends on, taken up where the last loop stopped."""

    def __init__(self, text: str) -> None:
        self._reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        try:
            for row in self._reader:
                yield self._reader.line_num, row
        except csv.Error as error:
            raise ListErrors([(self._reader.line_num, f"expected CSV, got this fault: {error}")]) from error


def _head(rows: _Rows) -> tuple[dict[str, str], list[str]]:
    """Read the comments and the columns' names; a spreadsheet may have padded either with commas."""
    head: dict[str, str] = {}
    for _, row in rows:
        line = ",".join(row).rstrip(", ")
        if not line.startswith("#") and line:
            return head, [name.strip() for name in line.split(",")]
        key, _, value = line.removeprefix("#").partition(":")
        head[key.strip()] = value.strip()
    return head, []


_HEAD = (
    ("version", re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}"), "letters, digits, points and hyphens"),
    ("published", re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]"), "a date like 2025-10-21"),
    ("training", re.compile(r"yes|no"), "yes or no"),
)


def _head_faults(head: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    for key, pattern, expected in _HEAD:
        if not pattern.fullmatch(head.get(key, "")):
            got = ascii(head[key][:80]) if key in head else "no such line"
            yield 0, f"# {key}: expected {expected}, got {got}"


def _column_faults(columns: list[str]) -> Iterator[tuple[int, str]]:
    if not _REQUIRED <= set(columns) <= set(COLUMNS) or len(columns) != len(set(columns)):
        yield 0, f"expected the columns {','.join(COLUMNS)}, got {','.join(columns)[:80]!a}"


def _ranges(
    rows: _Rows, columns: list[str], campaign: Campaign, errors: list[tuple[int, str]]
) -> list[AffectedRange]:
    """Read the rows below the columns' names; faults are added to `errors`."""
    ranges: list[AffectedRange] = []
    seen: dict[AffectedRange, int] = {}
    for line, row in rows:
        if any(row):
            try:
                found = parse_row(_named(row, columns), campaign)
                _refuse_repeat(found, line, seen)
                ranges.append(found)
            except RowError as error:
                errors.append((line, str(error)))
    return ranges


def _named(row: list[str], columns: list[str]) -> dict[str, str]:
    if any(row[len(columns) :]):
        raise RowError(f"expected {len(columns)} columns, got {len(row)}")
    return dict(zip(columns, row, strict=False))


def _refuse_repeat(found: AffectedRange, line: int, seen: dict[AffectedRange, int]) -> None:
    key = msgspec.structs.replace(found, note="")
    before = seen.setdefault(key, line)
    if before != line:
        raise RowError(f"expected every range once, got the range of line {before} again")


def successor(key: str) -> str:
    """Give the next key of the same length, or `""` after the last."""
    return _neighbour(key, SYMBOLS)


def predecessor(key: str) -> str:
    """Give the key of the same length before `key`, or `""` before the first."""
    return _neighbour(key, SYMBOLS[::-1])


def _neighbour(key: str, symbols: str) -> str:
    head = key.rstrip(symbols[-1])
    if not head:
        return ""
    following = symbols[symbols.index(head[-1]) + 1]
    return head[:-1] + following + symbols[0] * (len(key) - len(head))


def segments(ranges: Iterable[AffectedRange]) -> Iterator[Segment]:
    """Sweep ranges sorted by their `order` into disjoint segments, in the same order.

    Streams: only the ranges that cover the place of the sweep are held. N ranges make at most 2 N - 1
    segments per length. Raises ValueError when the ranges are not sorted.
    """
    alive: list[tuple[str, int, AffectedRange]] = []
    at, before = "", (0, "", "")
    for number, upcoming in enumerate(ranges):
        if upcoming.order < before:
            raise ValueError(f"expected ranges in their order, got {upcoming.first} after {before[1]}")
        stop = upcoming.first if len(upcoming.first) == before[0] else None
        yield from _closed(alive, at, stop)
        heapq.heappush(alive, (upcoming.last, number, upcoming))
        at, before = upcoming.first, upcoming.order
    yield from _closed(alive, at, None)


def _closed(alive: list[tuple[str, int, AffectedRange]], at: str, stop: str | None) -> Iterator[Segment]:
    """Yield the segments from `at` to before `stop` (None: to the end), dropping ranges that end there."""
    while alive and (stop is None or at < stop):
        end = alive[0][0]
        last = end if stop is None or end < stop else predecessor(stop)
        by_number = sorted(alive, key=lambda entry: entry[1])
        yield Segment(len(at), at, last, tuple(entry[2] for entry in by_number))
        while alive and alive[0][0] == last:
            heapq.heappop(alive)
        at = successor(last)
