"""Builds, from the log of shim.c, the disks a power cut could have left behind.

The model. A write is certainly on the disk once an fsync of its file, begun after the write, has
returned. Until then each write is, by chance, kept, dropped, or torn at 512-byte sectors, whatever
became of the writes before and after it; changes of size likewise. Names (create, rename, unlink,
link, mkdir, rmdir) are certain

- `Names.EXT4`: at the next fsync of any file, because ext4 commits its journal as a whole. Before
  that some prefix of them, in order, is there;
- `Names.STRICT`: only at an fsync of the folder that holds the name. Before that any of them may be
  missing, whatever became of the others.

An fsync that failed leaves what it should have written undecided for good, whatever succeeds later:
kernels mark such pages clean without having written them (Rebello et al., USENIX ATC 2020). Only
writing the bytes anew helps.

Limits. A drive that lies about flushing, bit rot, misdirected writes and sectors torn inside 512
bytes are outside the model. So is what ext4 promises beyond it (the data of a file before its new
size, the flush at a replacing rename): leaving that out only adds states a disk would not show.
"""

from __future__ import annotations

import enum
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.crash.records import CONTENTS, NAMES, Op, Record

SECTOR = 512


class Names(enum.Enum):
    """When a created, renamed or removed name is certain."""

    EXT4 = "ext4"
    STRICT = "strict"


@dataclass(slots=True)
class _File:
    content: bytearray = field(default_factory=bytearray)
    pending: list[Record] = field(default_factory=list)
    forgotten: list[Record] = field(default_factory=list)
    """Writes of an fsync that failed: perhaps there, perhaps not, until their bytes are written anew."""

    scratch: bytearray = field(default_factory=bytearray)
    """Memory for one possible content, used again and again: fresh pages would cost more than the copy."""


def _change(content: bytearray, op: Op, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if op is Op.WRITE:
        content[offset : offset + len(data)] = data
    elif op is Op.TRUNCATE:
        del content[offset:]


class Disk:
    """What is certainly on the disk at one point of the log, and what may be."""

    def __init__(self, names: Names = Names.EXT4) -> None:
        self._model = names
        self._names: dict[str, _File] = {}
        self._folders: set[str] = {""}
        self._open_names: list[tuple[Record, _File]] = []
        self._files: dict[int, _File] = {}

    def load(self, folder: Path, inodes: dict[str, int]) -> None:
        """Take over a folder as it was, all of it certain, before the recording began."""
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_dir():
                self._folders.add(name)
            elif not name.endswith("-shm"):
                self._names[name] = self._files[inodes[name]] = _File(bytearray(path.read_bytes()))

    def advance(self, record: Record) -> None:
        """Take the next record of the log."""
        if record.op in CONTENTS:
            self._file(record.inode).pending.append(record)
        elif record.op in NAMES:
            if record.op is Op.CREATE:
                self._files[record.inode] = _File()
            self._open_names.append((record, self._file(record.inode)))
        elif record.op is Op.SYNC:
            self._sync(record)
        elif record.op is Op.SYNC_FAILED:
            file = self._file(record.inode)
            file.forgotten += [change for change in file.pending if change.index < record.offset]
            file.pending = [change for change in file.pending if change.index >= record.offset]

    def _file(self, inode: int) -> _File:
        return self._files.setdefault(inode, _File())

    def _sync(self, sync: Record) -> None:
        file, covered = self._file(sync.inode), sync.offset
        for change in file.pending:
            if change.index < covered:
                _change(file.content, change.op, change.offset, change.data)
                file.forgotten = [rest for old in file.forgotten for rest in _not_covered(old, change)]
        file.pending = [change for change in file.pending if change.index >= covered]
        still_open = []
        for entry in self._open_names:
            if entry[0].index < covered and self._certain(entry[0], sync):
                _rename(entry, self._names, self._folders)
            else:
                still_open.append(entry)
        self._open_names = still_open

    def _certain(self, name: Record, sync: Record) -> bool:
        return self._model is Names.EXT4 or _folder(name.other or name.path) == sync.path

    def crash(self, chance: random.Random) -> dict[str, bytes | bytearray]:
        """Return one disk that a power cut at this point could leave: path to content."""
        names, folders = dict(self._names), set(self._folders)
        for entry in self._surviving_names(chance):
            _rename(entry, names, folders)
        survivors: dict[int, bytes | bytearray] = {}
        for file in names.values():
            if id(file) not in survivors:
                survivors[id(file)] = _surviving(file, chance)
        return {
            path: survivors[id(file)] for path, file in sorted(names.items()) if _reachable(path, folders)
        }

    def _surviving_names(self, chance: random.Random) -> list[tuple[Record, _File]]:
        if self._model is Names.EXT4:
            return self._open_names[: chance.randint(0, len(self._open_names))]
        return [entry for entry in self._open_names if chance.random() < 0.5]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _reachable(path: str, folders: set[str]) -> bool:
    parent = _folder(path)
    return parent in folders and (not parent or _reachable(parent, folders))


def _rename(entry: tuple[Record, _File], names: dict[str, _File], folders: set[str]) -> None:
    record, file = entry
    if record.op is Op.MKDIR:
        folders.add(record.path)
    elif record.op is Op.RMDIR:
        folders.discard(record.path)
    elif record.op is Op.RENAME and record.path in folders:
        raise ValueError(f"expected no folder to be renamed, which is not modelled here, got {record.path}")
    else:
        if record.op in (Op.UNLINK, Op.RENAME):
            names.pop(record.path, None)
        if record.op is not Op.UNLINK:
            names[record.other or record.path] = file


def _not_covered(old: Record, new: Record) -> Iterator[Record]:
    """Yield what of a forgotten write a later, certain change leaves undecided."""
    start, end = old.offset, old.offset + len(old.data)
    if new.op is Op.WRITE:
        first, last = max(start, new.offset), min(end, new.offset + len(new.data))
    else:
        first, last = max(start, new.offset if new.op is Op.TRUNCATE else end), end
    if old.op is not Op.WRITE or first >= last:
        yield old
        return
    if start < first:
        yield replace(old, data=old.data[: first - start])
    if last < end:
        yield replace(old, offset=last, data=old.data[last - start :])


def _surviving(file: _File, chance: random.Random) -> bytes | bytearray:
    """Return one content the file may have: its certain bytes, each later change kept, dropped or torn."""
    if not file.pending and not file.forgotten:
        return file.content
    content = file.scratch
    content[:] = file.content
    kept, torn = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0)), chance.choice((0.0, 0.3))
    for change in (*file.forgotten, *file.pending):
        if chance.random() < torn:
            for offset, data in _torn(change, chance):
                _change(content, change.op, offset, data)
        elif chance.random() < kept:
            _change(content, change.op, change.offset, change.data)
    return content


def _torn(change: Record, chance: random.Random) -> Iterator[tuple[int, bytes]]:
    """Yield the sectors of one write that reached the disk: a first part, or any of them."""
    end, at, sectors = change.offset + len(change.data), change.offset, []
    while at < end:
        step = min(end, at - at % SECTOR + SECTOR)
        sectors.append((at, change.data[at - change.offset : step - change.offset]))
        at = step
    if chance.random() < 0.5:
        yield from sectors[: chance.randint(0, len(sectors))]
    else:
        yield from (sector for sector in sectors if chance.random() < 0.5)


@dataclass(frozen=True, slots=True)
class State:
    """One disk after a power cut; `seed` builds it again from the same log."""

    seed: int
    point: int
    """Records with a smaller index had happened."""

    files: dict[str, bytes | bytearray]
    """Path to content; good until the next state is asked for."""

    def write(self, folder: Path) -> None:
        """Make a folder hold this disk and nothing else."""
        for path in [path for path in folder.rglob("*") if not path.is_dir()]:
            if path.relative_to(folder).as_posix() not in self.files:
                path.unlink()
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("r+b" if path.exists() else "wb") as file:
                file.write(content)
                file.truncate()


def states(
    records: list[Record], seeds: Iterable[int], names: Names = Names.EXT4, disk: Disk | None = None
) -> Iterator[State]:
    """Yield the state of each seed, ordered by crash point: the certain part is built up only once."""
    disk, at = disk or Disk(names), 0
    acks = [record.index for record in records if record.op is Op.ACK]
    for point, seed in sorted((_crash_point(seed, len(records), acks), seed) for seed in seeds):
        for record in records[at:point]:
            disk.advance(record)
        at = point
        yield State(seed, point, disk.crash(random.Random(f"disk {seed}")))


def _crash_point(seed: int, length: int, acks: list[int]) -> int:
    """Return anywhere in the log, or, one time in three, the moment after an acknowledgement."""
    chance = random.Random(f"point {seed}")
    if acks and chance.random() < 1 / 3:
        return chance.choice(acks) + 1
    return chance.randint(0, length)
