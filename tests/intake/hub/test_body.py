from __future__ import annotations

import gzip
import zlib

import msgspec
import pytest

from intake.hub.body import parsed, unpacked
from intake.hub.refused import Refused
from intake.wire import LeaseWanted, ProblemCode
from intake.wire.log import MOST_BYTES
from tests import hubs
from tests.intake.hub.batches import log_of


def test_what_is_packed_is_unpacked():
    assert unpacked(gzip.compress(b"text")) == b"text"
    assert unpacked(gzip.compress(b"x" * 100), most=100) == b"x" * 100


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"no gzip",
        gzip.compress(b"text", mtime=0)[:-1],
        gzip.compress(b"a", mtime=0) + gzip.compress(b"b", mtime=0),
        zlib.compress(b"text"),
    ],
    ids=["nothing", "text", "cut", "two", "zlib"],
)
def test_what_is_no_whole_gzip_is_malformed(packed):
    with pytest.raises(Refused) as refused:
        unpacked(packed)
    assert refused.value.problem.code is ProblemCode.MALFORMED


def test_a_bomb_is_never_unpacked():
    with pytest.raises(Refused) as refused:
        unpacked(gzip.compress(b"\0" * 101), most=100)
    assert refused.value.problem.code is ProblemCode.TOO_LARGE


def test_a_whole_number_is_one_however_json_writes_it_and_text_is_none():
    assert parsed(b'{"count": 5.0}', LeaseWanted) == LeaseWanted(5)
    for wrong in (
        b'{"count": 5.5}',
        b'{"count": "5"}',
        b'{"count": 1e99}',
        b'{"count": 5, "more": 1}',
        b"[]",
    ):
        with pytest.raises(msgspec.ValidationError):
            parsed(wrong, LeaseWanted)


@pytest.fixture
async def client(database):
    token = hubs.bearer(hubs.station_token(database, "DOCK-1")) | {"content-type": "application/json"}
    async with hubs.calling(database) as client:
        client.headers.update(token)
        yield client


PATH = log_of(1).path


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"),
    [
        ({}, b"", 400, "malformed"),
        ({}, b"{", 400, "malformed"),
        ({}, b"{}", 400, "malformed"),
        ({}, b"\xff", 400, "malformed"),
        ({}, b"[" * 100_000, 400, "malformed"),
        ({"content-type": "text/plain"}, b"{}", 415, "malformed"),
        ({"content-type": "application/json; charset=utf-16"}, b"{}", 415, "malformed"),
        ({"content-encoding": "br"}, b"{}", 415, "malformed"),
        ({"content-encoding": "gzip"}, b"{}", 400, "malformed"),
        ({"content-encoding": "gzip"}, gzip.compress(b" " * (MOST_BYTES + 1)), 413, "too_large"),
        ({}, b" " * (MOST_BYTES + 1), 413, "too_large"),
    ],
)
async def test_bodies_that_are_none(client, headers, body, status, code):
    answer = await client.post(PATH, content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_that_lies_about_its_length_is_too_large_as_well(client):
    async def body():
        for _ in range(9):
            yield b" " * 1024 * 1024

    assert (await client.post(PATH, content=body())).status_code == 413


@pytest.mark.parametrize(
    "query",
    [
        "after=1e3",
        "after=1.0",
        "after=-1",
        "after=",
        "after=1&after=2",
        "before=1",
        "limit=0",
        "limit=5001",
        "after=%D9%A3",
        "after=9007199254740993",
    ],
)
async def test_queries_that_are_none(client, query):
    answer = await client.get(f"{PATH}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


async def test_a_word_that_ends_in_a_newline_is_none(client):
    told = {"kind": "production", "incarnation": "i", "key": "M/S1\n", "unit": "u"}
    answer = await client.post("/v1/reservations", json=told)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
