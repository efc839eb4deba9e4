"""Lists and expected returns are published once by version, and given back byte for byte."""

from __future__ import annotations

import hashlib

import pytest

from intake.hub import published
from intake.hub.database import Database
from intake.hub.refused import Refused
from intake.wire import ProblemCode

CONTENT = "c" * 64
LINE = b'{"line":1,"model":"A1263","by":"serial","keys":[{"first":"A","last":"B"}],"note":"%s"}\n'
EXPECTED = '{"label":"L","claim":"C1","serial":"S1","count":1}\n{"label":"L","claim":"日本"}\n'.encode()


@pytest.fixture
async def owner(database):
    async with Database(database, as_owner=True) as opened:
        yield opened


async def whole(hub, read, *named):
    found, number = b"", 0
    while (part := await hub.run(read, *named, number)) is not None:
        found, number = found + part, number + 1
    return found, number


async def test_a_list_comes_back_in_parts_byte_for_byte(owner, hub):
    body = LINE % (b"x" * 1000) * 1500
    told = await owner.run(published.publish_list, "c1", "v1", "2026-11-01", CONTENT, body)
    assert (told.sha256, told.bytes, told.rows, told.in_force) == (
        hashlib.sha256(body).hexdigest(),
        len(body),
        1500,
        False,
    )
    assert await whole(hub, published.list_part, "c1", "v1") == (body, 2)
    assert await whole(hub, published.list_part, "c1", "v2") == (b"", 0)


async def test_one_list_of_a_campaign_is_in_force(owner, hub):
    for version in ("v1", "v2"):
        await owner.run(published.publish_list, "c1", version, "2026-11-01", CONTENT, LINE % b"")
        await owner.run(published.activate_list, "c1", version)
        await owner.run(published.activate_list, "c1", version)
    listed = (await hub.run(published.lists)).lists
    assert [(each.version, each.in_force) for each in listed] == [("v1", False), ("v2", True)]
    with pytest.raises(Refused) as told:
        await owner.run(published.activate_list, "c1", "v3")
    assert told.value.problem.code is ProblemCode.NOT_FOUND
    assert [each.in_force for each in (await hub.run(published.lists)).lists] == [False, True]


async def test_a_version_never_says_something_else(owner, hub):
    for body in (LINE % b"", LINE % b""):
        await owner.run(published.publish_list, "c1", "v1", "2026-11-01", CONTENT, body)
        await owner.run(published.publish_expected, "e1", EXPECTED)
    for work, *named in (
        (published.publish_list, "c1", "v1", "2026-11-01", CONTENT, LINE % b"other"),
        (published.publish_expected, "e1", b'{"label":"M","claim":"C1"}\n'),
    ):
        with pytest.raises(Refused) as told:
            await owner.run(work, *named)
        assert told.value.problem.code is ProblemCode.CONFLICT
    assert await whole(hub, published.expected_part, "e1") == (EXPECTED, 1)


async def test_expected_returns_are_in_force_when_they_are_published(owner, hub):
    assert await hub.run(published.expected) is None
    await owner.run(published.publish_expected, "e1", EXPECTED)
    told = await owner.run(published.publish_expected, "e2", b"")
    assert await hub.run(published.expected) == told
    assert (told.version, told.rows) == ("e2", 0)
    assert await whole(hub, published.expected_part, "e2") == (b"", 1)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"not JSON", "line 2"),
        (b'{"label":"L"}', "claim"),
        (b'{"label":"L","claim":"C1","name":"somebody"}', "name"),
    ],
)
async def test_a_line_that_says_anything_else_is_refused_whole(owner, hub, line, why):
    with pytest.raises(Refused, match=why) as told:
        await owner.run(published.publish_expected, "e1", b'{"label":"L","claim":"C1"}\n' + line)
    assert told.value.problem.code is ProblemCode.MALFORMED
    assert await hub.run(published.expected) is None


async def test_a_faulty_list_is_refused_whole(owner, hub):
    with pytest.raises(Refused, match="line 2"):
        await owner.run(published.publish_list, "c1", "v1", "2026-11-01", CONTENT, LINE % b"" + b"{}")
    assert (await hub.run(published.lists)).lists == ()
