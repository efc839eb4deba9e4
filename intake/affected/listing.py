"""Affected lists small enough to be held whole: those for practice, and those of tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import msgspec

from intake.affected.fault import ColumnError, ListErrors, RowError
from intake.affected.head import ListHead, parse_head, read_comments
from intake.affected.reader import RowReader
from intake.affected.row import AffectedRow
from intake.campaign import Campaign


class AffectedList(msgspec.Struct, frozen=True):
    """One version of a campaign's list, as the maker gave it."""

    campaign: str
    version: str
    training: bool
    """True when it is invented, for practice."""

    published: str
    """Date, `YYYY-MM-DD`."""

    rows: tuple[AffectedRow, ...]

    @property
    def head(self) -> ListHead:
        """What is said of the list as a whole."""
        return ListHead(self.campaign, self.version, self.training, self.published)


def parse_csv(text: str, campaign: Campaign) -> AffectedList:
    """Read a list from CSV. Raises ListErrors naming every faulty row by its line in the file.

    Lines that begin with `#` come before the columns' names; three of them are needed:
    `# version: 2025-10-21.1`, `# published: 2025-10-21`, `# training: yes` (or `no`). Every value is
    text, so no serial is ever taken for a number. Ranges may overlap; the same row twice is a fault.
    """
    lines = _Lines(text)
    facts, columns = read_comments(lines)
    head = parse_head(facts, campaign.id)
    try:
        reader = RowReader(columns, campaign)
    except ColumnError as error:
        raise ListErrors([(0, str(error))]) from error
    return AffectedList(head.campaign, head.version, head.training, head.published, _rows(lines, reader))


class _Lines:
    """Rows of a CSV text, each with the line it ends on, taken up where the last loop stopped."""

    def __init__(self, text: str) -> None:
        self._reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        try:
            for row in self._reader:
                yield self._reader.line_num, row
        except csv.Error as error:
            raise ListErrors([(self._reader.line_num, f"expected CSV, got this fault: {error}")]) from error


def _rows(lines: _Lines, reader: RowReader) -> tuple[AffectedRow, ...]:
    rows: list[AffectedRow] = []
    errors: list[tuple[int, str]] = []
    seen: dict[tuple[object, ...], int] = {}
    for line, values in lines:
        if any(values):
            try:
                row = reader.read(line, values)
            except RowError as error:
                errors.append((line, str(error)))
                continue
            before = seen.setdefault(row.said, line)
            if before != line:
                errors.append((line, f"expected every row once, got the row of line {before} again"))
            rows.append(row)
    if errors or not rows:
        raise ListErrors(errors or [(0, "expected at least one row, got none")])
    return tuple(rows)
