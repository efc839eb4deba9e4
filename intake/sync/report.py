"""Reports: what one run did."""

from __future__ import annotations

import msgspec

from intake.wire import Position


class Report(msgspec.Struct):
    """What one run did; filled in as it goes."""

    sent: int = 0
    """Events the other side took as new."""

    exists: int = 0
    """Events it had already."""

    rejected: int = 0
    """Dead letters nobody has been told of yet."""

    conflict: bool = False
    answers: int = 0
    """Answers on replacements that were brought to the desk."""

    lists: int = 0
    """Affected lists put in force, or confirmed."""

    expected: str | None = None
    """Version of the expected returns put in force; None where they are in force already, or none are."""

    seconds: float = 0.0
    position: Position | None = None
    """How far the other side has the log that goes on."""

    pending: int = 0
    """Events it has not got."""

    skew_ms: int | None = None
    """The other side's clock less ours, at the last batch; None where nothing was sent."""

    dead_letters: int = 0
    """All there ever were."""

    problems: list[str] = []
    """What could not be done, each in a sentence."""
