"""Reads the log of shim.c: every call of the recorded process that mattered, in order."""

from __future__ import annotations

import enum
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_HEADER = struct.Struct("=IIIIQQ")


class Op(enum.IntEnum):
    """What a record of the log is; the numbers are those of shim.c."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 3
    ALLOCATE = 4
    UNLINK = 5
    RENAME = 6
    LINK = 7
    MKDIR = 8
    RMDIR = 9
    SYNC = 10
    SYNC_FAILED = 11
    ACK = 12
    FAULT = 13
    SAID = 14
    """A write to a terminal that is not standard output: what a scanner was told."""


CONTENTS = frozenset({Op.WRITE, Op.TRUNCATE, Op.ALLOCATE})
NAMES = frozenset({Op.CREATE, Op.UNLINK, Op.RENAME, Op.LINK, Op.MKDIR, Op.RMDIR})


@dataclass(frozen=True, slots=True)
class Record:
    """One call of the recorded process."""

    index: int
    op: Op
    inode: int
    offset: int
    path: str
    other: str
    data: bytes


def read_log(log: Path) -> list[Record]:
    """Return every record; one cut off by a kill at the very end is left out."""
    records: list[Record] = []
    raw, at = log.read_bytes(), 0
    while at + _HEADER.size <= len(raw):
        op, path, other, data, inode, offset = _HEADER.unpack_from(raw, at)
        at += _HEADER.size
        cuts = (at, at + path, at + path + other, at + path + other + data)
        if cuts[3] > len(raw):
            break
        first, second = (raw[a:b].decode() for a, b in ((cuts[0], cuts[1]), (cuts[1], cuts[2])))
        records.append(Record(len(records), Op(op), inode, offset, first, second, raw[cuts[2] : cuts[3]]))
        at = cuts[3]
    return records


@dataclass(frozen=True, slots=True)
class Ack:
    """One line of standard output and the record that completed it."""

    index: int
    line: str


def acknowledged(records: Iterable[Record]) -> list[Ack]:
    """Return the lines the process wrote to standard output, in order."""
    acks, rest = [], b""
    for record in records:
        if record.op is Op.ACK:
            *lines, rest = (rest + record.data).split(b"\n")
            acks += [Ack(record.index, line.decode()) for line in lines]
    return acks
