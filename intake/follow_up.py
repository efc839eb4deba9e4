"""Follow-up: what newer lists or claims make necessary for everything received before them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from intake.campaign import Campaign, Catalogue


class Task(StrEnum):
    """Work that a process of its own does beside the desk."""

    REJUDGING = "rejudging"
    """Every unit ever received is judged by the lists in force."""

    REMATCHING = "rematching"
    """Open holds, and units said to be safe, are compared with the expected returns in force."""

    SOUNDNESS = "soundness"
    """SQLite's own check of the journal, after an end that was not in order."""


_DIGITS = 12
"""Of a checksum: enough to tell the contents that one version has had."""


def lists_named(lists: Iterable[tuple[str, str, str]]) -> str:
    """Name lists by campaign, version and checksum, in any order: `campaign@version#checksum`, by commas.

    The checksum is cut short. A version that was made anew with other rows is another list.
    """
    return ",".join(
        f"{campaign}@{version}#{checksum[:_DIGITS]}" for campaign, version, checksum in sorted(lists)
    )


def rules_named(catalogue: Catalogue, max_age_days: Iterable[int]) -> str:
    """Name what decides a verdict besides the lists: the campaigns, and how old each list in force may grow.

    Two processes that were started with other campaign files or settings come to other verdicts.
    """
    return _digest((catalogue, sorted(set(max_age_days))))


def campaign_named(campaign: Campaign) -> str:
    """Name what a campaign's file says."""
    return _digest(campaign)


def _digest(rules: object) -> str:
    return hashlib.sha256(msgspec.json.encode(rules, order="deterministic")).hexdigest()[:_DIGITS]
