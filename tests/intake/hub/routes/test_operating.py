from __future__ import annotations

from tests.intake.hub.batches import log_of
from tests.intake.hub.routes.test_log import send


async def test_metrics_tell_requests_events_and_what_the_database_holds(client, station, admin):
    log = log_of(3)
    await send(client, station, log, log.batch())
    told = (await client.get("/v1/metrics", headers=admin)).text.splitlines()
    route = 'method="POST",route="/v1/stations/{station}/incarnations/{incarnation}/events"'
    assert f'hub_requests_total{{{route},status="200"}} 1' in told
    assert 'hub_events_total{status="created"} 3' in told
    assert 'hub_replacements{state="queued"} 0' in told
    assert any(line.startswith('hub_station_unheard_seconds{station="DOCK-1"}') for line in told)
