"""The shelf: a place where backups stand, of this station and perhaps of others."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from intake.backup.manifest import FILE_NAME, Manifest, parse
from intake.content import flush_folder
from intake.errors import StorageError
from intake.publishing import draft_folder


class Shelved(NamedTuple):
    """A backup by its manifest; whether its files still are what they were is another question."""

    folder: Path
    manifest: Manifest


def name_of(manifest: Manifest) -> str:
    """Give the folder's name: station, time and event."""
    station = re.sub(r"[^A-Za-z0-9._-]", "_", manifest.station)
    moment = re.sub("[-:]", "", manifest.at)
    return f"{station}-{moment}-{manifest.seq}"


def backups(place: Path, origin: str) -> list[Shelved]:
    """Give the backups of one journal, the oldest first. A folder that we did not name is none of them."""
    found = (Shelved(path.parent, _read(path)) for path in _manifests(place) if _is_one(path))
    ours = (each for each in found if each.manifest.origin == origin)
    return sorted(
        (each for each in ours if each.folder.name == name_of(each.manifest)),
        key=lambda each: (each.manifest.at, each.manifest.seq),
    )


def remove(place: Path, old: list[Shelved]) -> None:
    """Remove backups; cut off anywhere, none is left half of which is gone."""
    if not old:
        return
    with draft_folder(place) as room:
        for each in old:
            each.folder.rename(room / each.folder.name)
        flush_folder(place)


def _manifests(place: Path) -> list[Path]:
    return [*place.glob(f"[!.]*/{FILE_NAME}")] if place.exists() else []


def _is_one(path: Path) -> bool:
    try:
        _read(path)
    except (StorageError, OSError):  # somebody else's, or decayed: it is left alone
        return False
    return True


def _read(path: Path) -> Manifest:
    return parse(path.read_bytes())
