"""Watching: what a run tells whoever looks on while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from intake.central.fault import CentralError


def _nothing(*_told: object) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told; by default nobody."""

    progress: Callable[[int, int], None] = _nothing
    """How many events the other side has got by now, and how many there are to send."""

    waiting: Callable[[CentralError, float], None] = _nothing
    """A call failed and is tried again in so many seconds."""

    mended: Callable[[], None] = _nothing
    """A call that failed went well at last."""

    problem: Callable[[str], None] = _nothing
    """Something could not be done; the rest goes on."""
