from __future__ import annotations

import json

import pytest

from intake.hub.app import create_app
from intake.hub.database import Database
from intake.hub.openapi import printed
from tests import hubs


async def test_health_tells_nobody_in_particular_that_it_is_up(client):
    assert (await client.get("/v1/health")).json() == {"status": "ok"}


async def test_the_contract_is_given_as_it_is_drawn(client):
    assert (await client.get("/v1/openapi.json")).json() == json.loads(printed())


@pytest.mark.parametrize("path", ["/", "/schema", "/v1", "/v1/stations", "/docs"])
async def test_there_is_nothing_else(client, path):
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "hub_url" in answer.json()["detail"]


async def test_a_database_that_is_away_is_told_with_when_to_come_again(postgres):
    url = postgres.database()
    async with Database(url) as database:
        client = hubs.client(create_app(database))
        database.pool.timeout = 0.1
        postgres.drop(url)
        answer = await client.get("/v1/health")
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert int(answer.headers["retry-after"]) > 0
