"""Asking: one wish sent through the one door from a thread of its own, its answer told to the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from intake.door import submit
from intake.errors import IntakeError
from intake.outcome import Outcome
from intake.request import Request
from intake.sqlite import Error


class Answered(Message, bubble=False):
    """The station has answered, and its answer is recorded."""

    def __init__(self, outcome: Outcome) -> None:
        """Hold the answer."""
        super().__init__()
        self.outcome = outcome


class Unanswered(Message, bubble=False):
    """Nobody knows whether the wish was taken: the same request may be sent again and acts once."""

    def __init__(self, reason: str) -> None:
        """Hold the reason."""
        super().__init__()
        self.reason = reason


def ask(folder: Path, request: Request, tell: Callable[[Message], object]) -> None:
    """Send a request and tell what became of it. Waits for the station, so never called by the screen."""
    try:
        tell(Answered(submit(folder, request)))
    except (IntakeError, Error, OSError) as error:
        tell(Unanswered(str(error)))
