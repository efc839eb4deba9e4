"""The check of the time zone: the desk's day, its counts and its shown times go by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fine, warning

_ZONES = "zoneinfo/"
_PLACELESS = ("UTC", "UCT", "GMT", "Greenwich", "Universal", "Zulu", "-00")
"""What a zone is called that is no place's; London's and Lisbon's clocks agree with it in winter."""


def look(case: Case) -> Iterator[Finding]:
    """Read which zone is set, and what it makes of this moment."""
    local = datetime.fromtimestamp(case.wall / 1000, UTC).astimezone()
    yield judged(_name(case) or local.tzname() or "", local.utcoffset() or timedelta())


def judged(name: str, offset: timedelta) -> Finding:
    """Say which zone it is; a dock by UTC has a day that begins in the middle of a shift."""
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    told = {"zone": name, "offset": f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"}
    has_no_place = not name or name.removeprefix("Etc/").startswith(_PLACELESS)
    judge, word = (warning, "zone_utc") if has_no_place and not minutes else (fine, "zone")
    return judge(Check.ZONE, word, **told)


def _name(case: Case) -> str:
    """Give the name of the variable TZ, else that of the file /etc/localtime links to."""
    named = case.environment.get("TZ", "").removeprefix(":")
    return named or str((case.machine / "etc/localtime").resolve()).partition(_ZONES)[2]
