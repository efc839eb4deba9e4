"""Backing off: how long to wait before a call is tried again.

Full jitter, `rand(0, min(cap, base * 2^n))`: of all ways to spread five hundred docks that lost one server at
the same moment it asks it least (AWS Architecture Blog, "Exponential Backoff And Jitter").
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from intake.central.fault import LASTING, CentralError, FaultKind

_Answer = TypeVar("_Answer")
_MOST_DOUBLINGS = 30
"""Beyond any cap; a float overflows at a thousand."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """When what failed is tried again."""

    base: float = 0.5
    cap: float = 60.0
    """Seconds."""

    malformed: int = 6
    """So many answers in a row that are none: somebody else answers, and will go on to."""

    draw: Callable[[], float] = field(default=random.random)
    """Gives 0 to 1. Nobody gains by guessing it."""

    def wait(self, tries: int, fault: CentralError) -> float | None:
        """Give the seconds to wait after so many tries; None: trying again would not help."""
        if fault.kind in LASTING:
            return None
        if fault.kind is FaultKind.MALFORMED and tries >= self.malformed:
            return None
        jitter = self.draw() * min(self.cap, self.base * 2.0 ** min(tries, _MOST_DOUBLINGS))
        # Whoever asks five hundred docks to come in a minute is not asked by all of them in that second.
        return jitter if fault.retry_after is None else fault.retry_after + jitter


def _nothing() -> None:
    pass


Waiting = Callable[[CentralError, float], None]
"""Is told why, and for how many seconds, before each wait."""


class Persistence:
    """Calls again what failed, until `end`."""

    def __init__(
        self, backoff: Backoff, minutes: float, waiting: Waiting, mended: Callable[[], None] = _nothing
    ) -> None:
        """`minutes`: from now on, for everything called by it. `mended`: a call that failed went well."""
        self._mended = mended
        self._backoff = backoff
        self._minutes = minutes
        self.end = time.monotonic() + minutes * 60
        """By the monotonic clock."""

        self._waiting = waiting

    def __call__(self, call: Callable[[], _Answer]) -> _Answer:
        """Give what a call answers at last; it is tried once, however late it is. Raises CentralError."""
        import stamina  # noqa: PLC0415 (28 ms, as httpx only where somebody speaks with the centre)

        # Its own hooks would write to a log what we tell the person who looks on.
        stamina.instrumentation.set_on_retry_hooks([])
        for attempt in stamina.retry_context(on=self._hook(), attempts=None, timeout=None):
            with attempt:
                answer = call()
                if attempt.num > 1:
                    self._mended()
                return answer
        raise AssertionError("a call that is tried without an end ends by an answer or an error")

    def _hook(self) -> Callable[[Exception], bool | float]:
        tries = 0

        def wait(error: Exception) -> bool | float:
            nonlocal tries
            if not isinstance(error, CentralError):
                return False
            seconds = self._backoff.wait(tries, error)
            tries += 1
            if seconds is None or time.monotonic() + seconds > self.end:
                return False
            self._waiting(error, seconds)
            return seconds

        return wait

    def expect_time(self) -> None:
        """Raise CentralError where the time is over."""
        if time.monotonic() > self.end:
            raise CentralError(
                FaultKind.BUSY,
                f"expected to be done within sync_minutes ({self._minutes:g}), got only a part: the next "
                "night goes on from there",
            )
