"""Restoration: a state folder made out of a backup, aside, and moved into place with its journal last."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from intake.backup import Manifest, expect_sound
from intake.backup.copying import copy_file, flush_folders
from intake.central.backoff import Backoff, Persistence
from intake.central.credentials import CERTIFICATE, KEY, TOKEN, Credentials
from intake.central.fault import CentralError
from intake.central_troubles import FAILED
from intake.content import flush_folder
from intake.errors import StorageError
from intake.in_force import open_what_is_there, wanting
from intake.journal import Journal
from intake.restoring.history import asking, begun, beyond, expect_same
from intake.restoring.taking_over import TakenOver, fetch, take_over
from intake.settings import Settings, load
from intake.state_folder import Lock, is_state_folder, journal_path
from intake.surroundings import Surroundings

if TYPE_CHECKING:
    import httpx

_ASIDE = ".restoring"
_ALLOWED = frozenset({"lock", TOKEN, CERTIFICATE, KEY, _ASIDE, "lost+found"})
"""What may lie in a folder to restore into: a new disk's token, and its own; flags of services, too."""

_MINUTES = 2.0
"""How long a person who restores waits for a central claims system that does not answer."""


@dataclass(frozen=True, slots=True)
class Restored:
    """A state folder that stands again."""

    folder: Path
    manifest: Manifest
    seq: int
    incarnation: str
    taken_over: TakenOver
    complete: bool
    has_central: bool
    lists: tuple[str, ...]
    """In force and not in the backup: `campaign@version`."""


@dataclass(frozen=True, slots=True)
class Contact:
    """How the central claims system is reached while a folder is restored."""

    url: str = ""
    """Empty: as the settings in the backup say."""

    token: str | None = None
    """None: as a station finds it (`Credentials.of`)."""

    offline: bool = False
    transport: httpx.BaseTransport | None = None
    minutes: float = _MINUTES


def restore(
    backup: Path, folder: Path, contact: Contact | None = None, surroundings: Surroundings | None = None
) -> Restored:
    """Make `folder`, which must be empty, a state folder again; cut off anywhere, there is none yet.

    Raises UnsoundBackupError, StorageError where there is something or it cannot be written, CentralError
    where the central claims system does not answer, HistoryError where its log is another.
    """
    manifest = expect_sound(backup)
    try:
        _expect_empty(folder)
        folder.mkdir(mode=0o750, parents=True, exist_ok=True)
        with Lock(folder, "intake restore"):
            _expect_empty(folder)
            try:
                restored = _made(
                    backup, manifest, folder, contact or Contact(), surroundings or Surroundings()
                )
            except BaseException:  # Ctrl-C too, while nobody answers
                _clear(folder / _ASIDE)
                raise
            _move(folder / _ASIDE, folder)
    except OSError as error:
        raise StorageError(f"expected to restore into {folder}, got: {error}") from error
    return restored


def _expect_empty(folder: Path) -> None:
    if is_state_folder(folder):
        raise StorageError(f"expected an empty folder, got a state folder at {folder}: it stays as it is")
    names = {path.name for path in folder.iterdir()} if folder.exists() else set[str]()
    strangers = sorted(name for name in names - _ALLOWED if not name.startswith(FAILED))
    if strangers and not (folder / _ASIDE).exists():  # else a restore was cut off: it begins anew
        raise StorageError(f"expected an empty folder, got {strangers[0]!r} in {folder}: move it away first")


def _made(backup: Path, manifest: Manifest, folder: Path, contact: Contact, around: Surroundings) -> Restored:
    aside = _aside(backup, manifest, folder)
    settings = load(aside)
    settings = replace(settings, hub_url=contact.url or settings.hub_url)
    has_central = bool(settings.hub_url) and not manifest.training
    journal = Journal(journal_path(aside), around, settings.fingerprint, "FULL")
    try:
        if has_central and not contact.offline:
            _fetch(journal, folder, settings, contact)
        complete = not (has_central and contact.offline)
        taken = take_over(aside, journal, manifest.seq, around, complete=complete)
        lists = _lists_wanting(journal, aside)
        ended = (journal.seq, journal.identity.incarnation)
    finally:
        journal.close()
    return Restored(folder, manifest, *ended, taken, complete, has_central, lists)


def _aside(backup: Path, manifest: Manifest, folder: Path) -> Path:
    """Copy the backup into a place inside the folder; each file is compared once more as it is written."""
    aside = folder / _ASIDE
    aside.mkdir(mode=0o750, exist_ok=True)
    _clear(aside)
    for file in manifest.files:
        if copy_file(backup / file.path, aside / file.path) != file.sha256:
            raise StorageError(f"expected {file.path} as it was verified, got other bytes: look at the disk")
    return aside


def _clear(aside: Path) -> None:
    """Leave nothing half made. The place itself stays: it tells of a move that was cut off before."""
    for left in aside.iterdir() if aside.exists() else ():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


def _fetch(journal: Journal, folder: Path, settings: Settings, contact: Contact) -> None:
    """Ask the central claims system what followed the backup, and append it."""
    from intake.central.client import Central  # noqa: PLC0415 (111 ms of httpx)

    credentials = _credentials(folder, settings, contact)
    persist = Persistence(Backoff(), contact.minutes, lambda _fault, _seconds: None)
    station, way = journal.identity.station, contact.transport
    with Central(credentials, station, transport=way, until=persist.end) as central:
        try:
            positions = persist(central.positions).positions
            own = begun(journal.connection)
            expect_same(journal.connection, positions, own)
            fetch(journal, asking(central.history, persist), beyond(positions, own, journal.seq))
        except CentralError as error:
            raise CentralError(
                error.kind,
                f"{error}; without contact: intake restore --offline, and replacements wait for a sync",
                problem=error.problem,
            ) from error


def _credentials(folder: Path, settings: Settings, contact: Contact) -> Credentials:
    if contact.token is None:
        return Credentials.of(folder, settings)
    ca = Path(settings.hub_ca).expanduser() if settings.hub_ca else None
    return Credentials.parse(settings.hub_url, contact.token, ca)


def _lists_wanting(journal: Journal, folder: Path) -> tuple[str, ...]:
    opened = open_what_is_there(journal.connection, folder, 0)
    try:
        return tuple(f"{campaign}@{version}" for campaign, version in wanting(journal.connection, opened))
    finally:
        for each in opened:
            each.index.close()


def _move(aside: Path, folder: Path) -> None:
    """Move everything into place, the journal last. What a restore that was cut off has moved is replaced."""
    flush_folders(aside)
    journal = journal_path(aside)
    for path in sorted(aside.iterdir()):
        target = folder / path.name
        if path == journal:
            continue
        if target.is_dir():
            shutil.rmtree(target)
        path.replace(target)
    flush_folder(folder)
    journal.replace(journal_path(folder))
    for written in (folder, folder.parent):
        flush_folder(written)
    aside.rmdir()
