"""For whoever operates the hub: its metrics."""

from __future__ import annotations

from collections.abc import Iterator

from litestar import Response, Router, get
from litestar.datastructures import State

from intake.hub import figures
from intake.hub.auth import SIGNED, only
from intake.hub.figures import Figures
from intake.hub.metrics import CONTENT_TYPE, gauge
from intake.hub.problems import described
from intake.hub.routes.parameters import Held
from intake.hub.tokens import TokenRole
from intake.hub.waiting import Waiting


@get(
    "/metrics",
    operation_id="metrics",
    summary="Tell the hub's metrics",
    media_type="text/plain",
    responses=described(),
)
async def metrics(database: Held, state: State) -> Response[str]:
    """Tell what this process has counted and what the database holds, for Prometheus."""
    held = await database.run(figures.figures)
    lines = [*state.counters.families(), *_held(held), *_here(database, state.waiting)]
    return Response("\n".join(lines) + "\n", media_type=CONTENT_TYPE)


def _held(held: Figures) -> Iterator[str]:
    yield from gauge("hub_replacements", "Replacements, by state.", held.replacements, "state")
    yield from gauge("hub_reservations", "Units reserved now.", held.reservations)
    yield from gauge("hub_dead_letters", "Events that were refused for good.", held.dead_letters)
    yield from gauge(
        "hub_to_compensate", "Replacements sent and not owed that nobody has settled.", held.to_compensate
    )
    yield from gauge("hub_emergencies_open", "Emergencies that are not closed.", held.emergencies)
    yield from gauge(
        "hub_station_unheard_seconds", "Seconds since a station was last heard of.", held.seen, "station"
    )


def _here(database: Held, waiting: Waiting) -> Iterator[str]:
    told = database.pool.get_stats()
    yield from gauge("hub_waiting", "Calls of this process that wait for an emergency.", waiting.count)
    yield from gauge("hub_pool_connections", "Connections of this process.", told.get("pool_size", 0))
    yield from gauge("hub_pool_idle", "Those of them that are idle.", told.get("pool_available", 0))
    yield from gauge("hub_pool_queue", "Requests that wait for one.", told.get("requests_waiting", 0))


ROUTER = Router(
    "/", guards=[only(TokenRole.ADMIN)], security=SIGNED, tags=["operating"], route_handlers=[metrics]
)
