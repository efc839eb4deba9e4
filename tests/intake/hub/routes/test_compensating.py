from __future__ import annotations

import pytest

from intake.hub import dispatching, taking
from intake.wire import LeaseWanted
from tests import hubs
from tests.intake.hub.logs import Log

PATH = "/v1/compensations"
SAID = {"key": "M/S1", "name": "Sato", "reason": "telephoned"}


@pytest.fixture
def undone(database, station):
    """A replacement that is leased when it is undone; `station` has made the dock known."""
    log = Log()
    parcel = log.open()
    queued, _ = log.unit("S1", parcel)
    hubs.as_owner(database, taking.take, "DOCK-1", log.incarnation, log.batch())
    hubs.as_owner(database, dispatching.lease, LeaseWanted(1))
    sent = log.last
    log.undo(queued, parcel)
    hubs.as_owner(database, taking.take, "DOCK-1", log.incarnation, log.batch(sent + 1))


async def test_an_administrator_sees_what_is_open_and_settles_it(client, undone, admin):
    (row,) = (await client.get(PATH, headers=admin)).json()["compensations"]
    assert (row["key"], row["station"], row["shipped"]) == ("M/S1", "DOCK-1", False)
    told = await client.post(PATH, json=SAID, headers=admin)
    assert (told.status_code, told.json() | SAID) == (200, told.json())
    assert (await client.get(PATH, headers=admin)).json() == {"compensations": []}
    assert "hub_to_compensate 0" in (await client.get("/v1/metrics", headers=admin)).text.splitlines()


async def test_nobody_else_may(client, undone, station, shipper):
    for who in (station, shipper):
        assert (await client.get(PATH, headers=who)).status_code == 403
        assert (await client.post(PATH, json=SAID, headers=who)).status_code == 403


@pytest.mark.parametrize(
    ("change", "status"), [({"key": "M/S2"}, 404), ({"name": ""}, 400), ({"reason": " \n"}, 400)]
)
async def test_what_cannot_be_settled_is_refused(client, undone, admin, change, status):
    assert (await client.post(PATH, json=SAID | change, headers=admin)).status_code == status
