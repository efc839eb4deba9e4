"""Faults: what is wrong in a file, each with its row, so that the sender can mend it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

import msgspec

from intake.errors import IntakeError


class TableFault(StrEnum):
    """What makes a cell or a row unreadable, whatever it should say."""

    BYTES = "bytes"
    """Bytes that are no text in the file's encoding."""

    CONTROL = "control"
    """A control character, a line break among them."""

    NUMBER = "number"
    """A number where text belongs: zeros in front and digits at the end are lost by then."""

    DATE = "date"
    FORMULA = "formula"
    VALUE = "value"
    """Neither text nor number: yes or no, a list, an error of a spreadsheet."""

    CELLS = "cells"
    """More cells than columns."""

    LENGTH = "length"
    """A cell longer than its kind of file allows."""

    QUOTES = "quotes"
    """A quotation mark that is left open or closes too early."""

    SYNTAX = "syntax"


class Fault(msgspec.Struct, frozen=True):
    """One thing wrong."""

    row: int
    """As the person sees it: the line of a text, the row of a sheet, the place in a JSON array from 1."""

    column: str
    """As the file names it; empty where it is the row as a whole."""

    kind: str
    """`TableFault`, or `affected.FaultKind`, or another reader's kind."""

    expected: str
    got: str

    def __str__(self) -> str:
        """Say it in one sentence."""
        place = f"{self.column}: " if self.column else ""
        return f"row {self.row}: {place}expected {self.expected}, got {self.got}"


Report = Callable[[Fault], None]
"""Takes each fault as it is met; what is reported is not among the rows."""


class TableError(IntakeError):
    """A file that cannot be read as a table: why, and what to do."""


@contextmanager
def closed_on_fault(close: Callable[[], None]) -> Iterator[None]:
    """Close a file that was opened as a table and turns out to be none."""
    try:
        yield
    except BaseException:
        close()
        raise
