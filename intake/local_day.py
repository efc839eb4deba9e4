"""A local day: midnight to midnight by the clock on the wall, in the forms the journal is searched by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from intake.surroundings import iso


@dataclass(frozen=True, slots=True)
class LocalDay:
    """One day of the station's own time zone."""

    date: date

    @classmethod
    def of(cls, wall: int) -> Self:
        """Give the day in which `wall`, in milliseconds since 1970-01-01 UTC, lies."""
        return cls(datetime.fromtimestamp(wall / 1000, UTC).astimezone().date())

    @property
    def times(self) -> tuple[str, str]:
        """Its first moment and that of the next day, as events write times."""
        return iso(_midnight(self.date)), iso(_midnight(self.date + _ONE))

    @property
    def ids(self) -> tuple[str, str]:
        """What lies below every identifier of the day, and below every one of the next.

        Identifiers of parcels and units are UUIDv7 (RFC 9562, section 5.7) made at the very moment their
        event is recorded: their own index is one by time, and no scan has to pay for another.
        """
        return _lowest(_midnight(self.date)), _lowest(_midnight(self.date + _ONE))


_ONE = timedelta(days=1)


def _midnight(day: date) -> int:
    return round(datetime.combine(day, time.min).astimezone().timestamp() * 1000)


def _lowest(wall: int) -> str:
    digits = f"{wall:012x}"
    return f"{digits[:8]}-{digits[8:]}"
