"""Eight docks race for the same units, with and without contact, while PostgreSQL is killed again and again.

CI races for 16 serials, `PROOF=1` for 200. `SEED=n` throws the dice of another race.
"""

from __future__ import annotations

import contextlib
import os
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import httpx
import msgspec
import psycopg
import pytest

from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.central.fault import CentralError
from intake.link import once
from intake.receipt import Step
from intake.sync import sync
from intake.wire import DispatchOutcome, Lease, LeaseWanted
from tests.central.contents import expect_log, expect_settled
from tests.central.docks import Dock, connect, found_docks
from tests.central.faulty import Fault, Faulty
from tests.hubs import hub_process, shipper_token, station_token
from tests.intake import lists
from tests.intake.conftest import Site
from tests.postgres import Server, served

PROOF = os.environ.get("PROOF") == "1"
SERIALS = 200 if PROOF else 16
KILLS = 8
STATIONS = [f"DOCK-{number}" for number in range(1, 9)]
LOST = 0.2
"""Of the replies to a dock with contact."""

PATIENCE = 60.0


class Carrier(threading.Thread):
    """Sends what waits, and remembers under which order it sent each key."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(name="carrier")
        self.orders: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self._client = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=10)
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.is_set():
            if not self._send():
                self._is_over.wait(0.05)
        while self._send():
            pass
        self._client.close()

    def stop(self) -> None:
        """Send what waits still, and end."""
        self._is_over.set()
        self.join()

    def _send(self) -> bool:
        """Send a few; False where nothing waits, or nobody answers."""
        found = self._ask("lease", LeaseWanted(5, 1))
        leased = msgspec.json.decode(found, type=Lease).replacements if found else ()
        for each in leased:
            self.orders[each.key].add((each.order, each.station))
            self._ask("outcome", DispatchOutcome(each.key, each.lease, shipped=True))
        return bool(leased)

    def _ask(self, what: str, message: msgspec.Struct) -> bytes | None:
        try:
            answer = self._client.post(
                f"/v1/dispatch/{what}",
                content=msgspec.json.encode(message),
                headers={"Content-Type": "application/json"},
            )
        except httpx.TransportError:  # while PostgreSQL is away
            return None
        return answer.content if answer.is_success else None


class Race:
    """Docks at work, each in a thread of its own."""

    def __init__(self, url: str, tokens: dict[str, str], sites: dict[str, Site], serials: list[str]) -> None:
        self.done = 0
        """Parcels taken in, by all."""

        self._url = url
        self._tokens = tokens
        self._sites = sites
        self._serials = serials

    def has_done(self, parcels: int) -> bool:
        """Whether so many parcels were taken in."""
        return self.done >= parcels

    def run(self, name: str, chance: random.Random, *, contact: bool) -> None:
        """Take in a unit of every serial once, in this dock's own order."""
        network = Faulty(httpx.HTTPTransport(verify=False), chance, LOST, (Fault.LOST_REPLY,))
        credentials = Credentials.parse(self._url, self._tokens[name])
        dock = Dock(self._sites[name])
        try:
            with Central(credentials, name, transport=network, timeout=5.0) as central:
                for serial in chance.sample(self._serials, len(self._serials)):
                    self._take_in(dock, central if contact else None, serial)
        finally:
            dock.close()

    def _take_in(self, dock: Dock, central: Central | None, serial: str) -> None:
        dock.open_parcel()
        dock.scan(serial)
        self._talk(dock, central)
        dock.until(Step.PARCEL_OPEN)
        dock.scan("RI-C-CLOSE")
        self._talk(dock, central)
        self.done += 1

    def _talk(self, dock: Dock, central: Central | None) -> None:
        if central is not None:
            with contextlib.suppress(CentralError):
                once(dock.site.folder, central, dock.station.accept)


def kill_again_and_again(server: Server, race: Race, parcels: int) -> None:
    """Kill PostgreSQL at even distances of the race's work, and start it again."""
    for number in range(1, KILLS + 1):
        wait_until(partial(race.has_done, number * parcels // (KILLS + 1)))
        server.kill()
        server.start()


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE * (10 if PROOF else 1)
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.fixture(scope="module")
def works(memory):
    return found_docks(memory / "race", STATIONS, claims=())


@pytest.mark.timeout(3600 if PROOF else 120)
@pytest.mark.parametrize("seed", [int(os.environ.get("SEED", "8"))], ids="SEED={}".format)
def test_no_unit_gets_two_replacements_and_each_gets_one(works, tmp_path, seed):
    chance = random.Random(seed)
    drawn = {serial for row in works.listing.rows for serial in lists.first_of(works.campaign, row, SERIALS)}
    serials = chance.sample(sorted(drawn), SERIALS)
    with served(durable=True) as server, hub_process(url := server.database()) as hub:
        tokens = {name: station_token(url, name) for name in STATIONS}
        sites = {
            name: works.copy(name, tmp_path / name, 1_000_000 * at) for at, name in enumerate(STATIONS, 1)
        }
        for name, site in sites.items():
            connect(site, hub.url, tokens[name], link=True)
        carrier = Carrier(hub.url, shipper_token(url))
        carrier.start()
        race = Race(hub.url, tokens, sites, serials)
        with ThreadPoolExecutor(len(STATIONS) + 1) as pool:
            docks = [
                pool.submit(race.run, name, random.Random(f"{seed} {name}"), contact=place % 2 == 0)
                for place, name in enumerate(STATIONS)
            ]
            docks.append(pool.submit(kill_again_and_again, server, race, SERIALS * len(STATIONS)))
        for each in docks:
            each.result()
        for site in sites.values():
            sync(site.folder)
        carrier.stop()
        expect_one_each(url, carrier, {f"{works.campaign.maker}/{serial}" for serial in serials})
        for name, site in sites.items():
            with psycopg.connect(url) as look:
                expect_log(look, name, site.folder)
                expect_settled(look, name, site.folder)


def expect_one_each(url: str, carrier: Carrier, keys: set[str]) -> None:
    """Expect each key to have been given out under one order for one unit, and none to be forgotten."""
    assert {key: len(orders) for key, orders in carrier.orders.items()} == dict.fromkeys(keys, 1)
    with psycopg.connect(url) as look:
        rows = look.execute("SELECT key, state, station FROM replacement").fetchall()
    assert {key: (state, station) for key, state, station in rows} == {
        key: ("shipped", station) for key, ((_, station),) in carrier.orders.items()
    }
