"""Making a backup: written aside, flushed, read back, and only then given its name."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from intake import __version__, sqlite
from intake.backup import shelf
from intake.backup.contents import JOURNAL, PEOPLE, beside, named
from intake.backup.copying import copy_database, copy_file, flush, flush_folders, link, stored
from intake.backup.manifest import FILE_NAME, FORMAT, Manifest, Missing, Stored, Why, sealed
from intake.backup.verifying import UnsoundBackupError, expect_sound
from intake.content import flush_folder
from intake.errors import StorageError
from intake.journal import beginning, envelopes
from intake.publishing import checksum, draft_folder
from intake.reading_room import expect_views, reading_connection
from intake.soundness import quick_check
from intake.state_folder import Lock, expect_state_folder
from intake.surroundings import Surroundings, iso


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that stands."""

    folder: Path
    manifest: Manifest
    linked: int
    """Files that share their bytes with an earlier backup."""

    removed: tuple[Path, ...] = ()
    """Older backups of this station that were too many."""


def back_up(
    folder: Path, place: Path, *, keep: int | None = None, surroundings: Surroundings | None = None
) -> Made:
    """Copy a state folder into a new folder at `place`, and keep the newest `keep` backups of it (all: None).

    Raises StorageError where something cannot be read or written, UnsoundBackupError where the journal is
    not sound or the copy does not read back: then there is no new backup, and the others stay.
    """
    around = surroundings or Surroundings()
    try:
        _expect_elsewhere(folder, place)
        _make(place)
        with Lock(folder, "intake backup", "backup.lock"):  # two would each remove the other's
            with draft_folder(place) as room:
                made = _Making(folder, place, room / "backup", around).made()
            return _pruned(place, made, keep)
    except OSError as error:
        raise StorageError(f"expected to back up {folder} into {place}, got: {error}") from error


def _expect_elsewhere(folder: Path, place: Path) -> None:
    expect_state_folder(folder)
    if place.resolve().is_relative_to(folder.resolve()):
        raise StorageError(f"expected a place outside the state folder {folder}, got {place}, lost with it")


def _make(place: Path) -> None:
    """Make the place itself and nothing above it: that is a disk which is not mounted, or mistyped."""
    try:
        place.mkdir(mode=0o750, exist_ok=True)
    except FileNotFoundError:
        raise StorageError(
            f"expected a folder {place.parent} to back up into, got none: mount its disk, or make it"
        ) from None


def _pruned(place: Path, made: Made, keep: int | None) -> Made:
    """By the clock the new one may be the oldest: it stays in any case."""
    others = [each for each in shelf.backups(place, made.manifest.origin) if each.folder != made.folder]
    old = others[: max(0, len(others) + 1 - keep)] if keep is not None else []
    shelf.remove(place, old)
    return Made(made.folder, made.manifest, made.linked, tuple(each.folder for each in old))


class _Making:
    """One backup on its way, in a folder nobody takes for one."""

    def __init__(self, folder: Path, place: Path, copy: Path, around: Surroundings) -> None:
        self._folder, self._place, self._copy, self._around = folder, place, copy, around
        self._files: list[Stored] = []
        self._missing: list[Missing] = []
        self._linked = 0
        copy.mkdir(mode=0o750)

    def made(self) -> Made:
        """Copy, seal, flush, read back, and give it its name. Raises UnsoundBackupError, StorageError."""
        self._copy_journal()
        with closing(sqlite.connect(self._copy / JOURNAL, immutable=True)) as journal:
            expect_views(journal)
            bare = self._head(journal)
            earlier = shelf.backups(self._place, bare.origin)
            self._copy_rest(named(journal), earlier[-1].folder if earlier else None)
        manifest = self._sealed(bare)
        expect_sound(self._copy)
        target = self._place / shelf.name_of(manifest)
        if target.exists():
            raise StorageError(f"expected a new name for the backup, got {target}, which is there: try again")
        self._copy.rename(target)
        flush_folder(self._place)
        return Made(target, manifest, self._linked)

    def _copy_journal(self) -> None:
        with reading_connection(self._folder) as connection:
            if fault := quick_check(connection):
                raise UnsoundBackupError(
                    f"expected a sound journal in {self._folder}, got: {fault}; earlier backups stay"
                )
            copy_database(connection, self._copy / JOURNAL)
        self._files.append(stored(self._copy, JOURNAL))

    def _head(self, journal: sqlite.Connection) -> Manifest:
        begun = beginning(journal)
        last = next(envelopes(journal, "ORDER BY seq DESC LIMIT 1"))
        hashes = journal.execute(
            "SELECT hash FROM event WHERE seq IN (1, ?) ORDER BY seq", (last.seq,)
        ).fetchall()
        return Manifest(
            format=FORMAT,
            station=last.station,
            training=begun.training,
            origin=hashes[0][0].hex(),
            incarnation=last.incarnation,
            seq=last.seq,
            head=hashes[-1][0].hex(),
            at=iso(self._around.moment().wall),
            program=__version__,
            files=(),
        )

    def _copy_rest(self, wanted: dict[str, str], earlier: Path | None) -> None:
        self._copy_people()
        for path, digest in sorted(wanted.items()):
            self._copy_named(path, digest, earlier)
        for path in beside(self._folder):
            if path not in wanted:
                self._copy_beside(path, earlier)

    def _copy_people(self) -> None:
        """A station whose desk was never opened has nobody yet."""
        if not (self._folder / PEOPLE).exists():
            return
        with closing(sqlite.connect(self._folder / PEOPLE, readonly=True)) as people:
            copy_database(people, self._copy / PEOPLE)
        self._files.append(stored(self._copy, PEOPLE))

    def _copy_named(self, path: str, digest: str, earlier: Path | None) -> None:
        """What goes by its checksum is the same wherever it lies, and better from where it is whole."""
        target = self._copy / path
        if earlier is not None and link(earlier / path, target, digest):
            self._linked += 1
        else:
            try:
                got = copy_file(self._folder / path, target)
            except FileNotFoundError:
                self._missing.append(Missing(path, self._why(path)))
                return
            if got != digest:
                target.unlink()
                self._missing.append(Missing(path, Why.DAMAGED))
                return
        self._files.append(Stored(path, digest, target.stat().st_size))

    def _why(self, path: str) -> Why:
        """Ask the journal as it is by now."""
        with reading_connection(self._folder) as now:
            return Why.ABSENT if path in named(now) else Why.ERASED

    def _copy_beside(self, path: str, earlier: Path | None) -> None:
        source, target = self._folder / path, self._copy / path
        if earlier is not None and link(earlier / path, target, checksum(source)):
            self._linked += 1
        else:
            copy_file(source, target)
        self._files.append(stored(self._copy, path))

    def _sealed(self, bare: Manifest) -> Manifest:
        files = tuple(sorted(self._files, key=lambda file: file.path))
        manifest = replace(bare, files=files, missing=tuple(self._missing))
        (self._copy / FILE_NAME).write_bytes(sealed(manifest))
        flush(self._copy / FILE_NAME)
        flush_folders(self._copy)
        return manifest
