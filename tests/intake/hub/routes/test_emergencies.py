from __future__ import annotations

import asyncio

import httpx
import pytest

from tests import hubs

FIRE = {"kind": "production", "incident": "incident-1", "state": "raised", "at": "2026-03-01T09:00:00.000Z"}


@pytest.fixture
def neighbour(database):
    return hubs.bearer(hubs.station_token(database, "DOCK-2"))


async def test_an_emergency_reaches_the_other_desks_of_its_site_alone(client, database, station, neighbour):
    elsewhere = hubs.bearer(hubs.station_token(database, "DOCK-9", site="far away"))
    for _ in range(2):  # telling it again changes nothing
        assert (await client.post("/v1/emergencies", json=FIRE, headers=station)).status_code == 204
    told = (await client.get("/v1/emergencies", headers=neighbour)).json()
    assert [(each["number"], each["station"], each["state"]) for each in told["emergencies"]] == [
        (told["last"], "DOCK-1", "raised")
    ]
    for others in (station, elsewhere):
        assert (await client.get("/v1/emergencies", headers=others)).json()["emergencies"] == []
    after = (await client.get("/v1/emergencies", params={"after": told["last"]}, headers=neighbour)).json()
    assert after["emergencies"] == []


async def test_who_waits_is_answered_when_one_is_told(client, station, neighbour):
    wanted = {"wait": 60}
    waiting = asyncio.create_task(client.get("/v1/emergencies", params=wanted, headers=neighbour))
    await asyncio.sleep(0)
    await client.post("/v1/emergencies", json=FIRE, headers=station)
    assert [each["incident"] for each in (await waiting).json()["emergencies"]] == ["incident-1"]


def test_a_hub_that_ends_answers_who_waits(database, neighbour):
    with hubs.hub_in_thread(database) as hub, httpx.Client(base_url=hub.url, headers=neighbour) as client:
        hub.app.waiting.end()
        assert client.get("/v1/emergencies", params={"wait": 60}).json()["emergencies"] == []
