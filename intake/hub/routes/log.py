"""Up: a station's log, how far the hub has it, and a part of it given back."""

from __future__ import annotations

from litestar import Router, get, post
from litestar.datastructures import State
from litestar.params import JSONBody

from intake.hub import log, taking
from intake.hub.auth import SIGNED, expect_production, only
from intake.hub.problems import described
from intake.hub.routes.parameters import After, EventLimit, Held, IncarnationPath, StationPath
from intake.hub.tokens import TokenRole
from intake.wire import Batch, BatchAnswer, History, Positions, ProblemCode, RejectedItems


@post(
    "/incarnations/{incarnation:str}/events",
    operation_id="sendEvents",
    summary="Send events",
    status_code=200,
    responses=described(ProblemCode.TRAINING, ProblemCode.GAP, ProblemCode.CONFLICT, body=True),
)
async def send_events(
    database: Held,
    state: State,
    station: StationPath,
    incarnation: IncarnationPath,
    data: JSONBody[Batch],
) -> BatchAnswer:
    """Take events in order, each once for ever, however often they are sent."""
    expect_production(data.kind)
    answer = await database.run(taking.take, station, incarnation, data)
    state.counters.events.update(item.status.value for item in answer.items)
    return answer


@get(
    "/positions",
    operation_id="positions",
    summary="Tell how far the hub has a log",
    responses=described(),
)
async def positions(database: Held, station: StationPath) -> Positions:
    """Tell of every incarnation how far the hub has it, with the head hash: the anchor."""
    return await database.run(log.positions, station)


@get(
    "/incarnations/{incarnation:str}/events",
    operation_id="history",
    summary="Give a log back",
    responses=described(ProblemCode.NOT_FOUND),
)
async def history(
    database: Held,
    station: StationPath,
    incarnation: IncarnationPath,
    after: After = 0,
    limit: EventLimit = 1000,
) -> History:
    """Give a station its own log back, byte for byte: what a restored backup lacks."""
    return await database.run(log.history, station, incarnation, after, limit)


@get(
    "/rejected",
    operation_id="rejected",
    summary="Tell the dead letters",
    responses=described(),
)
async def rejected(database: Held, station: StationPath, after: After = 0) -> RejectedItems:
    """Tell which events were refused for good, and why."""
    return await database.run(log.rejected, station, after)


ROUTER = Router(
    "/stations/{station:str}",
    guards=[only(TokenRole.STATION)],
    security=SIGNED,
    tags=["log"],
    route_handlers=[send_events, positions, history, rejected],
)
