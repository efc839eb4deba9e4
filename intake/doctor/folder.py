"""The check of the state folder: it is there, it is the station's own, and nobody else reads it."""

from __future__ import annotations

import os
import pwd
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning
from intake.state_folder import is_state_folder

_WRITTEN = ("", "journal.db", "journal.db-wal", "journal.db-shm", "people.db", "lock", "reference")
"""What a station writes of its folder; settings and campaigns may well be another's."""

_LEFT_ALONE = ("people.db", "journal.db-wal")
"""What no folder has that never had a journal."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may do what with a folder."""

    folder: str
    mode: int
    """Permission bits."""

    owner: str
    user: str
    """Who runs this check."""

    read_only: str = ""
    """What of it that user may not write; of root, only a read-only disk keeps it from anything."""

    strange: str = ""
    """What in it belongs to somebody else, as after a command given as root."""


def look(case: Case) -> Iterator[Finding]:
    """Look at the folder's owner and mode, and whether this user may write in it."""
    folder, user = case.folder, _name(os.geteuid())
    place = closed_place(folder)
    if place:
        told = {"folder": str(folder), "place": str(place), "owner": _name(place.stat().st_uid)}
        yield fault(Check.FOLDER, "folder_closed", user=user, **told)
    elif is_state_folder(folder):
        status = folder.stat()
        owner, mode = _name(status.st_uid), stat.S_IMODE(status.st_mode)
        found = strange(folder, status.st_uid)
        yield from judged(Rights(str(folder), mode, owner, user, _read_only(folder), found))
    else:
        was_one = any((folder / name).exists() for name in _LEFT_ALONE)
        yield fault(Check.FOLDER, "folder_emptied" if was_one else "folder_none", folder=str(folder))


def closed_place(folder: Path) -> Path | None:
    """Give the first folder on the way that this user may not pass, or look into; None where all is open."""
    whole = folder.absolute()
    for place in (*reversed(whole.parents), whole):
        rights = os.R_OK | os.X_OK if place == whole else os.X_OK
        if place.is_dir() and not os.access(place, rights, effective_ids=True):
            return place
    return None


def judged(rights: Rights) -> Iterator[Finding]:
    """Say what is wrong with the rights, or that nothing is."""
    told = {"folder": rights.folder, "owner": rights.owner}
    if rights.mode & stat.S_IRWXO:
        judge = fault if rights.mode & stat.S_IWOTH else warning
        yield judge(Check.FOLDER, "folder_open", folder=rights.folder, mode=f"{rights.mode:04o}")
    if rights.strange:
        yield warning(Check.FOLDER, "folder_mixed", file=rights.strange, **told)
    if rights.read_only:
        yield fault(Check.FOLDER, "folder_read_only", user=rights.user, place=rights.read_only, **told)
    elif rights.user != rights.owner:
        yield warning(Check.FOLDER, "folder_of_another", user=rights.user, **told)
    else:
        yield fine(Check.FOLDER, "folder", **told)


def _read_only(folder: Path) -> str:
    places = [folder / name for name in _WRITTEN]
    kept = (place for place in places if place.exists() and not os.access(place, os.W_OK, effective_ids=True))
    return str(next(kept, ""))


def strange(folder: Path, owner: int) -> str:
    """Name the first of a station's files that a user does not own; empty where there is none."""
    places = [*(folder / name for name in _WRITTEN if name), *sorted((folder / "reference").glob("*"))]
    return next((place.name for place in places if place.exists() and place.stat().st_uid != owner), "")


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:  # a container need not know whose files it was given
        return str(user)
