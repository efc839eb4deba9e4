"""Messages: what threads tell the screen. Each holds one frozen value."""

from __future__ import annotations

from textual.message import Message

from intake.outcome import Outcome
from scanners.light import Light


class OutcomeReady(Message, bubble=False):
    """An answer whose facts are recorded, or that says they are not."""

    def __init__(self, outcome: Outcome, waiting: int) -> None:
        """Hold the outcome and how many scans wait behind it."""
        super().__init__()
        self.outcome = outcome
        self.waiting = waiting


class ScansWait(Message, bubble=False):
    """Scans are waiting while the station is busy."""

    def __init__(self, waiting: int) -> None:
        """Hold how many."""
        super().__init__()
        self.waiting = waiting

    def can_replace(self, message: Message) -> bool:
        """Only the newest count matters."""
        return isinstance(message, ScansWait)


class LightChanged(Message, bubble=False):
    """A scanner's state has changed."""

    def __init__(self, light: Light) -> None:
        """Hold the light."""
        super().__init__()
        self.light = light


class LaneEnded(Message, bubble=False):
    """The station's own thread has failed; nothing is taken any more."""

    def __init__(self, reason: str) -> None:
        """Hold the reason."""
        super().__init__()
        self.reason = reason
