"""Lists: which affected list decides for each campaign, and how far units were judged anew by them."""

from __future__ import annotations

import msgspec

from intake.campaign import Catalogue
from intake.follow_up import Task
from intake.sqlite import Connection


class ListRow(msgspec.Struct, frozen=True):
    """The list in force of one campaign."""

    campaign: str
    version: str | None = None
    """None: no list of this campaign is in force."""

    training: bool = False
    since: str | None = None
    """ISO 8601 UTC; when it was last known to be the current one."""


class FollowUp(msgspec.Struct, frozen=True):
    """What newer lists or newer expected returns make due for all that was received before."""

    task: Task
    since: str
    """ISO 8601 UTC."""

    ended_at: str | None
    """None: it is due, or under way."""

    units: int | None
    """Units judged; None where the task is about parcels."""

    changed: int | None
    """Units or parcels of which something else is recorded now."""


_LISTS = "SELECT campaign, version, training, since FROM list_in_force ORDER BY campaign"
_FOLLOW_UPS = "SELECT task, since, ended_at, units, changed FROM follow_up ORDER BY task"


def lists(connection: Connection, catalogue: Catalogue) -> tuple[ListRow, ...]:
    """Give every campaign of the catalogue with its list, or with none; then lists of other campaigns."""
    found = {
        campaign: ListRow(campaign, version, bool(training), since)
        for campaign, version, training, since in connection.execute(_LISTS)
    }
    named = {campaign.id: ListRow(campaign.id) for campaign in catalogue.campaigns}
    return tuple((named | found).values())


def follow_ups(connection: Connection) -> tuple[FollowUp, ...]:
    """Give how far each of them has come, by its name."""
    return tuple(FollowUp(Task(task), *row) for task, *row in connection.execute(_FOLLOW_UPS))
