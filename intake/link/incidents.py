"""The station's own emergencies, told to the site's other desks."""

from __future__ import annotations

from collections.abc import Iterator

from intake.central.client import Central
from intake.link.settling import PATIENCE
from intake.sqlite import Connection
from intake.surroundings import iso
from intake.wire import EmergencyState, EmergencyTold, FolderKind

HOURS = 12
"""So long after its end an emergency's end is told: nobody else shows an older one any more."""

_INCIDENTS = "SELECT incident, raised_at, closed_at FROM incident WHERE closed_at IS NULL OR closed_at > ?"


def own(connection: Connection, wall: int) -> Iterator[EmergencyTold]:
    """Give what stands to be told of the station's emergencies at `wall`, in milliseconds."""
    since = iso(wall - HOURS * 3_600_000)
    for incident, raised_at, closed_at in connection.execute(_INCIDENTS, (since,)).fetchall():
        state = EmergencyState.RAISED if closed_at is None else EmergencyState.CLOSED
        yield EmergencyTold(FolderKind.PRODUCTION, incident, state, closed_at or raised_at)


class Incidents:
    """Tells each once; telling it again, after a restart, changes nothing."""

    def __init__(self, central: Central, connection: Connection) -> None:
        """Both belong to this thread."""
        self._central = central
        self._connection = connection
        self._told: set[EmergencyTold] = set()

    def tell(self, wall: int) -> bool:
        """Tell what was not told yet, and whether there was any.

        Raises CentralError; what was told until then stays told.
        """
        standing = {*own(self._connection, wall)}
        self._told &= standing
        untold = sorted(standing - self._told, key=lambda told: told.at)
        for each in untold:
            self._central.tell(each, timeout=PATIENCE)
            self._told.add(each)
        return bool(untold)
