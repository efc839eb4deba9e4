from __future__ import annotations

from tests.intake.hub.routes.test_reserving import OWED, UNIT


async def test_what_is_confirmed_is_leased_sent_and_told_to_its_station(client, station, shipper):
    reserved = (await client.post("/v1/reservations", json=UNIT, headers=station)).json()
    owed = OWED | {"epoch": reserved["epoch"]}
    confirmed = await client.post("/v1/reservations/confirm", json=owed, headers=station)
    assert confirmed.json()["answer"] == "acknowledged"
    (work,) = (await client.post("/v1/dispatch/lease", json={}, headers=shipper)).json()["replacements"]
    assert (work["key"], work["station"]) == (UNIT["key"], "DOCK-1")
    assert (await client.post("/v1/dispatch/lease", json={}, headers=shipper)).json() == {"replacements": []}
    outcome = {"key": work["key"], "lease": work["lease"], "shipped": True, "reference": "1234-5678-9012"}
    assert (await client.post("/v1/dispatch/outcome", json=outcome, headers=shipper)).json() == {
        "recorded": True
    }
    told = (
        await client.get(
            "/v1/stations/DOCK-1/answers", params={"after": confirmed.json()["number"]}, headers=station
        )
    ).json()
    assert [(each["answer"], each["detail"]) for each in told["answers"]] == [("shipped", "1234-5678-9012")]
