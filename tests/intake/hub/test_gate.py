from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest

from intake.hub import own_log
from intake.hub.gate import Gate
from intake.hub.metrics import Counters
from intake.hub.own_log import LogFormat
from intake.hub.waiting import Waiting
from tests import hubs

SCOPE: Any = {"type": "http", "method": "GET", "path": "/", "headers": [], "path_template": "/v1/health"}


async def nothing():
    return {"type": "http.disconnect"}


async def test_what_is_too_much_is_told_to_come_again_and_the_rest_is_answered():
    open_ = asyncio.Event()
    sent = []

    async def slow(_scope, _receive, send):
        await open_.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def keep(message):
        sent.append(message)

    counters = Counters()
    gate = Gate(slow, counters, Waiting(), most=2)
    at_work = [asyncio.create_task(gate(SCOPE.copy(), nothing, keep)) for _ in range(2)]
    await asyncio.sleep(0)
    await gate(SCOPE.copy(), nothing, keep)
    assert sent[0]["status"] == 503
    assert (b"retry-after", b"2") in sent[0]["headers"]
    open_.set()
    await asyncio.gather(*at_work)
    assert counters.requests == {("GET", "/v1/health", 503): 1, ("GET", "/v1/health", 200): 2}


async def test_a_request_has_a_name_and_keeps_the_one_it_came_with(database):
    async with hubs.calling(database) as client:
        named = await client.get("/v1/health", headers={"x-request-id": "0190-abcdef"})
        assert named.headers["x-request-id"] == "0190-abcdef"
        for wrong in ("short", "with space in it", "x" * 65):
            unnamed = await client.get("/v1/health", headers={"x-request-id": wrong})
            assert len(unnamed.headers["x-request-id"]) == 32


@pytest.mark.parametrize(("journal", "prefix"), [(True, "<6>"), (False, "")])
async def test_each_is_one_line_of_the_log_without_a_secret(database, capsys, monkeypatch, journal, prefix):
    monkeypatch.delenv("JOURNAL_STREAM", raising=False)
    if journal:
        monkeypatch.setenv("JOURNAL_STREAM", "1:2")
    token = hubs.station_token(database, "DOCK-1")
    root = logging.getLogger()
    before = root.handlers, root.level
    own_log.set_up(LogFormat.JSON)
    try:
        async with hubs.calling(database, token) as client:
            await client.get("/v1/stations/DOCK-1/positions")
    finally:
        root.handlers, root.level = before
    (line,) = [
        line for line in capsys.readouterr().err.splitlines() if "positions" in line and "route" in line
    ]
    assert line.startswith(f"{prefix}{{")
    told = json.loads(line.removeprefix(prefix))
    assert (told["caller"], told["status"]) == ("DOCK-1", 200)
    assert told["route"] == "/v1/stations/{station}/positions"
    assert token not in line
