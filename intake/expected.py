"""Expected returns: what claims announce, in immutable files of their own that are kept by retention.

A claim number, a kit or tracking number and devices; never a person: a column that looks like one is refused.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Self

from intake import sqlite
from intake.claim import Claim, ClaimedUnit
from intake.errors import IntakeError, StorageError
from intake.payloads import flush_folder
from intake.serial_number import may_be_serial, normalise, plain

FORMAT = 1
COLUMNS = ("claim", "kit", "serial", "model", "colour", "count")
_NEEDED = frozenset({"claim", "kit"})
_PERSONAL = re.compile(
    r"name|address|phone|mobile|mail|birth|zip|postal|氏名|名前|住所|電話|携帯|メール|郵便", re.IGNORECASE
)
_LABEL = re.compile(r"[A-D]?([0-9]{4})-?([0-9]{4})-?([0-9]{4})[A-D]?")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
_MOST_UNITS = 100
_NUMBER = re.compile(r"(?=.*[0-9])[0-9A-Za-z-]{1,40}")
"""A claim's or a kit's number: no name has a digit in it and no blank."""
_WORD = re.compile(r"[0-9A-Za-z-]{0,24}")


class ExpectedError(IntakeError):
    """Expected returns that cannot be used: row by row what was expected and what was got."""


class ExpectedRow(NamedTuple):
    """One line: so many devices of one claim in one parcel."""

    label: str
    """Kit or tracking number, as a scan of it reads."""

    claim: str
    serial: str | None
    model: str | None
    colour: str | None
    units: int


def parse_csv(text: str) -> list[ExpectedRow]:
    """Read `claim,kit,serial,model,colour,count`. Raises ExpectedError that names every faulty row."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    rows: list[ExpectedRow] = []
    faults: list[str] = []
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        _expect_columns(names)
        reader.fieldnames = names
        _read_rows(reader, rows, faults)
    except csv.Error as error:  # not even a table from here on
        faults.append(f"line {reader.line_num}: expected CSV, got: {error}")
    if faults:
        more = f"; and {len(faults) - 10} more" if len(faults) > 10 else ""  # noqa: PLR2004 (enough to begin)
        raise ExpectedError("; ".join(faults[:10]) + more)
    return rows


def _read_rows(reader: csv.DictReader[str], rows: list[ExpectedRow], faults: list[str]) -> None:
    seen: set[tuple[str, str]] = set()
    for row in reader:
        try:
            rows.append(_row(row))
            _expect_once(rows[-1], seen)
        except ValueError as error:
            faults.append(f"line {reader.line_num}: {error}")


def _expect_once(row: ExpectedRow, seen: set[tuple[str, str]]) -> None:
    """A serial announced twice in one parcel would make the parcel wait for a unit that does not exist."""
    if row.serial is None:
        return
    if (row.label, row.serial) in seen:
        raise ValueError(f"expected each serial once in a parcel, got {row.serial} again")
    seen.add((row.label, row.serial))


def _expect_columns(names: list[str]) -> None:
    personal = [name for name in names if _PERSONAL.search(name)]
    if personal:
        raise ExpectedError(f"expected no personal data, got the column {personal[0]!r}: leave it out")
    unknown = [name for name in names if name not in COLUMNS]
    missing = sorted(_NEEDED - set(names))
    if unknown or missing or len(names) != len(set(names)):
        got = f"no {', '.join(missing)}" if missing else ", ".join(unknown or names)
        raise ExpectedError(f"expected the columns {', '.join(COLUMNS)}, got {got}")


def _row(row: dict[str | None, Any]) -> ExpectedRow:
    if None in row:
        raise ValueError(f"expected as many values as columns, got {len(row[None])} more")
    values = {name: (row.get(name) or "").strip() for name in COLUMNS}
    label, claim, serial = _label(values["kit"]), values["claim"], normalise(values["serial"])
    if not _NUMBER.fullmatch(claim) or not _NUMBER.fullmatch(label):
        raise ValueError("expected a claim and a kit number of letters, digits and hyphens, got another")
    if not all(_WORD.fullmatch(values[name]) for name in ("model", "colour")):
        raise ValueError("expected a model and a colour in one word each, or none, got something else")
    if serial and not may_be_serial(serial):
        raise ValueError(f"expected a serial, got {serial!r}")
    count = _count(values["count"])
    if not 1 <= count <= _MOST_UNITS or (serial and count != 1):
        raise ValueError(
            f"expected a count from 1 to {_MOST_UNITS} (1 beside a serial), got {values['count']!r}"
        )
    return ExpectedRow(label, claim, serial or None, values["model"] or None, values["colour"] or None, count)


def _count(text: str) -> int:
    """Give a number of devices; 0 for what is none."""
    return int(text or 1) if re.fullmatch(r"[0-9]{0,9}", text) else 0


def _label(text: str) -> str:
    """Give a parcel's number as a scan of it reads: a carrier's without hyphens and start letters."""
    found = _LABEL.fullmatch(plain(text))
    return "".join(found.groups()) if found else normalise(text)


def ensure_published(rows: list[ExpectedRow], version: str, folder: Path) -> None:
    """Publish rows, unless these very rows lie there under this version: an import cut off is repeated.

    Raises as `publish`.
    """
    path = folder / f"expected-{version}.db"
    if _VERSION.fullmatch(version) and path.exists():
        with closing(ExpectedReturns.open(path)) as found:
            if found.rows() == rows:
                return
    publish(rows, version, folder)


def publish(rows: Iterable[ExpectedRow], version: str, folder: Path) -> Path:
    """Write rows as `expected-<version>.db` into `folder`, durably, and give its path.

    Raises ExpectedError when the version is taken or cannot be a file's name.
    """
    if not _VERSION.fullmatch(version):
        raise ExpectedError(f"expected a version of letters, digits, point and hyphen, got {version!r}")
    target = folder / f"expected-{version}.db"
    if target.exists():
        raise ExpectedError(f"expected a new version, got {version}, which is published already")
    folder.mkdir(mode=0o750, exist_ok=True)
    draft = folder / f".{target.name}.{os.getpid()}"
    try:
        draft.unlink(missing_ok=True)
        _write(draft, rows)
        draft.chmod(0o444)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    flush_folder(folder)
    return target


def _write(path: Path, rows: Iterable[ExpectedRow]) -> None:
    """Fill a new file in one transaction, flushed; no write-ahead log: the file must stand alone."""
    with (
        closing(sqlite.connect(path, journal_mode="DELETE", synchronous="EXTRA")) as connection,
        sqlite.immediate(connection),
    ):
        connection.execute(
            "CREATE TABLE expected (label TEXT NOT NULL, claim TEXT NOT NULL, serial TEXT, model TEXT, "
            "colour TEXT, count INTEGER NOT NULL) STRICT"
        )
        connection.executemany("INSERT INTO expected VALUES (?, ?, ?, ?, ?, ?)", rows)
        connection.execute("CREATE INDEX expected_label ON expected (label)")
        connection.execute(f"PRAGMA user_version = {FORMAT}")


class ExpectedReturns:
    """A published file, opened for looking up. Belongs to the thread that opened it."""

    def __init__(self, path: Path, connection: sqlite.Connection) -> None:
        self.path = path
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open. Raises StorageError on any other file, or none."""
        try:
            connection = sqlite.connect(path, immutable=True)
            found = connection.execute("PRAGMA user_version").fetchone()
            connection.execute("SELECT label, claim, serial, model, colour, count FROM expected LIMIT 1")
        except sqlite.Error as error:
            raise StorageError(f"{path}: expected published returns, got this fault: {error}") from error
        if found != (FORMAT,):
            connection.close()
            raise StorageError(f"{path}: expected returns of format {FORMAT}, got {found[0]}")
        return cls(path, connection)

    def claim(self, label: str) -> Claim | None:
        """Give what is announced under a parcel's label; the first claim, should several name it."""
        query = "SELECT claim, serial, model, colour, count FROM expected WHERE label = ? ORDER BY rowid"
        rows = self._connection.execute(query, (label,)).fetchall()
        if not rows:
            return None
        number = rows[0][0]
        return Claim(number, tuple(ClaimedUnit(*row) for row in _lines(rows, number)))

    def rows(self) -> list[ExpectedRow]:
        """Give every row as it was published."""
        query = "SELECT label, claim, serial, model, colour, count FROM expected ORDER BY rowid"
        return [ExpectedRow(*row) for row in self._connection.execute(query)]

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _lines(rows: list[tuple[str, str, str, str, int]], number: str) -> Iterator[tuple[str, str, str, int]]:
    return ((serial, model, colour, count) for claim, serial, model, colour, count in rows if claim == number)


def expected_path(folder: Path, version: str) -> Path | None:
    """Give where a version lies in a state folder, or None for what can be no version."""
    return folder / "reference" / f"expected-{version}.db" if _VERSION.fullmatch(version) else None
