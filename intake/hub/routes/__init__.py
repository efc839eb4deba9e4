"""Routes: the paths of the contract, one file for each group that a caller uses together."""

from __future__ import annotations

from litestar import Router
from litestar.datastructures import State
from litestar.di import Provide

from intake.hub.database import Database
from intake.hub.routes import (
    answers,
    compensating,
    dispatching,
    emergencies,
    log,
    open_to_all,
    operating,
    published,
    reserving,
)
from intake.hub.routes.parameters import expect_exact_query
from intake.wire import PREFIX


async def _database(state: State) -> Database:
    database: Database = state.database
    return database


ROUTER = Router(
    PREFIX,
    dependencies={"database": Provide(_database)},
    before_request=expect_exact_query,  # after the guards: who may not call learns nothing of how to
    route_handlers=[
        open_to_all.ROUTER,
        log.ROUTER,
        answers.ROUTER,
        published.ROUTER,
        reserving.ROUTER,
        emergencies.ROUTER,
        dispatching.ROUTER,
        compensating.ROUTER,
        operating.ROUTER,
    ],
)
"""Every route."""
