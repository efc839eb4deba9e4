"""Bringing: what the central claims system said becomes requests to the station, by the one door."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from intake.door import background
from intake.errors import IntakeError, StorageError
from intake.request import Request, Wish
from intake.scan import Severity
from intake.surroundings import uuid7
from intake.sync.night import Night
from intake.wording import Wording


class RefusedError(IntakeError):
    """The station refused a request; its words."""


def bring(night: Night, wishes: Sequence[Wish]) -> None:
    """Bring wishes, if there is any, as `bringing` does; its errors are raised at the first that fails."""
    if not wishes:
        return
    with bringing(night) as bring_one:
        for wish in wishes:
            bring_one(wish)


@contextmanager
def bringing(night: Night) -> Iterator[Callable[[Wish], None]]:
    """Give a way to bring wishes: to the station that runs, or to one of our own as long as this lasts.

    It raises RefusedError where one is refused, StorageError where the station cannot record it.
    """
    with background(night.folder, "intake sync", tell=night.watch.problem) as ask:

        def bring_one(wish: Wish) -> None:
            outcome = ask(Request(uuid7(time.time_ns() // 1_000_000), f"uid:{os.getuid()}", wish))
            if outcome.answer.severity is Severity.REFUSED:
                sentence = Wording(night.settings.language).sentence(outcome.answer.line)
                # What a station could not record is its disk's fault, what it would not is the asker's.
                raise (StorageError if outcome.seq is None else RefusedError)(sentence)

        yield bring_one
