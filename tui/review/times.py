"""Times: stored in UTC, shown by the clock on the wall."""

from __future__ import annotations

from datetime import datetime

from intake.wording import Wording

_WIDE = 100
"""Cells of a row from which there is room for seconds."""


def cells_of_time(width: int) -> int:
    """Give the cells a time takes in a row so wide."""
    return 14 if width >= _WIDE else 11


def shown(at: str | None, width: int = _WIDE) -> str:
    """Write month, day and time; with seconds where there is room. Nothing for no time."""
    if not at:
        return ""
    local = datetime.fromisoformat(at).astimezone()
    return f"{local:%m-%d %H:%M:%S}" if width >= _WIDE else f"{local:%m-%d %H:%M}"


def whole(at: str) -> str:
    """Write a time with its year."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M:%S}"


def age(at: str | None, now: float, wording: Wording) -> str:
    """Say how long ago something was; nothing for no time. `now` in seconds since 1970-01-01 UTC."""
    return wording.age(now - datetime.fromisoformat(at).timestamp()) if at else ""
