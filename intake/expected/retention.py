"""Retention: published expected returns are erased after a time, the version in force never.

No event tells of it: the log names what a parcel was compared with, and the claim itself stands in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from intake.content import flush_folder
from intake.expected.fault import ExpectedError
from intake.expected.returns import expected_path, published_at

_DAY = 86_400_000
"""Milliseconds."""


class Kept(NamedTuple):
    """A version that lies in a state folder."""

    version: str
    path: Path
    published: int
    """Milliseconds since 1970."""


def kept(folder: Path) -> Iterator[Kept]:
    """Give the versions that lie in a state folder, the oldest first."""
    found = (folder / "reference").glob("expected-*.db")
    ages = sorted((published_at(path), path) for path in found)
    return (Kept(path.stem.removeprefix("expected-"), path, age) for age, path in ages)


def erase(folder: Path, version: str, in_force: str | None) -> None:
    """Erase one version. Raises ExpectedError for the one in force, and for one that is not there."""
    path = expected_path(folder, version)
    if path is None or not path.exists():
        raise ExpectedError(f"expected a version that lies in the state folder, got {version!r}")
    if version == in_force:
        raise ExpectedError(f"expected a version that is not in force, got {version}: import another first")
    path.unlink()
    flush_folder(path.parent)


def erase_old(folder: Path, in_force: str | None, days: int, wall: int) -> tuple[str, ...]:
    """Erase what was published more than `days` ago, 0 for nothing; give the versions.

    `wall` is now, in milliseconds since 1970.
    """
    limit = wall - days * _DAY if days else 0
    old = tuple(each.version for each in kept(folder) if each.published < limit and each.version != in_force)
    for version in old:
        erase(folder, version, in_force)
    return old
