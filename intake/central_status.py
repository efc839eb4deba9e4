"""Central status: how the last night's sync went and whether the link has contact, in two small files.

`sync.json` and `link.json` in the state folder are written whole, by rename, by the processes that speak with
the central claims system; the desk, the doctor and people read them. Nothing rests on them: what is unsent
and what was anchored stands in the log.
"""

from __future__ import annotations

import contextlib
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec

from intake.errors import StorageError

MOST_SKEW = 60_000
"""Milliseconds the two clocks may differ: times of events at several docks are compared by people."""


class FailureKind(StrEnum):
    """Why there was no success, as far as a program can tell it apart."""

    UNREACHABLE = "unreachable"
    """No contact, or it broke off."""

    BUSY = "busy"
    """It asked to come later, until the time was over."""

    REFUSED = "refused"
    """It knows no such token, or takes nothing of this station."""

    UNTRUSTED = "untrusted"
    """Its certificate does not verify, or ours there."""

    CONFLICT = "conflict"
    """It has another log under this station's name. Nothing goes on by itself."""

    MALFORMED = "malformed"
    """Its answer was none the contract knows."""

    STORAGE = "storage"
    """This station's own disk, journal or door."""

    SETTINGS = "settings"
    """No address, no token, a certificate that cannot be read."""


class Failure(msgspec.Struct, frozen=True):
    """Why there was no success."""

    kind: FailureKind
    sentence: str
    """For the person who can mend it."""

    since: str
    """When the first of the tries failed that have failed one after the other; ISO 8601 UTC."""


class SyncStatus(msgspec.Struct, frozen=True):
    """How `intake sync` stands: the file `sync.json`. Times are ISO 8601 UTC with milliseconds."""

    last_try: str
    last_success: str | None = None
    failure: Failure | None = None
    """Of the last try; None where it went well."""

    dead_letters: int = 0
    """Events the central claims system has refused for good."""

    pending: int = 0
    """Events it had not got when the try ended."""

    skew_ms: int = 0
    """Its clock less ours, when it last took events."""

    @property
    def conflict(self) -> bool:
        """Tell whether two logs stand under one name: a person has to look at it."""
        return self.failure is not None and self.failure.kind is FailureKind.CONFLICT


class LinkStatus(msgspec.Struct, frozen=True):
    """How `intake link` stands: the file `link.json`, written anew each 30 s, so that its age tells of it."""

    contact: bool
    since: str
    """When contact was made, or lost; ISO 8601 UTC."""

    failure: Failure | None = None
    """Why there is none."""


_Status = TypeVar("_Status", SyncStatus, LinkStatus)
_NAMES: dict[type[SyncStatus | LinkStatus], str] = {SyncStatus: "sync.json", LinkStatus: "link.json"}


def status_path(folder: Path, kind: type[SyncStatus | LinkStatus]) -> Path:
    """Give where a status lies in a state folder."""
    return folder / _NAMES[kind]


def read_status(folder: Path, kind: type[_Status]) -> _Status | None:
    """Give a status; None where there is none, or none of this release: the next run writes it anew."""
    try:
        return msgspec.json.decode(status_path(folder, kind).read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None


def write_status(folder: Path, status: SyncStatus | LinkStatus) -> None:
    """Write a status whole. Not flushed: after a power cut an older one, or none, tells nothing wrong.

    Raises StorageError.
    """
    path = status_path(folder, type(status))
    draft = path.with_suffix(".new")
    try:
        draft.write_bytes(msgspec.json.encode(status) + b"\n")
        draft.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):  # half of it takes room on a full disk
            draft.unlink()
        raise StorageError(f"expected to write {path}, got: {error}") from error
