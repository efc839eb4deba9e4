from __future__ import annotations

from intake.hub.metrics import Counters, gauge


def test_a_duration_stands_in_every_bucket_from_its_own_on():
    counters = Counters()
    counters.answered("GET", "/v1/health", 200, 0.03)
    counters.answered("GET", "/v1/health", 503, 20.0)
    told = list(counters.families())
    named = 'method="GET",route="/v1/health"'
    assert f'hub_requests_total{{{named},status="503"}} 1' in told
    assert f'hub_request_seconds_bucket{{{named},le="0.025"}} 0' in told
    assert f'hub_request_seconds_bucket{{{named},le="0.05"}} 1' in told
    assert f'hub_request_seconds_bucket{{{named},le="10.0"}} 1' in told
    assert f'hub_request_seconds_bucket{{{named},le="+Inf"}} 2' in told
    assert f"hub_request_seconds_count{{{named}}} 2" in told
    assert f"hub_request_seconds_sum{{{named}}} 20.03" in told


def test_who_waited_on_purpose_is_counted_and_not_timed():
    counters = Counters()
    counters.answered("GET", "/v1/emergencies", 200, None)
    assert [line for line in counters.families() if "_seconds_" in line] == []


def test_a_label_is_data():
    told = list(gauge("hub_x", "Some.", {'a"b\\c\nd': 1}, "station"))
    assert told == ["# HELP hub_x Some.", "# TYPE hub_x gauge", 'hub_x{station="a\\"b\\\\c\\nd"} 1']
    assert list(gauge("hub_y", "Some.", 2.5))[-1] == "hub_y 2.5"
