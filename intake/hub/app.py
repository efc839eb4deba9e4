"""The hub's application: the routes of the contract over a database, behind the gate."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import MutableScopeHeaders, State
from litestar.enums import HttpMethod
from litestar.routes import HTTPRoute
from litestar.types import Message, Receive, Scope, Send

from intake.hub import openapi, routes
from intake.hub.body import StrictRequest
from intake.hub.database import Database
from intake.hub.gate import Gate
from intake.hub.metrics import Counters
from intake.hub.problems import ANSWERS
from intake.hub.waiting import Waiting, listening
from intake.wire.log import MOST_BYTES


@dataclass(frozen=True, slots=True)
class Hub:
    """The application of one process (ASGI), with what has to be told when that ends."""

    gate: Gate
    waiting: Waiting
    """To be ended before the process waits for its last requests."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve."""
        await self.gate(scope, receive, send)


def create_app(database: Database, *, certificates: bool = False) -> Hub:
    """Make the application over a database, which its caller opens and closes.

    `certificates`: each call with a token must come with its holder's certificate as well.
    """
    counters, waiting = Counters(), Waiting()
    state = {"database": database, "counters": counters, "waiting": waiting, "certificates": certificates}
    routed = _routed(State({**state, "contract": openapi.contract}))
    return Hub(Gate(routed, counters, waiting), waiting)


def _routed(state: State) -> Litestar:
    return Litestar(
        [routes.ROUTER],
        state=state,
        request_class=StrictRequest,
        request_max_body_size=MOST_BYTES,
        exception_handlers=ANSWERS,
        lifespan=[_lifespan],
        before_send=[_allow_all],
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=1),
        openapi_config=None,  # its pages are not ours: routes.open_to_all gives the contract
        logging_config=None,  # intake.hub.own_log says how
    )


@asynccontextmanager
async def _lifespan(app: Litestar) -> AsyncIterator[None]:
    async with listening(app.state.database, app.state.waiting):
        yield


async def _allow_all(message: Message, scope: Scope) -> None:
    """Have OPTIONS name every method of a path: the framework names that of its first handler alone."""
    if message["type"] == "http.response.start" and scope.get("method") == HttpMethod.OPTIONS:
        routes_here = [
            each for each in scope["litestar_app"].routes if each.path_format == scope.get("path_template")
        ]
        methods = sorted(
            {str(method) for each in routes_here if isinstance(each, HTTPRoute) for method in each.methods}
        )
        headers = MutableScopeHeaders.from_message(message)
        headers["allow"] = ", ".join(methods)
