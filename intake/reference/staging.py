"""Staging: keys of a list on their way, sorted on the disk and not in memory.

SQLite cannot do it: it is built to sort in memory (TEMP_STORE=3 of the pysqlite3 wheel), and an index filled
in any order takes three times as long (measured, a million keys).
"""

from __future__ import annotations

import marshal
import tempfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO

_AT_ONCE = 20_000
"""Keys sorted in memory before they are written as a run: few enough for a processor's cache (measured)."""

_BLOCK = 500
"""Keys of a run that are read at a time."""

StagedKey = tuple[str, str, str, str, int]
"""First and last key, what the row says, its note, and its line."""

_Blocks = list[tuple[int, int]]
"""Where the blocks of a run lie in the file, and how long they are."""

_first = itemgetter(0)


class Staging:
    """Keys of each shape, taken in any order and given in theirs."""

    def __init__(self, folder: Path) -> None:
        """Begin a file without a name in `folder`: a kill leaves nothing. Raises the system's errors."""
        self._file: BinaryIO = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (`close` closes it)
        self._waiting: defaultdict[int, list[StagedKey]] = defaultdict(list)
        self._count = 0
        self._runs: dict[int, list[_Blocks]] = {}

    def add(self, shape: int, key: StagedKey) -> None:
        """Take a key of a shape."""
        self._waiting[shape].append(key)
        self._count += 1
        if self._count >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        for shape, keys in self._waiting.items():
            _sort(keys)
            blocks = [self._written(keys[at : at + _BLOCK]) for at in range(0, len(keys), _BLOCK)]
            self._runs.setdefault(shape, []).append(blocks)
        self._waiting.clear()
        self._count = 0

    def _written(self, block: list[StagedKey]) -> tuple[int, int]:
        start = self._file.tell()
        # marshal writes once what repeats, as notes do; msgpack takes three times as long to read (measured).
        return start, self._file.write(marshal.dumps(block))

    def sorted(self, shape: int) -> Iterator[list[StagedKey]]:
        """Give all keys of a shape in their order, some at a time; nothing may be added after."""
        self._write()
        runs = [self._read(blocks) for blocks in self._runs.get(shape, ())]
        heads = [next(run) for run in runs]
        while heads:
            # What is not above the lowest end of all blocks cannot be followed by anything smaller.
            end = min(head[-1] for head in heads)
            found: list[StagedKey] = []
            for place, head in enumerate(heads):
                cut = bisect_right(head, end)
                found += head[:cut]
                heads[place] = head[cut:] or next(runs[place], [])
            runs = [run for run, head in zip(runs, heads, strict=True) if head]
            heads = [head for head in heads if head]
            _sort(found)  # runs that follow each other: a merge
            yield found

    def _read(self, blocks: _Blocks) -> Iterator[list[StagedKey]]:
        for start, length in blocks:
            self._file.seek(start)
            yield marshal.loads(self._file.read(length))  # noqa: S302 (our own file, which has no name)

    def close(self) -> None:
        """Close the file, which is then gone."""
        self._file.close()


def _sort(keys: list[StagedKey]) -> None:
    """Sort keys: texts compare several times as fast as tuples, and hardly two begin alike."""
    keys.sort(key=_first)
    keys.sort()
