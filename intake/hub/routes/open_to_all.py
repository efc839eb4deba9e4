"""What nobody has to sign in for: that the hub is up, and how it is spoken with."""

from __future__ import annotations

from typing import Any

from litestar import Router, get
from litestar.datastructures import State

from intake.hub import health
from intake.hub.auth import OPEN
from intake.hub.problems import described
from intake.hub.routes.parameters import Held
from intake.wire import Health


@get(
    "/health", operation_id="health", summary="Tell whether the hub is up", responses=described(signed=False)
)
async def healthy(database: Held) -> Health:
    """Tell that the hub is up and reaches its database."""
    await database.run(health.look)
    return Health()


@get(
    "/openapi.json",
    operation_id="contract",
    summary="Give this contract",
    responses=described(signed=False),
)
async def contract(state: State) -> dict[str, Any]:
    """Give this document."""
    drawn: dict[str, Any] = state.contract()
    return drawn


ROUTER = Router("/", security=OPEN, tags=["open"], route_handlers=[healthy, contract])
