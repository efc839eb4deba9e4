"""Follow-up: what newer lists or claims make necessary for everything received before them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Task(StrEnum):
    """Work that a process of its own does beside the desk."""

    REJUDGING = "rejudging"
    """Every unit ever received is judged by the lists in force."""

    REMATCHING = "rematching"
    """Open holds are compared with the expected returns in force."""


def lists_named(lists: Iterable[tuple[str, str]]) -> str:
    """Name lists by campaign and version, in any order: `campaign@version`, joined by commas."""
    return ",".join(f"{campaign}@{version}" for campaign, version in sorted(lists))
