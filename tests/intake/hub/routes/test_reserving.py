from __future__ import annotations

import pytest

from tests import hubs

UNIT = {"kind": "production", "incarnation": "inc-1", "key": "anker:A1", "unit": "unit-1"}
OWED = {
    **UNIT,
    "parcel": "parcel-1",
    "campaign": "recall",
    "serial": "A1",
    "item": "A1263",
    "colour": None,
    "label": "RI-P-000001-B",
    "claim": None,
}


@pytest.fixture
def second(database):
    return hubs.bearer(hubs.station_token(database, "DOCK-2"))


async def test_the_first_reserves_and_confirms_the_second_is_told_who(client, station, second):
    reserved = (await client.post("/v1/reservations", json=UNIT, headers=station)).json()
    assert reserved["outcome"] == "reserved"
    taken = (await client.post("/v1/reservations", json=UNIT | {"unit": "unit-2"}, headers=second)).json()
    assert (taken["outcome"], taken["holder"]["station"], taken["holder"]["confirmed"]) == (
        "taken",
        "DOCK-1",
        False,
    )
    owed = OWED | {"epoch": reserved["epoch"]}
    confirmed = (await client.post("/v1/reservations/confirm", json=owed, headers=station)).json()
    assert confirmed["answer"] == "acknowledged"
    told = (await client.get("/v1/stations/DOCK-1/answers", headers=station)).json()
    assert [(answer["number"], answer["answer"]) for answer in told["answers"]] == [
        (confirmed["number"], "acknowledged")
    ]


async def test_what_was_reserved_is_given_free(client, station, second):
    await client.post("/v1/reservations", json=UNIT, headers=station)
    assert (await client.post("/v1/reservations/release", json=UNIT, headers=station)).json() == {
        "released": True
    }
    again = await client.post("/v1/reservations", json=UNIT | {"unit": "unit-2"}, headers=second)
    assert again.json()["outcome"] == "reserved"


@pytest.mark.parametrize("path", ["", "/confirm", "/release"])
async def test_a_training_folder_reserves_nothing(client, station, path):
    body = (OWED | {"epoch": 1} if path == "/confirm" else UNIT) | {"kind": "training"}
    answer = await client.post(f"/v1/reservations{path}", json=body, headers=station)
    assert (answer.status_code, answer.json()["code"]) == (403, "training")
