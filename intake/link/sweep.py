"""The sweep: every replacement nobody has answered, found in the views, the oldest first."""

from __future__ import annotations

from collections import deque

from intake.link.standing import unanswered
from intake.sqlite import Connection

PAGE = 200
"""Rows read at once."""

PAUSE_SECONDS = 60.0
"""So long after its end none begins anew: at five million events one takes a tenth of a second."""


class Sweep:
    """Goes through them once from its beginning, page by page."""

    def __init__(self, connection: Connection) -> None:
        """Stand at the beginning."""
        self._connection = connection
        self._parcels: deque[str] = deque()
        self._after: int | None = 0
        self._ended_at = 0.0

    def begin_anew(self, now: float) -> bool:
        """Begin once more, where the last one has ended and its pause is over."""
        if self._after is not None or now < self._ended_at + PAUSE_SECONDS:
            return False
        self._after = 0
        return True

    def next(self, now: float) -> str | None:
        """Name the next parcel; None at the end."""
        if not self._parcels and self._after is not None:
            self._read(self._after, now)
        return self._parcels.popleft() if self._parcels else None

    def _read(self, after: int, now: float) -> None:
        rows = unanswered(self._connection, after, PAGE)
        self._parcels.extend(dict.fromkeys(parcel for _, parcel in rows))
        self._after = rows[-1][0] if rows else None
        self._ended_at = now
