"""One night of one seed: docks that work and send, while everything between them and the hub goes wrong.

In the end the network is calm, each dock sends once more, and the hub must hold what the logs hold.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx
import msgspec

from intake.backup import back_up
from intake.central.backoff import Backoff
from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.central.fault import CentralError
from intake.errors import IntakeError
from intake.link import once
from intake.restoring import restore
from intake.restoring.restoration import Contact
from intake.sync import sync
from intake.wire import DispatchOutcome, Lease, LeaseWanted
from tests.central.contents import empty, expect_heard, expect_log, expect_queue
from tests.central.docks import ANNOUNCED, CLAIMS, JOINED, Dock, Works, connect
from tests.central.faulty import Faulty
from tests.central.fuse import Fuse, Fused, KilledError, fused_commits
from tests.central.in_process import BASE, InProcess, killed_at
from tests.central.model import Hub
from tests.intake.conftest import Site

STATIONS = ("DOCK-1", "DOCK-2", "DOCK-3")
AT_ONCE = Backoff(base=0)


@dataclass(frozen=True)
class Stage:
    """What nights are played on, one after the other."""

    works: Works
    hub: InProcess
    tokens: dict[str, str]
    place: Path


class Night:
    """What one seed plays."""

    def __init__(self, seed: int, stage: Stage) -> None:
        self.chance = random.Random(seed)
        self.hub = stage.hub
        self.hub.model = Hub(ANNOUNCED)
        empty(self.hub.look)
        self.fuse = Fuse()
        self.network = Faulty(self.hub, self.chance, self.chance.choice((0.1, 0.3, 0.6)))
        self._tokens = stage.tokens
        self._place = stage.place / f"night-{seed}"
        count = self.chance.choices((1, 2, 3), (75, 22, 3))[0]
        self.sites = {
            name: stage.works.copy(name, self._place / name, 1_000_000 * (number + 1))
            for number, name in enumerate(STATIONS[:count])
        }
        for name, site in self.sites.items():
            connect(site, BASE, self._tokens[name], link=self.chance.random() < 0.5)
        self._live_ones: set[str] = set()
        self._saved: dict[str, Path] = {}
        self._serials = self.chance.sample(stage.works.serials, 3)

    def play(self) -> None:
        """Play it, and expect the hub to hold what it should."""
        with fused_commits(self.fuse):
            self._go_wrong()
        for name, site in self.sites.items():
            expect_log(self.hub.look, name, site.folder)
            expect_heard(self.hub.look, name, site.folder)
        expect_queue(self.hub.look, self.hub.model)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._place, ignore_errors=True)

    def _go_wrong(self) -> None:
        acts = (
            *(self._work, self._send, self._live, self._forget, self._restart, self._dispatch),
            *(self._save, self._lose),
        )
        self._work()
        for act in self.chance.choices(acts, (16, 20, 8, 4, 1, 8, 1, 2), k=self.chance.randint(1, 3)):
            act()
        self._calm()

    def _calm(self) -> None:
        self.network.calm()
        for name, site in self.sites.items():
            if name in self._live_ones:
                self._link(name)
            sync(site.folder, transport=self.network, backoff=AT_ONCE)

    def _site(self) -> Site:
        return self.chance.choice(list(self.sites.values()))

    def _work(self) -> None:
        """Do some of a dock's work; it may be killed at any commit."""
        if self.chance.random() < 0.1:
            self.fuse.left = self.chance.randrange(1, 30)
        dock = Dock(self._site())
        try:
            for act in self.chance.choices((self._receive, self._undo, self._decide), (5, 1, 2), k=2):
                act(dock)
        except KilledError:
            pass
        finally:
            self.fuse.left = None
            dock.close()

    def _receive(self, dock: Dock) -> None:
        serial = self.chance.choice(self._serials)
        if self.chance.random() < 0.7:
            dock.receive_claimed(self.chance.choice([*CLAIMS, *[JOINED] * len(CLAIMS)]), serial)
        else:
            dock.receive(serial)
        if self.chance.random() < 0.2:  # the next one stays on the table
            dock.open_parcel()
            dock.scan(self.chance.choice(self._serials))

    def _undo(self, dock: Dock) -> None:
        for _ in range(self.chance.randint(1, 3)):
            dock.undo()

    def _decide(self, dock: Dock) -> None:
        dock.decide(self.chance)

    def _send(self) -> None:
        """Send a night's log, or as much of it as gets through."""
        site = self._site()
        self._hurt()
        self._survive(lambda: sync(site.folder, transport=Fused(self.network, self.fuse), backoff=AT_ONCE))

    def _live(self) -> None:
        """Reserve and confirm whatever is wanted, as far as it gets through."""
        name = self.chance.choice(list(self.sites))
        self._hurt()
        self._survive(lambda: self._link(name))
        self._live_ones.add(name)

    def _link(self, name: str) -> None:
        dock = Dock(self.sites[name])
        try:
            credentials = Credentials.parse(BASE, self._tokens[name])
            with Central(credentials, name, transport=Fused(self.network, self.fuse)) as central:
                once(dock.site.folder, central, dock.station.accept)
        finally:
            self.fuse.left = None
            dock.close()

    def _save(self) -> None:
        """Back a dock up, once a night."""
        name = self.chance.choice(list(self.sites))
        if name not in self._saved:
            self._saved[name] = back_up(self.sites[name].folder, self._place / "backups").folder

    def _lose(self) -> None:
        """Lose a dock's disk, and restore what was saved: with contact, or without it for now."""
        if not self._saved:
            for act in (self._save, self._work, self._send):
                act()
        for name in [*self._saved][:1]:
            site = self.sites[name]
            shutil.rmtree(site.folder)
            offline = self.chance.random() < 0.5
            contact = Contact(BASE, self._tokens[name], offline=offline, transport=self.hub)
            restore(self._saved.pop(name), site.folder, contact)
            connect(site, BASE, self._tokens[name])

    def _hurt(self) -> None:
        if self.chance.random() < 0.2:
            self.fuse.left = self.chance.randrange(1, 16)
        if self.chance.random() < 0.2:
            self.hub.kill_within = killed_at(self.chance)

    def _survive(self, act: Callable[[], object]) -> None:
        try:
            act()
        except (IntakeError, CentralError, KilledError):
            pass
        finally:
            self.fuse.left, self.hub.kill_within = None, 0

    def _forget(self) -> None:
        """Lose what is only a cache."""
        for path in self._site().folder.glob("sync.*"):
            path.unlink()

    def _restart(self) -> None:
        self.hub.restart()

    def _dispatch(self) -> None:
        """Send some of what waits, as a carrier does."""
        lease = msgspec.json.decode(self._post("lease", LeaseWanted(self.chance.randint(1, 3))), type=Lease)
        for leased in lease.replacements:
            self.hub.model.lease(leased.key)
            if self.chance.random() < 0.8:
                shipped = self.chance.random() < 0.8
                self._post("outcome", DispatchOutcome(leased.key, leased.lease, shipped))
                self.hub.model.ship(leased.key, shipped=shipped)

    def _post(self, what: str, message: msgspec.Struct) -> bytes:
        with httpx.Client(transport=self.hub, base_url=BASE) as client:
            answer = client.post(
                f"/v1/dispatch/{what}",
                content=msgspec.json.encode(message),
                headers={
                    "Authorization": f"Bearer {self._tokens['carrier']}",
                    "Content-Type": "application/json",
                },
            )
        assert answer.is_success, answer.text
        return answer.content
