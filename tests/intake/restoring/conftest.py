"""A production dock and its real hub over a real PostgreSQL."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass, field, replace

import psycopg
import pytest

from intake import payloads, photos, sqlite
from intake.backup import back_up
from intake.central.backoff import Backoff
from intake.restoring import Restored, restore
from intake.restoring.restoration import Contact
from intake.state_folder import journal_path
from intake.sync import sync
from intake.verify import verify
from tests.central.docks import Dock, connect, found_docks
from tests.hubs import hub_in_thread, station_token
from tests.intake.conftest import Site, stored

STATION = "DOCK-1"


@pytest.fixture(scope="session")
def works(tmp_path_factory):
    """One founded production dock without expected returns, to be copied."""
    return found_docks(tmp_path_factory.mktemp("works"), (STATION,), ())


def envelopes_in(folder) -> list[str]:
    """Give every envelope of a journal, byte for byte."""
    with closing(sqlite.connect(journal_path(folder), readonly=True)) as connection:
        return [text for (text,) in connection.execute("SELECT envelope FROM event ORDER BY seq")]


@dataclass
class Yard:
    """The dock, its hub, and the disks it has lived on."""

    site: Site
    url: str
    token: str
    database: str
    _disks: int = field(default=1)

    def desk(self) -> Dock:
        """Open the desk."""
        return Dock(self.site)

    def work(self, *serials: str) -> None:
        """Take in a parcel for each serial, and close the desk."""
        desk = self.desk()
        try:
            for serial in serials:
                desk.receive(serial)
        finally:
            desk.close()

    def back_up(self):
        """Make a backup; its folder."""
        return back_up(self.site.folder, self.site.folder.parent / "backups").folder

    def sync(self):
        """Bring dock and hub together."""
        return sync(self.site.folder, backoff=Backoff(base=0.0))

    def lose_disk(self) -> Site:
        """Go on with an empty folder on a new disk, and with the token; the site as it was."""
        lost = self.site
        self._disks += 1
        folder = lost.folder.with_name(f"state-{self._disks}")
        self.site = replace(lost, folder=folder)
        return lost

    def restore(self, backup, *, offline: bool = False, **how) -> Restored:
        """Restore into the new disk's folder, and put the token there."""
        contact = Contact(self.url, self.token, **how) if not offline else Contact(offline=True)
        made = restore(backup, self.site.folder, contact, self.site.surroundings)
        connect(self.site, self.url, self.token)
        return made

    def at_hub(self, query: str, *values):
        """Ask the hub's tables."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(query, values).fetchall()

    def log_at_hub(self) -> dict[str, list[str]]:
        """Give what the hub has, by incarnation."""
        found: dict[str, list[str]] = {}
        for incarnation, envelope in self.at_hub(
            "SELECT incarnation, convert_from(envelope, 'UTF8') FROM event ORDER BY incarnation, seq"
        ):
            found.setdefault(incarnation, []).append(envelope)
        return found

    def sent(self) -> list[str]:
        """Give the journal's envelopes without that of the last anchor, which tells of all before it."""
        whole = envelopes_in(self.site.folder)
        return whole[:-1] if '"kind":"HeadAnchored"' in whole[-1] else whole

    def expect_whole(self) -> None:
        """The journal is sound, the hub has all of it, byte for byte, and no replacement is decided twice."""
        assert verify(self.site.folder).faults == ()
        at_hub, own = self.log_at_hub(), dict[str, list[str]]()
        for text in self.sent():
            own.setdefault(json.loads(text)["incarnation"], []).append(text)
        assert {name: at_hub[name][: len(log)] for name, log in own.items()} == own
        doubles = self.at_hub("SELECT key, count(*) FROM replacement GROUP BY key HAVING count(*) > 1")
        assert doubles == []

    @property
    def seqs(self) -> list[int]:
        """The journal's events."""
        return [envelope.seq for envelope in stored(self.site.folder)]

    @property
    def contents(self) -> set[str]:
        """What lies in the folder by its checksum."""
        return {*payloads.digests(self.site.folder), *photos.digests(self.site.folder)}


@pytest.fixture
def yard(works, database, tmp_path):
    """A dock that is connected to its hub."""
    token = station_token(database, STATION)
    with hub_in_thread(database) as hub:
        site = works.copy(STATION, tmp_path / "state-1")
        connect(site, hub.url, token)
        yield Yard(site, hub.url, token, database)
