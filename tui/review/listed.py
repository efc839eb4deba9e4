"""Listed: what a screen lists, as it is written into a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from intake.sqlite import Connection


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows that are read while they are written: there may be more than memory holds."""

    name: str
    """What they are, for the file's name."""

    header: tuple[str, ...]
    rows: Callable[[Connection], Iterable[Mapping[str, object]]]
