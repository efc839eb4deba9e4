"""Metrics: what a hub process has done and what the database holds, in Prometheus' text format (0.0.4).

Counters are each process's own and begin at 0 with it, as Prometheus expects; gauges are read off the
database and are the same from every process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

CONTENT_TYPE = "text/plain; version=0.0.4"
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)

Labels = tuple[tuple[str, str], ...]
Sample = tuple[str, Labels, float]


@dataclass(slots=True)
class Counters:
    """What one process has counted since it began."""

    requests: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    """By method, route and status."""

    seconds: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Summed, by method and route. Calls that wait for an emergency are not timed."""

    within: Counter[tuple[str, str, float]] = field(default_factory=Counter)
    """By method, route and bucket."""

    events: Counter[str] = field(default_factory=Counter)
    """By what became of them."""

    def answered(self, method: str, route: str, status: int, took: float | None) -> None:
        """Count a request; `took` in seconds, None where it waited on purpose."""
        self.requests[method, route, status] += 1
        if took is None:
            return
        self.seconds[method, route] += took  # type: ignore[assignment] # a Counter counts floats as well
        for bucket in (*_BUCKETS, float("inf")):
            if took <= bucket:
                self.within[method, route, bucket] += 1

    def families(self) -> Iterator[str]:
        """Write the counters."""
        requests = (
            (_route(*key[:2], status=str(key[2])), count) for key, count in sorted(self.requests.items())
        )
        yield from family("hub_requests_total", "counter", "Requests answered.", requests)
        yield from self._durations()
        events = (((("status", status),), count) for status, count in sorted(self.events.items()))
        yield from family("hub_events_total", "counter", "Events taken, by what became of them.", events)

    def _durations(self) -> Iterator[str]:
        name = "hub_request_seconds"
        yield from _heading(name, "histogram", "Seconds from a request's head to the end of its answer.")
        for (method, route), total in sorted(self.seconds.items()):
            for bucket in (*_BUCKETS, float("inf")):
                told = "+Inf" if bucket == float("inf") else str(bucket)
                yield _line(
                    f"{name}_bucket", _route(method, route, le=told), self.within[method, route, bucket]
                )
            yield _line(f"{name}_sum", _route(method, route), total)
            yield _line(f"{name}_count", _route(method, route), self.within[method, route, float("inf")])


def family(name: str, kind: str, helped: str, samples: Iterable[tuple[Labels, float]]) -> Iterator[str]:
    """Write one metric with its samples."""
    yield from _heading(name, kind, helped)
    for labels, value in samples:
        yield _line(name, labels, value)


def gauge(name: str, helped: str, value: float | Mapping[str, float], by: str = "") -> Iterator[str]:
    """Write a gauge: one value, or one for each `by`."""
    samples = value if isinstance(value, Mapping) else {"": value}
    return family(
        name, "gauge", helped, ((((by, key),) if by else (), each) for key, each in sorted(samples.items()))
    )


def _route(method: str, route: str, **more: str) -> Labels:
    return (("method", method), ("route", route), *more.items())


def _heading(name: str, kind: str, helped: str) -> Iterator[str]:
    yield f"# HELP {name} {helped}"
    yield f"# TYPE {name} {kind}"


def _line(name: str, labels: Labels, value: float) -> str:
    told = ",".join(f'{key}="{_escaped(each)}"' for key, each in labels)
    return f"{name}{{{told}}} {value}" if told else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
