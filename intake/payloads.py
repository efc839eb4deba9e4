"""Payloads: bytes of scans nobody recognised, by their SHA-256. They may hold personal data.

The journal keeps only the digest, so a payload can be erased while the log stays valid.
"""

from __future__ import annotations

from pathlib import Path

from intake import content
from intake.facts import Fact, ScanRefused
from intake.sqlite import Connection

_NAMED = """
SELECT DISTINCT envelope ->> '$.body.payload' FROM event
WHERE kind = 'ScanRefused' AND envelope ->> '$.body.payload' IS NOT NULL
EXCEPT SELECT sha256 FROM erased
"""


def _place(folder: Path) -> Path:
    return folder / "payloads"


def keep(folder: Path, data: bytes) -> str:
    """Store bytes durably and give their SHA-256. Raises as `content.keep`."""
    return content.keep(_place(folder), data)


def keep_named(folder: Path, fact: Fact, data: bytes) -> None:
    """Store the bytes that a refusal names, if it names any. Raises as `content.keep`."""
    if isinstance(fact, ScanRefused) and fact.payload is not None:
        keep(folder, data)


def read(folder: Path, digest: str) -> bytes | None:
    """Give stored bytes, or None when they were erased or never kept."""
    return content.read(_place(folder), digest)


def erase(folder: Path, digest: str) -> None:
    """Remove stored bytes; nothing happens when they are already gone."""
    content.erase(_place(folder), digest)


def digests(folder: Path) -> list[str]:
    """List what is stored."""
    return content.digests(_place(folder))


def named(connection: Connection) -> set[str]:
    """Give the payloads that refusals name and that must therefore lie in the folder."""
    return {digest for (digest,) in connection.execute(_NAMED)}
