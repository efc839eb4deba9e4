"""People: names and PINs of badge holders, apart from the journal so that they can be erased.

PINs are kept as argon2id hashes with the parameters OWASP gives for small memory (19 MiB, two passes).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from intake import sqlite

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_TABLE = "CREATE TABLE IF NOT EXISTS person (code TEXT PRIMARY KEY, name TEXT, pin TEXT) STRICT"
_MEMORY_KIB = 19_456
"""Argon2id with 19 MiB, two passes and one lane: the least OWASP advises (Password Storage Cheat Sheet)."""


class People:
    """The file `people.db` of a state folder."""

    def __init__(self, folder: Path) -> None:
        """Open or create it."""
        # No write-ahead log: an erased name would stay in it. EXTRA is what that mode needs to be durable.
        path = folder / "people.db"
        self._connection = sqlite.connect(path, journal_mode="DELETE", synchronous="EXTRA")
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.execute(_TABLE)

    def enter(self, code: str, name: str | None, pin: str | None) -> None:
        """Write a badge holder's name and PIN, in place of an earlier holder's."""
        hashed = _hasher().hash(pin) if pin else None
        self._connection.execute("INSERT OR REPLACE INTO person VALUES (?, ?, ?)", (code, name, hashed))

    def erase(self, code: str) -> None:
        """Forget a person; the journal keeps the badge's code only."""
        self._connection.execute("DELETE FROM person WHERE code = ?", (code,))

    def names(self) -> dict[str, str | None]:
        """Give every holder's name by badge code."""
        return dict(self._connection.execute("SELECT code, name FROM person").fetchall())

    def has_pin(self, code: str, pin: str) -> bool:
        """Tell whether `pin` is the holder's."""
        from argon2.exceptions import (  # noqa: PLC0415 (only where a PIN is asked)
            InvalidHashError,
            VerificationError,
        )

        row = self._connection.execute("SELECT pin FROM person WHERE code = ?", (code,)).fetchone()
        if row is None or row[0] is None:
            return False
        try:
            return _hasher().verify(row[0], pin)
        except (VerificationError, InvalidHashError):
            return False

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def names(folder: Path) -> dict[str, str | None]:
    """Give every holder's name by badge code."""
    people = People(folder)
    try:
        return people.names()
    finally:
        people.close()


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415 (only where a PIN is asked)

    return PasswordHasher(time_cost=2, memory_cost=_MEMORY_KIB, parallelism=1)
