"""Lists in force: the affected lists that decide, and since when each is known to be the current one."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    checksum: str = ""
    """As it was recorded when it was put in force."""

    def status(self, wall: int) -> ListStatus:
        """Tell whether the list may still say NOT_AFFECTED at `wall`. A clock far behind counts as stale."""
        age = wall - self.since
        fresh = self.training or not self.max_age_days or -_DAY <= age <= self.max_age_days * _DAY
        return ListStatus(self.campaign, self.version, self.training, not fresh)


def open_lists(connection: Connection, folder: Path, max_age_days: int) -> tuple[ListInForce, ...]:
    """Open the lists in force of a state folder. Raises StorageError when one cannot be read."""
    opened: list[ListInForce] = []
    try:
        opened.extend(_open_list(folder, max_age_days, *row) for row in _rows(connection))
    except StorageError:
        close_lists(opened)
        raise
    return tuple(opened)


def open_what_is_there(connection: Connection, folder: Path, max_age_days: int) -> tuple[ListInForce, ...]:
    """Open the lists in force whose files can be read; `wanting` names the others."""
    opened = []
    for row in _rows(connection):
        with suppress(StorageError):  # the desk's banner tells of it, and its serials are uncertain
            opened.append(_open_list(folder, max_age_days, *row))
    return tuple(opened)


def close_lists(lists: Iterable[ListInForce]) -> None:
    """Close the files of lists."""
    for entry in lists:
        entry.index.close()


def wanting(connection: Connection, lists: Iterable[ListInForce]) -> tuple[tuple[str, str], ...]:
    """Give campaign and version of what is in force and not among the lists opened."""
    opened = {entry.campaign for entry in lists}
    return tuple((campaign, version) for campaign, version, *_ in _rows(connection) if campaign not in opened)


def _rows(connection: Connection) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT campaign, version, training, since, checksum FROM list_in_force ORDER BY campaign"
    ).fetchall()


def _open_list(
    folder: Path, max_age_days: int, campaign: str, version: str, training: int, since: str, checksum: str
) -> ListInForce:
    path = list_path(folder, campaign, version)
    if path is None or not path.exists():
        raise StorageError(
            f"expected list {version} of {campaign}, which is in force, in {folder}, got nothing: "
            "copy it back from the backup, import it anew or activate another list"
        )
    index, when = AffectedIndex.open(path), milliseconds(since)
    return ListInForce(campaign, version, bool(training), when, max_age_days, index, checksum)
