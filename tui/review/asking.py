"""Asking: wishes sent through the one door from a thread of its own, their answer told to the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from intake.door import submit
from intake.errors import IntakeError
from intake.outcome import Outcome
from intake.request import Request
from intake.scan import Severity
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


def ask(folder: Path, requests: tuple[Request, ...], tell: Callable[[Message], object]) -> None:
    """Send requests, each only where the one before was granted, and tell what became of the last sent.

    Waits for the station, so never called by the screen.
    """
    try:
        tell(Answered(_granted(folder, requests)))
    except (IntakeError, Error, OSError) as error:
        tell(Unanswered(str(error)))


def _granted(folder: Path, requests: tuple[Request, ...]) -> Outcome:
    first, *others = requests
    outcome = submit(folder, first)
    for request in others:
        if outcome.answer.severity is not Severity.OK:
            break
        outcome = submit(folder, request)
    return outcome
