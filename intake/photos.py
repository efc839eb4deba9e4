"""Photos: pictures of units as JPEG files by their SHA-256. The journal names them; each can be erased.

A file is stored before it is offered at the desk. One that no unit has, and that is not being shown, is
nobody's evidence, perhaps somebody's face: it is erased (`unnamed`).
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from intake import content
from intake.question import Ask, Question
from intake.sqlite import Connection

LARGEST = 8_000_000
"""Bytes of a JPEG: a camera of twelve million pixels gives half of it."""

_BEGIN, _END = b"\xff\xd8\xff", b"\xff\xd9"
"""Start of image and the first byte of the next marker; end of image (ITU-T T.81, B.1.1.3)."""


class PhotoError(ValueError):
    """Bytes that are no picture to be kept."""


def _place(folder: Path) -> Path:
    return folder / "photos"


def keep(folder: Path, jpeg: bytes) -> str:
    """Store a picture durably and give its SHA-256.

    Raises PhotoError for what is no JPEG or too large, otherwise as `content.keep`.
    """
    if len(jpeg) > LARGEST:
        raise PhotoError(f"expected a JPEG of at most {LARGEST} bytes, got {len(jpeg)}")
    if not (jpeg.startswith(_BEGIN) and jpeg.endswith(_END)):
        raise PhotoError(f"expected a whole JPEG, got {len(jpeg)} bytes that begin with {jpeg[:3].hex()}")
    return content.keep(_place(folder), jpeg)


def read(folder: Path, digest: str) -> bytes | None:
    """Give a picture's JPEG, or None when it was erased or never kept."""
    return content.read(_place(folder), digest)


def erase(folder: Path, digest: str) -> None:
    """Remove a picture; nothing happens when it is already gone."""
    content.erase(_place(folder), digest)


def digests(folder: Path) -> list[str]:
    """List what is stored."""
    return content.digests(_place(folder))


def erase_drafts(folder: Path) -> None:
    """Remove what a power cut has left half written; only while no camera can store anything."""
    for draft in _place(folder).glob("*.new"):
        draft.unlink(missing_ok=True)


class Kept(NamedTuple):
    """A picture of a unit, as the views tell it."""

    sha256: str
    unit: str
    serial: str | None
    parcel: str
    """Its parcel's label."""

    kept_at: str
    kept_by: str | None
    erased_at: str | None


_KEPT = """
SELECT p.sha256, p.unit, u.serial, u.label, p.kept_at, p.kept_by, p.erased_at
FROM photo AS p JOIN unit AS u ON u.unit = p.unit ORDER BY p.photo
"""
_OF_UNITS = "SELECT DISTINCT parcel, unit FROM photo WHERE sha256 = ? AND erased_at IS NULL ORDER BY unit"
_NAMED = "SELECT DISTINCT sha256 FROM photo WHERE erased_at IS NULL"
_ERASED = "SELECT DISTINCT sha256 FROM photo WHERE erased_at IS NOT NULL"
_OLD = """
SELECT DISTINCT sha256 FROM photo AS p WHERE erased_at IS NULL AND kept_at < ?1 AND NOT EXISTS (
  SELECT 1 FROM photo AS o WHERE o.sha256 = p.sha256 AND o.erased_at IS NULL AND o.kept_at >= ?1
) AND sha256 NOT IN (
  SELECT e.sha256 FROM hold AS h JOIN photo AS e ON e.unit = h.unit
  WHERE h.reason = 'EVIDENCE' AND h.resolved_at IS NULL
) ORDER BY kept_at LIMIT ?2
"""


def kept(connection: Connection) -> list[Kept]:
    """Give every picture that units have, erased ones included, the oldest first."""
    return [Kept(*row) for row in connection.execute(_KEPT)]


def of_units(connection: Connection, digest: str) -> tuple[tuple[str, str], ...]:
    """Give parcel and unit, by their ids, of every unit that has a picture; none once it is erased."""
    return tuple(connection.execute(_OF_UNITS, (digest,)).fetchall())


def named(connection: Connection) -> set[str]:
    """Give the pictures that units have and that must therefore lie in the folder."""
    return {digest for (digest,) in connection.execute(_NAMED)}


def left_over(connection: Connection, folder: Path) -> list[str]:
    """Give the stored pictures that were erased of every unit that had them."""
    erased = {digest for (digest,) in connection.execute(_ERASED)}
    return sorted((erased - named(connection)) & set(digests(folder))) if erased else []


def is_shown(digest: str, question: Question | None) -> bool:
    """Tell whether the desk shows a picture now: it may be kept yet."""
    return question == Question(Ask.KEEP_PHOTO, digest)


def unnamed(connection: Connection, folder: Path, question: Question | None) -> list[str]:
    """Give the stored pictures that no unit has. None while the desk waits for one: it is not named yet."""
    if question is not None and question.ask is Ask.PHOTO:
        return []
    shown = question.about if question is not None and question.ask is Ask.KEEP_PHOTO else None
    there = set(digests(folder)) - {shown}
    return sorted(there - named(connection)) if there else []


def old(connection: Connection, before: str, most: int) -> list[str]:
    """Give the pictures kept before a time (ISO 8601 UTC), at most so many.

    One of a unit that is held as evidence stays, however old, and one that another unit has got since.
    """
    return [digest for (digest,) in connection.execute(_OLD, (before, most))]
