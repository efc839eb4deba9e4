"""The dispatch queue, for whoever ships."""

from __future__ import annotations

from litestar import Router, post
from litestar.params import JSONBody

from intake.hub import dispatching
from intake.hub.auth import SIGNED, only
from intake.hub.problems import described
from intake.hub.routes.parameters import Held
from intake.hub.tokens import TokenRole
from intake.wire import Dispatched, DispatchOutcome, Lease, LeaseWanted


@post(
    "/lease",
    operation_id="lease",
    summary="Take work",
    status_code=200,
    responses=described(body=True),
)
async def lease(database: Held, data: JSONBody[LeaseWanted]) -> Lease:
    """Give replacements to send, to this worker alone for some time."""
    return await database.run(dispatching.lease, data)


@post(
    "/outcome",
    operation_id="outcome",
    summary="Tell what became of one",
    status_code=200,
    responses=described(body=True),
)
async def outcome(database: Held, data: JSONBody[DispatchOutcome]) -> Dispatched:
    """Record that a replacement was sent, or could not be."""
    return await database.run(dispatching.settle, data)


ROUTER = Router(
    "/dispatch",
    guards=[only(TokenRole.SHIPPER)],
    security=SIGNED,
    tags=["dispatch"],
    route_handlers=[lease, outcome],
)
