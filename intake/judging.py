"""Judging serials without a station: the lists in force, read beside whoever holds the state folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from intake import catalogue
from intake.in_force import open_lists
from intake.known import LookUps
from intake.reading_room import reading_connection
from intake.settings import load
from intake.sqlite import Connection
from intake.verdict import Judgement


class _Beside(NamedTuple):
    connection: Connection


@contextmanager
def judging(folder: Path) -> Iterator[Callable[[str, int], Judgement]]:
    """Give a judge of normal serials at a wall-clock time in milliseconds. Raises StorageError."""
    settings = load(folder)
    with reading_connection(folder) as connection:
        look_ups = LookUps(_Beside(connection), catalogue.load(folder), settings.policy)
        look_ups.lists = open_lists(connection, folder, settings.list_max_age_days)
        try:
            yield look_ups.judge
        finally:
            for entry in look_ups.lists:
                entry.index.close()
