"""Faults of expected returns: of a row, of a file as a whole."""

from __future__ import annotations

from intake.errors import IntakeError
from intake.expected.personal import looks_personal
from intake.printable import printable

_LONGEST_GOT = 60


class ExpectedError(IntakeError):
    """Expected returns that cannot be used: what was expected and what was got."""


class RowError(ValueError):
    """A row that cannot be used: `column: expected …, got …`."""

    def __init__(self, column: str, expected: str, got: str) -> None:
        """Say which column, what was expected and what was got."""
        super().__init__(f"{column}: expected {expected}, got {got}")
        self.column, self.expected, self.got = column, expected, got


def told(text: str) -> str:
    """Show what was got; what looks like a person's is not repeated, for a report of faults is a file too."""
    personal = looks_personal(text)
    if personal is not None:
        return f"what looks like {personal}"
    return repr(printable(text, _LONGEST_GOT)) if text else "nothing"


def told_number(text: str) -> str:
    """Show what was got for a number: what has no digit may be a name, and is not repeated either."""
    if not text or looks_personal(text) or any(character.isdecimal() for character in text):
        return told(text)
    return "what has no digit"
