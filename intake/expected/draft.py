"""A draft of expected returns: rows go into a file aside, which is published whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import ExitStack, closing
from itertools import zip_longest
from pathlib import Path
from types import TracebackType
from typing import Self

from intake import sqlite
from intake.expected.fault import ExpectedError
from intake.expected.returns import FORMAT, VERSION, ExpectedReturns
from intake.expected.row import MOST_UNITS, ExpectedRow
from intake.publishing import PublishingDraft

_TABLE = (
    "CREATE TABLE expected (line INTEGER PRIMARY KEY, label TEXT NOT NULL, claim TEXT NOT NULL, serial TEXT, "
    "model TEXT, colour TEXT, count INTEGER NOT NULL, replaced INTEGER NOT NULL) STRICT"
)
_HEAD = "CREATE TABLE head (published INTEGER NOT NULL) STRICT"
_INDEX = "CREATE INDEX expected_label ON expected (label, serial)"
_REPEATS = (
    "SELECT line, serial, first FROM ("
    "SELECT line, serial, min(line) OVER (PARTITION BY serial) AS first FROM expected "
    "WHERE serial IS NOT NULL) WHERE line > first ORDER BY line"
)
_CROWDED = "SELECT max(line), sum(count) FROM expected GROUP BY label HAVING sum(count) > ? ORDER BY 1"


class ReturnsDraft:
    """Expected returns being written. Left without `publish`, nothing of it stays."""

    def __init__(self, folder: Path, version: str, published: int | None = None) -> None:
        """Begin `expected-<version>.db` in `folder`. Raises ExpectedError for what can be no version.

        `published`: when, as it will say itself, in milliseconds since 1970; None: now.
        """
        if not VERSION.fullmatch(version):
            raise ExpectedError(f"expected a version of letters, digits, point and hyphen, got {version!r}")
        self.version = version
        self.published = time.time_ns() // 1_000_000 if published is None else published
        self.target = folder / f"expected-{version}.db"
        folder.mkdir(mode=0o750, exist_ok=True)

    def __enter__(self) -> Self:
        """Open it, in one transaction and without a write-ahead log: the file must stand alone."""
        with ExitStack() as stack:
            self._draft = stack.enter_context(PublishingDraft(self.target))
            self._connection = sqlite.connect(self._draft.path, journal_mode="DELETE", synchronous="OFF")
            stack.callback(self._connection.close)
            self._connection.execute("BEGIN")
            self._connection.execute(_TABLE)
            self._connection.execute(_HEAD)
            self._connection.execute("INSERT INTO head VALUES (?)", (self.published,))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of it; what is not published is removed."""
        self._stack.close()

    def add(self, rows: Iterable[tuple[int, ExpectedRow]]) -> int:
        """Write rows with the lines they stand in, and give how many there are."""
        values = ((line, *row) for line, row in rows)
        return self._connection.executemany(
            "INSERT INTO expected VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values
        ).rowcount

    def end(self) -> None:
        """Make it searchable, after the last row."""
        self._connection.execute(_INDEX)

    def repeats(self) -> Iterable[tuple[int, str, int]]:
        """Give each line that names a serial again, the serial, and where it stands first.

        An owner posts a device once. Announced twice in a parcel, the parcel would wait for a unit that does
        not exist; announced in two, any other device would pass for it in one of them.
        """
        return self._connection.execute(_REPEATS)

    def crowded(self) -> Iterable[tuple[int, int]]:
        """Give the last line of each parcel that would hold more than `MOST_UNITS`, and how many it would."""
        return self._connection.execute(_CROWDED, (MOST_UNITS,))

    def publish(self) -> Path:
        """Publish it durably, and give its path; an import cut off before its end can so be repeated.

        Raises ExpectedError where other rows stand under this version.
        """
        self._connection.execute(f"PRAGMA user_version = {FORMAT}")
        self._connection.execute("COMMIT")
        self._connection.close()
        try:
            return self._draft.publish()
        except FileExistsError:
            self._expect_same()
            return self.target

    def _expect_same(self) -> None:
        if not _say_the_same(self.target, self._draft.path):
            raise ExpectedError(
                f"expected a new version, got {self.version}, which is published already with other rows"
            )


def _say_the_same(one: Path, other: Path) -> bool:
    with closing(ExpectedReturns.open(one)) as left, closing(ExpectedReturns.open(other)) as right:
        return all(a == b for a, b in zip_longest(left.rows(), right.rows()))


def publish(rows: Iterable[ExpectedRow], version: str, folder: Path, published: int | None = None) -> Path:
    """Publish rows that are known to be right, as `ReturnsDraft`, whose errors it raises."""
    with ReturnsDraft(folder, version, published) as draft:
        draft.add(enumerate(rows, 1))
        draft.end()
        return draft.publish()
