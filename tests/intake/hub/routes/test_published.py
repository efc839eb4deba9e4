from __future__ import annotations

import hashlib

from intake.hub import published
from tests import hubs

ROW = b'{"line":1,"model":"A1263","by":"serial","keys":[{"first":"A1","last":"A1"}]}\n'
CLAIM = b'{"label":"RI-P-000001-B","claim":"C-1"}\n'


async def test_a_list_comes_by_version_and_checksum(client, database, station):
    rows = ROW * 20_000  # more than one part, so that it is streamed
    hubs.as_owner(database, published.publish_list, "recall", "1", "2026-01-01", "a" * 64, rows)
    hubs.as_owner(database, published.activate_list, "recall", "1")
    (listed,) = (await client.get("/v1/lists", headers=station)).json()["lists"]
    assert (listed["in_force"], listed["rows"], listed["bytes"]) == (True, 20_000, len(rows))
    answer = await client.get("/v1/lists/recall/1", headers=station)
    assert answer.headers["content-encoding"] == "gzip"
    assert hashlib.sha256(answer.content).hexdigest() == listed["sha256"]


async def test_expected_returns_come_by_version_and_checksum(client, database, station):
    assert (await client.get("/v1/expected", headers=station)).status_code == 204
    hubs.as_owner(database, published.publish_expected, "march", CLAIM)
    told = (await client.get("/v1/expected", headers=station)).json()
    answer = await client.get(f"/v1/expected/{told['version']}", headers=station)
    assert (answer.content, hashlib.sha256(CLAIM).hexdigest()) == (CLAIM, told["sha256"])


async def test_what_is_not_published_is_not_found(client, station):
    for path in ("/v1/lists/recall/1", "/v1/expected/march"):
        answer = await client.get(path, headers=station)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
