"""Emergencies at the desks of one site."""

from __future__ import annotations

from typing import Any

from litestar import Request, Router, get, post
from litestar.datastructures import State
from litestar.params import JSONBody

from intake.hub import emergencies
from intake.hub.auth import SIGNED, expect_production, only
from intake.hub.problems import described
from intake.hub.routes.parameters import After, Held, Wait
from intake.hub.tokens import Holder, TokenRole
from intake.hub.waiting import Waiting
from intake.wire import EmergencyTold, ProblemCode, SiteEmergencies

Call = Request[Any, Holder, Any]


@post(
    "/",
    operation_id="tellEmergency",
    summary="Tell an emergency",
    status_code=204,
    responses=described(ProblemCode.TRAINING, body=True),
)
async def tell(database: Held, request: Call, data: JSONBody[EmergencyTold]) -> None:
    """Tell a desk's own emergency to the others of its site, or that it is closed."""
    expect_production(data.kind)
    await database.run(emergencies.tell, request.auth.name, data)


@get("/", operation_id="emergencies", summary="Wait for an emergency", responses=described())
async def wait(
    database: Held, state: State, request: Call, after: After = 0, wait: Wait = 0
) -> SiteEmergencies:
    """Give the emergencies at the site's other desks; where there is none, wait for one."""
    holder = request.auth

    async def look() -> SiteEmergencies:
        return await database.run(emergencies.after, holder.name, after)

    request.scope["waited"] = wait > 0  # type: ignore[typeddict-unknown-key] # for the gate
    waiting: Waiting = state.waiting
    return await waiting.first(holder.site or "", look, wait)


ROUTER = Router(
    "/emergencies",
    guards=[only(TokenRole.STATION)],
    security=SIGNED,
    tags=["live"],
    route_handlers=[tell, wait],
)
