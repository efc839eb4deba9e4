"""What went out and was not owed, for whoever makes good for it."""

from __future__ import annotations

from litestar import Router, get, post
from litestar.params import JSONBody

from intake.hub import compensating
from intake.hub.auth import SIGNED, only
from intake.hub.problems import described
from intake.hub.routes.parameters import AnswerLimit, Held
from intake.hub.tokens import TokenRole
from intake.wire import Compensations, MadeGood, ProblemCode, Settled


@get("/", operation_id="compensations", summary="Tell what is to be made good", responses=described())
async def open_ones(database: Held, limit: AnswerLimit = 1000) -> Compensations:
    """Tell which replacements went out, or may have, and were not owed, until somebody settles them."""
    return await database.run(compensating.open_ones, limit)


@post(
    "/",
    operation_id="settle",
    summary="Settle one",
    status_code=200,
    responses=described(ProblemCode.NOT_FOUND, body=True),
)
async def settle(database: Held, data: JSONBody[MadeGood]) -> Settled:
    """Record that somebody has made good for a replacement."""
    return await database.run(compensating.settle, data)


ROUTER = Router(
    "/compensations",
    guards=[only(TokenRole.ADMIN)],
    security=SIGNED,
    tags=["dispatch"],
    route_handlers=[open_ones, settle],
)
