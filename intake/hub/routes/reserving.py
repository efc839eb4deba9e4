"""Live: a unit is reserved, its replacement confirmed, or given free. The station is the token's."""

from __future__ import annotations

from typing import Any

from litestar import Request, Router, post
from litestar.params import JSONBody

from intake.hub import confirming, reserving
from intake.hub.auth import SIGNED, expect_production, only
from intake.hub.problems import described
from intake.hub.routes.parameters import Held
from intake.hub.tokens import Holder, TokenRole
from intake.wire import Confirm, Confirmation, ProblemCode, Release, Released, Reservation, Reserve

Call = Request[Any, Holder, Any]


@post(
    "/",
    operation_id="reserve",
    summary="Reserve a unit",
    status_code=200,
    responses=described(ProblemCode.TRAINING, body=True),
)
async def reserve(database: Held, request: Call, data: JSONBody[Reserve]) -> Reservation:
    """Reserve a unit while it is handled; it ends by itself."""
    expect_production(data.kind)
    return await database.run(reserving.reserve, request.auth.name, data)


@post(
    "/confirm",
    operation_id="confirm",
    summary="Confirm a replacement",
    status_code=200,
    responses=described(ProblemCode.TRAINING, body=True),
)
async def confirm(database: Held, request: Call, data: JSONBody[Confirm]) -> Confirmation:
    """Create a reserved unit's replacement, once for ever."""
    expect_production(data.kind)
    return await database.run(confirming.confirm, request.auth.name, data)


@post(
    "/release",
    operation_id="release",
    summary="Give a unit free",
    status_code=200,
    responses=described(ProblemCode.TRAINING, body=True),
)
async def release(database: Held, request: Call, data: JSONBody[Release]) -> Released:
    """Give free what was reserved, and take back what was confirmed and is not on its way."""
    expect_production(data.kind)
    return await database.run(reserving.release, request.auth.name, data)


ROUTER = Router(
    "/reservations",
    guards=[only(TokenRole.STATION)],
    security=SIGNED,
    tags=["live"],
    route_handlers=[reserve, confirm, release],
)
