"""Contents: which files of a state folder go with its journal."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from intake import payloads, photos
from intake.sqlite import Connection

PLAIN = ("settings.toml", "emergency.toml")
PEOPLE = "people.db"
JOURNAL = "journal.db"

_BESIDE = ("campaigns/**/*", "keys/*.pub", "reference/list-*.db", "lost/*.jsonl")
"""Every affected list that was published here, for verdicts name older ones too."""

_LISTS = "SELECT 'reference/list-' || campaign || '-' || version || '.db', checksum FROM list_in_force"
_EXPECTED = "SELECT 'reference/expected-' || version || '.db', checksum FROM expected_in_force"


def named(journal: Connection) -> dict[str, str]:
    """Give what a journal names, and its SHA-256: contents, and the lists and claims in force."""
    kept = {f"payloads/{digest}": digest for digest in payloads.named(journal)}
    kept |= {f"photos/{digest}": digest for digest in photos.named(journal)}
    return kept | dict(journal.execute(_LISTS).fetchall()) | dict(journal.execute(_EXPECTED).fetchall())


def beside(folder: Path) -> Iterator[str]:
    """Give what else belongs to a site: what it has set, whom it trusts, its own campaigns and lists."""
    yield from (name for name in PLAIN if (folder / name).is_file())
    for pattern in _BESIDE:
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                yield os.fspath(path.relative_to(folder))
