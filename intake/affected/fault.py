"""Faults of affected lists: what is wrong, where, what was expected and what was got."""

from __future__ import annotations

from enum import StrEnum

_SHOWN = 10
"""Faults of one file that are told line by line; the others are counted."""


class FaultKind(StrEnum):
    """What kind of fault a row has; counts by kind tell a maker's slip from a wrong file."""

    COLUMNS = "columns"
    """Other columns than the campaign has, or more values than columns."""

    MODEL = "model"
    COLOUR = "colour"
    CHANNEL = "channel"
    NO_KEY = "no_key"
    """Nothing that names a unit; all units of a model must be said, never left out."""

    MIXED_KEYS = "mixed_keys"
    """Keys that exclude each other, as a whole serial and a prefix."""

    EMPTY_VALUE = "empty_value"
    """A set with nothing between two of its marks."""

    LENGTH = "length"
    """A whole serial of a length that none of the campaign has."""

    WIDTH = "width"
    """A part of another width than the part has, or ends of a range of two widths."""

    CHARACTERS = "characters"
    PATTERN = "pattern"
    MASK = "mask"
    HALF_RANGE = "half_range"
    """One end of a range without the other."""

    REVERSED = "reversed"
    TWO_RANGES = "two_ranges"
    """More than one range in a row."""

    TOO_MANY_KEYS = "too_many_keys"
    ALL_UNITS = "all_units"
    """Something else than yes or no."""

    REPEAT = "repeat"
    """The same row again."""


class RowError(ValueError):
    """A row that cannot be used: `column: expected …, got …`."""

    def __init__(self, kind: FaultKind, fault: str) -> None:
        super().__init__(fault)
        self.kind = kind


class ColumnError(RowError):
    """Columns that no list of the campaign can have."""

    def __init__(self, fault: str) -> None:
        super().__init__(FaultKind.COLUMNS, fault)


class ListErrors(ValueError):  # noqa: N818 -- it is the whole list of errors, one per faulty row
    """A list that cannot be used, with every faulty row."""

    def __init__(self, errors: list[tuple[int, str]]) -> None:
        self.errors = tuple(errors)
        """The line in the file and what is wrong there; line 0 for the file as a whole."""
        more = len(errors) - _SHOWN
        lines = [f"line {line}: {fault}" if line else fault for line, fault in errors[:_SHOWN]]
        super().__init__("; ".join(lines) + (f"; and {more} more" if more > 0 else ""))
