"""Photo care: while nobody scans, pictures nobody has kept are erased, and those kept for long enough."""

from __future__ import annotations

from pathlib import Path

from intake import photos
from intake.gathering.files import erase_photo
from intake.known import LookUps
from intake.question import Question
from intake.request import ErasePhoto
from intake.scan import Moment
from intake.sqlite import Error as SqliteError
from intake.surroundings import iso

EVERY = 60_000_000_000
"""Nanoseconds between two looks at the folder: a listing of some thousand files takes milliseconds."""

AT_ONCE = 5
"""Pictures erased by retention at one look: each is a commit, and a scan may have to wait for them."""

_DAY = 86_400_000
"""Milliseconds."""


class PhotoCare:
    """Looks after the pictures of one station."""

    def __init__(self, folder: Path, look_ups: LookUps, retention_days: int) -> None:
        """Look at the first idle moment. `retention_days`: 0 keeps them for ever."""
        self._folder = folder
        self._look_ups = look_ups
        self._days = retention_days
        self._looked_at: int | None = None

    def due(self, question: Question | None, moment: Moment) -> list[ErasePhoto]:
        """Erase what no unit has, and give the wishes to erase what is too old.

        `question` is the desk's open one: what it shows is not named yet.
        """
        if self._looked_at is not None and moment.monotonic - self._looked_at < EVERY:
            return []
        self._looked_at = moment.monotonic
        try:
            return self._look(question, moment.wall)
        except (SqliteError, OSError):  # a failing disk: the next scan meets it, and says so
            return []

    def _look(self, question: Question | None, wall: int) -> list[ErasePhoto]:
        connection = self._look_ups.connection
        for digest in photos.unnamed(connection, self._folder, question):
            erase_photo(self._folder, digest)
        if not self._days:
            return []
        old = photos.old(connection, iso(wall - self._days * _DAY), AT_ONCE)
        return [ErasePhoto(digest, f"kept for {self._days} days") for digest in old]
