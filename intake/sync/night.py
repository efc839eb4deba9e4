"""A night: what every step of one run works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from intake.campaign import Catalogue
from intake.central.backoff import Persistence
from intake.central.client import Central
from intake.errors import IntakeError
from intake.settings import Settings
from intake.sync.cache import Cache
from intake.sync.outbox import Outbox
from intake.sync.report import Report
from intake.sync.watch import Watch


@dataclass(frozen=True, slots=True)
class Night:
    """What every step of one run works with."""

    folder: Path
    settings: Settings
    catalogue: Catalogue
    outbox: Outbox
    central: Central
    again: Persistence
    cache: Cache
    watch: Watch
    report: Report = field(default_factory=Report)

    def tell_problem(self, error: IntakeError) -> None:
        """Put down what could not be done; the steps after it go on."""
        self.report.problems.append(str(error))
        self.watch.problem(str(error))
