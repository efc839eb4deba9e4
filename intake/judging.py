"""Judging serials without a station: the lists in force, read beside whoever holds the state folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from intake import catalogue
from intake.in_force import close_lists, open_lists
from intake.known import LookUps
from intake.reading_room import reading_connection
from intake.settings import load
from intake.sqlite import Connection


class _Beside(NamedTuple):
    connection: Connection


@contextmanager
def judging(folder: Path) -> Iterator[LookUps]:
    """Give the look-ups of a state folder's journal and lists in force. Raises StorageError."""
    settings = load(folder)
    with reading_connection(folder) as connection:
        known = catalogue.load(folder, judged_by=settings.campaigns)
        look_ups = LookUps(_Beside(connection), known, settings.policy)
        look_ups.lists = open_lists(connection, folder, settings.list_max_age_days)
        try:
            yield look_ups
        finally:
            close_lists(look_ups.lists)
