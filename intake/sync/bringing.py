"""Bringing: what the central claims system said becomes requests to the station, by the one door."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence

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
    """Bring wishes, if there is any, to the station that runs, or to one of our own as long as this takes.

    Raises RefusedError at the first that is refused, StorageError where the station cannot record it.
    """
    if not wishes:
        return
    with background(night.folder, "intake sync") as ask:
        for wish in wishes:
            outcome = ask(Request(uuid7(time.time_ns() // 1_000_000), f"uid:{os.getuid()}", wish))
            if outcome.answer.severity is Severity.REFUSED:
                sentence = Wording(night.settings.language).sentence(outcome.answer.line)
                # What a station could not record is its disk's fault, what it would not is the asker's.
                raise (StorageError if outcome.seq is None else RefusedError)(sentence)
