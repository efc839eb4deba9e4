"""The check of what the state folder lies on: whether what is flushed there survives a power cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fault, fine, warning

_IN_MEMORY = {"tmpfs", "ramfs"}
_LAYERED = {"overlay", "aufs"}
_OVER_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "9p", "ceph", "glusterfs", "afs", "fuse.sshfs", "fuse.s3fs"}
"""Their locks and flushes are not those of a disk: SQLite must not be used on them
(sqlite.org/howtocorrupt.html, section 2.1)."""

_UNFLUSHED = {"nobarrier", "barrier=0"}
"""Options by which ext4 and XFS no longer wait for the disk (ext4(5))."""

_OCTAL = re.compile(r"\\(\d{3})")


class Mount(NamedTuple):
    """A line of /proc/self/mountinfo (proc_pid_mountinfo(5))."""

    place: str
    kind: str
    """The name of the file system."""

    options: frozenset[str]


def look(case: Case) -> Iterator[Finding]:
    """Ask the kernel's list of mounts."""
    lines = (case.machine / "proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    mount = mount_of(str(case.folder.resolve()), lines)
    if mount is None:
        yield warning(Check.STORAGE, "storage_unknown")
    else:
        yield judged(mount)


def judged(mount: Mount) -> Finding:
    """Say whether a journal may lie there."""
    told = {"kind": mount.kind, "place": mount.place}
    if "ro" in mount.options:
        return fault(Check.STORAGE, "storage_read_only", **told)
    if mount.kind in _IN_MEMORY:
        return warning(Check.STORAGE, "storage_memory", **told)
    if mount.kind in _LAYERED:
        return warning(Check.STORAGE, "storage_layered", **told)
    if mount.kind in _OVER_NETWORK:
        return warning(Check.STORAGE, "storage_network", **told)
    if mount.options & _UNFLUSHED:
        return warning(Check.STORAGE, "storage_unflushed", **told)
    return fine(Check.STORAGE, "storage", **told)


def mount_of(path: str, lines: list[str]) -> Mount | None:
    """Give the mount a path lies on: the longest that holds it, of equal ones the last, which hides them."""
    mounts = [mount for line in lines if (mount := _mount(line)) and _holds(mount.place, path)]
    return max(enumerate(mounts), key=lambda each: (len(each[1].place), each[0]), default=(0, None))[1]


def _mount(line: str) -> Mount | None:
    before, separator, after = line.partition(" - ")
    fields, rest = before.split(), after.split()
    if not separator or len(fields) < 6 or len(rest) < 1:  # noqa: PLR2004 (the fields proc(5) lists)
        return None
    place = _OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4])
    return Mount(place, rest[0], frozenset([*fields[5].split(","), *rest[-1].split(",")]))


def _holds(place: str, path: str) -> bool:
    return Path(path).is_relative_to(place)
