"""Lists in force: the affected lists that decide, and since when each is known to be the current one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intake.errors import StorageError
from intake.reference import AffectedIndex
from intake.sqlite import Connection
from intake.state_folder import list_path
from intake.surroundings import milliseconds
from intake.verdict import ListStatus

_DAY = 86_400_000
"""Milliseconds."""


@dataclass(frozen=True, slots=True)
class ListInForce:
    """An affected list that decides, and since when it is known to be the current one."""

    campaign: str
    version: str
    training: bool
    since: int
    """Milliseconds since 1970 when it was put in force."""

    max_age_days: int
    """0: it never grows stale."""

    index: AffectedIndex

    def status(self, wall: int) -> ListStatus:
        """Tell whether the list may still say NOT_AFFECTED at `wall`. A clock far behind counts as stale."""
        age = wall - self.since
        fresh = self.training or not self.max_age_days or -_DAY <= age <= self.max_age_days * _DAY
        return ListStatus(self.campaign, self.version, self.training, not fresh)


def open_lists(connection: Connection, folder: Path, max_age_days: int) -> tuple[ListInForce, ...]:
    """Open the lists in force of a state folder. Raises StorageError when one is missing."""
    rows = connection.execute(
        "SELECT campaign, version, training, since FROM list_in_force ORDER BY campaign"
    )
    return tuple(_open_list(folder, max_age_days, *row) for row in rows)


def _open_list(
    folder: Path, max_age_days: int, campaign: str, version: str, training: int, since: str
) -> ListInForce:
    path = list_path(folder, campaign, version)
    if path is None or not path.exists():
        raise StorageError(
            f"expected list {version} of {campaign}, which is in force, in {folder}, got nothing: "
            "copy it back from the backup or activate another list"
        )
    when = milliseconds(since)
    return ListInForce(campaign, version, bool(training), when, max_age_days, AffectedIndex.open(path))
