"""Which parcels are to be looked at, and when: the one touched last goes first, for it lies on the desk."""

from __future__ import annotations

MOST = 1000
"""Parcels kept; what falls out is found again in the views."""


AGAIN_SECONDS = 10.0
"""So long after the hub had no last word it is asked again: another desk's reservation ends by itself."""


class Agenda:
    """Parcels by the time they are due, in seconds of a monotonic clock."""

    def __init__(self) -> None:
        """Begin with none."""
        self._due: dict[str, float] = {}
        """The one touched last stands last."""

        self.overflowed = False
        """Something fell out."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be looked at."""
        return not self._due

    def touch(self, parcel: str, now: float) -> None:
        """Look at a parcel next."""
        self._due.pop(parcel, None)
        self._due[parcel] = now
        if len(self._due) > MOST:
            del self._due[next(iter(self._due))]
            self.overflowed = True

    def later(self, parcel: str, now: float) -> None:
        """Look at a parcel again after a while."""
        self._due[parcel] = now + AGAIN_SECONDS

    def done(self, parcel: str) -> None:
        """Nothing is wanted of a parcel."""
        self._due.pop(parcel, None)

    def next(self, now: float) -> str | None:
        """Name the parcel that is due; of several the one touched last."""
        return next((parcel for parcel, due in reversed(self._due.items()) if due <= now), None)
