"""The manifest: what a backup is of, and the checksum of each of its files. Written last, and sealed."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Annotated

import msgspec
from msgspec import Meta
from msgspec.structs import replace

from intake.errors import StorageError

FORMAT = 1
FILE_NAME = "manifest.json"

_FILES = frozenset({"journal.db", "people.db", "settings.toml", "emergency.toml"})
_FOLDERS = frozenset({"campaigns", "keys", "lost", "payloads", "photos", "reference"})
"""What a backup may hold: never a token, a secret key, or what another process keeps for itself."""

Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]


class Why(StrEnum):
    """Why a file that the journal names is not in the backup."""

    ERASED = "erased"
    """By a fact that came after the journal was copied."""

    ABSENT = "absent"
    DAMAGED = "damaged"
    """The state folder has other bytes under its name."""


class Stored(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the backup."""

    path: str
    """From the backup's folder, as from the state folder."""

    sha256: Digest
    size: Annotated[int, Meta(ge=0)]
    """Bytes."""


class Missing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that the journal names and the backup has not."""

    path: str
    why: Why


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup is of."""

    format: int
    station: str
    training: bool
    origin: Digest
    """Hash of the journal's first event: stations of one name are told apart by it."""

    incarnation: str
    seq: Annotated[int, Meta(ge=1)]
    head: Digest
    """Hash of the event at `seq`."""

    at: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$")]
    """When it was made."""

    program: str
    files: tuple[Stored, ...]
    missing: tuple[Missing, ...] = ()
    seal: str = ""
    """SHA-256 of all the rest: bits rot in a manifest as well."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def sealed(manifest: Manifest) -> bytes:
    """Write a manifest with its seal."""
    bare = replace(manifest, seal="")
    return msgspec.json.format(msgspec.json.encode(replace(bare, seal=_seal(bare)))) + b"\n"


def parse(data: bytes) -> Manifest:
    """Read a manifest. Raises StorageError where it is none, of a newer format, or has changed."""
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StorageError(f"expected a backup's manifest, got: {error}") from error
    if manifest.format > FORMAT:
        raise StorageError(f"expected a backup of format {FORMAT}, got {manifest.format}: update intake")
    if data != sealed(manifest):
        raise StorageError("expected a manifest as it was written, got one that has changed since")
    for path in (*(file.path for file in manifest.files), *(file.path for file in manifest.missing)):
        _expect_ours(path)
    return manifest


def _seal(bare: Manifest) -> str:
    return hashlib.sha256(msgspec.json.encode(bare)).hexdigest()


def _expect_ours(path: str) -> None:
    """A restore writes where the manifest says: only inside the state folder, and only what is ours."""
    first, *rest = PurePosixPath(path).parts or ("",)
    ours = (first in _FOLDERS and rest and ".." not in rest) or path in _FILES
    if not ours or str(PurePosixPath(path)) != path or "\0" in path:
        raise StorageError(f"expected a file of a state folder, got {path!r}")
