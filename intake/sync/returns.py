"""Expected returns: those in force at the central claims system are fetched, checked and put in force."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

import msgspec

from intake.campaign import Catalogue
from intake.central.fault import CentralError, FaultKind
from intake.errors import IntakeError
from intake.expected import COLUMNS, ExpectedError, ExpectedRow, ReturnsDraft, expected_path
from intake.expected.fault import RowError
from intake.expected.row import MOST_UNITS, RowReader
from intake.publishing import writing_in
from intake.reading_room import reading_connection
from intake.request import ActivateExpected
from intake.surroundings import milliseconds
from intake.sync.bringing import bring
from intake.sync.night import Night
from intake.wire import ExpectedLine, PublishedExpected


class _Line(ExpectedLine, frozen=True, forbid_unknown_fields=True):
    """A line that says nothing else: what we do not ask for may be about a person."""


def fetch_expected(night: Night) -> None:
    """Fetch the expected returns in force there, and put them in force here where they are not.

    What is wrong with them is told, and those in force here stay. Raises CentralError without contact.
    """
    published = night.again(night.central.expected)
    if published is None or _is_in_force(night, published):
        return
    try:
        _publish(night, published)
        bring(night, [ActivateExpected(published.version)])
    except IntakeError as error:
        if isinstance(error, CentralError) and error.kind is not FaultKind.MALFORMED:
            raise
        night.tell_problem(error)
    else:
        night.cache.keep_fetched(f"expected {published.version}", published.sha256)
        night.report.expected = published.version


def _is_in_force(night: Night, published: PublishedExpected) -> bool:
    """Tell whether these are in force. Without the cache they are fetched again, and compared."""
    with reading_connection(night.folder) as connection:
        row = connection.execute("SELECT version FROM expected_in_force").fetchone()
    is_here = row is not None and row[0] == published.version
    return is_here and night.cache.fetched(f"expected {published.version}") == published.sha256


def _publish(night: Night, published: PublishedExpected) -> None:
    """Publish them; the same again changes nothing, others under a name that is taken are refused."""
    path = expected_path(night.folder, published.version)
    if path is None:
        raise ExpectedError(
            "expected returns: expected a version of letters, digits and hyphens, got another"
        )
    path.parent.mkdir(mode=0o750, exist_ok=True)
    with writing_in(path.parent), tempfile.TemporaryFile(dir=path.parent) as body:
        night.again(partial(_fetch, night, published, body))
        body.seek(0)
        _build(path.parent, night.catalogue, published, body)


def _fetch(night: Night, published: PublishedExpected, body: BinaryIO) -> None:
    body.seek(0)
    body.truncate()
    night.central.expected_lines(published, body)


def _build(
    reference: Path, catalogue: Catalogue, published: PublishedExpected, lines: Iterable[bytes]
) -> None:
    at = milliseconds(published.published_at)  # retention counts from then, whenever it came
    with ReturnsDraft(reference, published.version, at) as draft:
        taken = draft.add(_rows(catalogue, published.version, lines))
        draft.end()
        _expect_usable(draft, taken)
        draft.publish()


def _rows(catalogue: Catalogue, version: str, lines: Iterable[bytes]) -> Iterator[tuple[int, ExpectedRow]]:
    read, reader = msgspec.json.Decoder(_Line).decode, RowReader(COLUMNS, catalogue)
    for number, text in enumerate(lines, 1):
        try:
            yield number, reader.read(_cells(read(text)))
        except (msgspec.DecodeError, RowError) as error:
            raise ExpectedError(f"expected returns {version}, row {number}: {error}") from error


def _cells(line: ExpectedLine) -> tuple[str, ...]:
    """Give a line as a row of `COLUMNS`, so that it passes the checks of an imported file."""
    serial, model, colour = (text or "" for text in (line.serial, line.model, line.colour))
    return line.claim, line.label, serial, model, colour, str(line.count), "yes" if line.replaced else "no"


def _expect_usable(draft: ReturnsDraft, taken: int) -> None:
    """Raise ExpectedError for what only rows together show, as an import does."""
    if not taken:  # in force, it would make every parcel an orphan
        raise ExpectedError(f"expected returns {draft.version}: expected at least one row, got none")
    for line, serial, first in draft.repeats():
        told = f"expected each serial once, got {serial}, which row {first} names too"
        raise ExpectedError(f"expected returns {draft.version}, row {line}: {told}")
    for line, units in draft.crowded():
        told = f"expected at most {MOST_UNITS} devices for a parcel, got {units}"
        raise ExpectedError(f"expected returns {draft.version}, row {line}: {told}")


def expected_lines(rows: Iterable[ExpectedRow]) -> Iterator[bytes]:
    """Write rows as the wire has them, one a line: what a hub publishes."""
    encode = msgspec.json.Encoder().encode
    for row in rows:
        line = ExpectedLine(row.label, row.claim, row.serial, row.model, row.colour, row.units, row.replaced)
        yield encode(line) + b"\n"
