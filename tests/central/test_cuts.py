"""An exchange cut after every byte, in both directions: the next one brings what is missing, once.

CI cuts one batch's exchange at every byte and a whole night's talk at every 101st, `PROOF=1` both at each.
"""

from __future__ import annotations

import os
from contextlib import suppress

import httpx
import psycopg
import pytest

from intake.central.backoff import Backoff
from intake.central.client import Central
from intake.central.credentials import Credentials
from intake.central.fault import CentralError
from intake.sync import sync
from intake.wire import Batch, FolderKind
from tests.central.contents import Stored, expect_log, held, journal
from tests.central.docks import Dock, connect
from tests.central.proxy import Fault, Proxy
from tests.hubs import hub_in_thread, station_token
from tests.intake.conftest import Site

NAME = "DOCK-1"
STEP = 1 if os.environ.get("PROOF") == "1" else 101
GENESIS = "0" * 64


@pytest.fixture
def wire(database):
    """A proxy before a real hub, a token for it, and a look at what it has."""
    token = station_token(database, NAME)
    with (
        hub_in_thread(database) as hub,
        Proxy(("127.0.0.1", hub.port)) as proxy,
        psycopg.connect(database, autocommit=True) as look,
    ):
        yield proxy, token, look


@pytest.fixture
def site(works, memory, tmp_path):
    return works.copy(NAME, tmp_path / NAME)


def scanned(site: Site, count: int) -> None:
    """Record so many events, and a few of a parcel."""
    dock = Dock(site)
    dock.receive()
    for _ in range(count):
        dock.scan("nobody knows this")
    dock.close()


def count(look: psycopg.Connection) -> int:
    """Count the events the hub has."""
    ((found,),) = look.execute("SELECT count(*) FROM event").fetchall()
    return int(found)


def batch(log: list[Stored], at: int, count: int) -> Batch:
    """Make the batch of so many events from a place in the log on."""
    prev = log[at - 1].hash.hex() if at else GENESIS
    events = tuple(event.envelope for event in log[at : at + count])
    return Batch(FolderKind.PRODUCTION, "2027-01-15T08:00:00.000Z", at + 1, prev, events)


@pytest.mark.timeout(900)
def test_a_batch_is_there_once_wherever_its_exchange_was_cut(wire, site):
    proxy, token, look = wire
    scanned(site, 2500)
    log, at = journal(site.folder), 0

    def send(central: Central) -> None:
        central.send(log[0].incarnation, batch(log, at, 1))

    def connected() -> Central:
        """A client that makes a connection of its own."""
        network = httpx.HTTPTransport(verify=False)  # a context for TLS would cost more than all the rest
        return Central(Credentials.parse(proxy.url, token), NAME, transport=network, timeout=10.0)

    with connected() as central:
        send(central)
    up, down = len(proxy.traffic[0].up), len(proxy.traffic[0].down)
    faults = [*(Fault(up=n) for n in range(up)), *(Fault(down=n) for n in range(down))]
    assert len(faults) < len(log), "there is an event for each cut"
    for fault in faults:
        at += 1
        proxy.schedule([fault])
        with connected() as central:
            with suppress(CentralError):
                send(central)
            send(central)
        assert count(look) == at + 1, fault
    assert held(look, NAME) == log[: at + 1]


@pytest.mark.timeout(3600)
def test_a_night_is_whole_wherever_its_talk_was_cut(wire, site):
    proxy, token, look = wire
    connect(site, proxy.url, token)
    scanned(site, 0)
    sync(site.folder)
    up = down = 0
    for number in range(0, 100_000, STEP):
        if (up, down) != (0, 0) and number > max(up, down):
            break
        for fault in (Fault(up=number), Fault(down=number)):
            scanned(site, 0)
            proxy.traffic.clear()
            proxy.schedule([fault])
            sync(site.folder, backoff=Backoff(base=0))
            up = max(up, len(proxy.traffic[-1].up))
            down = max(down, len(proxy.traffic[-1].down))
            expect_log(look, NAME, site.folder)
