"""Down: affected lists and expected returns."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

from litestar import Router, get
from litestar.openapi import ResponseSpec
from litestar.response import Response, Stream

from intake.hub import published
from intake.hub.auth import SIGNED, only
from intake.hub.problems import described
from intake.hub.refused import Refused
from intake.hub.routes.parameters import CampaignPath, Held, VersionPath
from intake.hub.tokens import TokenRole
from intake.wire import ProblemCode, PublishedExpected, PublishedLists

JSON_LINES = "application/x-ndjson"

Part = Callable[[int], Awaitable[bytes | None]]


@get("/lists", operation_id="lists", summary="Tell the affected lists", responses=described())
async def lists(database: Held) -> PublishedLists:
    """Tell every list with its checksums, and which of them is in force."""
    return await database.run(published.lists)


@get(
    "/lists/{campaign:str}/{version:str}",
    operation_id="list",
    summary="Give an affected list",
    media_type=JSON_LINES,
    responses=described(ProblemCode.NOT_FOUND),
)
async def list_(database: Held, campaign: CampaignPath, version: VersionPath) -> Stream:
    """Give a list's rows as JSON Lines of ListLine."""

    async def part(number: int) -> bytes | None:
        return await database.run(published.list_part, campaign, version, number)

    return await _streamed(part)


@get(
    "/expected",
    operation_id="expected",
    summary="Tell the expected returns",
    responses={204: ResponseSpec(None, description="There are none."), **described()},
)
async def expected(database: Held) -> Response[PublishedExpected]:
    """Tell the version that is in force and its checksum."""
    in_force = await database.run(published.expected)
    if in_force is None:
        return Response(None, status_code=204)  # type: ignore[arg-type] # an answer without a body
    return Response(in_force)


@get(
    "/expected/{version:str}",
    operation_id="expectedReturns",
    summary="Give the expected returns",
    media_type=JSON_LINES,
    responses=described(ProblemCode.NOT_FOUND),
)
async def expected_returns(database: Held, version: VersionPath) -> Stream:
    """Give a version's rows as JSON Lines of ExpectedLine."""

    async def part(number: int) -> bytes | None:
        return await database.run(published.expected_part, version, number)

    return await _streamed(part)


async def _streamed(part: Part) -> Stream:
    first = await part(0)  # here, where what is missing can still be said
    if first is None:
        raise Refused(ProblemCode.NOT_FOUND, "expected a published version")
    return Stream(_parts(first, part), media_type=JSON_LINES)


async def _parts(first: bytes, part: Part) -> AsyncIterator[bytes]:
    found: bytes | None = first
    number = 0
    while found is not None:
        yield found
        number += 1
        found = await part(number)


ROUTER = Router(
    "/",
    guards=[only(TokenRole.STATION)],
    security=SIGNED,
    tags=["published"],
    route_handlers=[lists, list_, expected, expected_returns],
)
