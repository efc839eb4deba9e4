"""Columns of an affected list: which ones a campaign's list may have, and which of them name units."""

from __future__ import annotations

from collections.abc import Sequence

from intake.affected.fault import ColumnError
from intake.campaign import Campaign

MODEL, FIRST, LAST = "model", "first", "last"
PREFIX, SUFFIX, MASK, ALL_UNITS = "prefix", "suffix", "mask", "all_units"
COLOUR, CHANNEL, NOTE = "colour", "channel", "note"

_BESIDE = (COLOUR, CHANNEL, NOTE)


ENDS = ("_first", "_last")
"""What the columns of a range of a part end in."""


def key_columns(campaign: Campaign) -> tuple[str, ...]:
    """Give every column that may name units of a campaign: for each part of its serials one, and two ends."""
    parts = [name + end for name in campaign.serial.parts for end in ("", *ENDS)]
    return (FIRST, LAST, PREFIX, SUFFIX, MASK, *parts, ALL_UNITS)


def columns_of(campaign: Campaign) -> tuple[str, ...]:
    """Give every column a campaign's list may have."""
    return (MODEL, *key_columns(campaign), *_BESIDE)


def expect_columns(columns: Sequence[str], campaign: Campaign) -> None:
    """Refuse columns that no list of a campaign can have. Raises ColumnError."""
    known = columns_of(campaign)
    fitting = set(columns) <= set(known) and len(columns) == len(set(columns))
    if not fitting or MODEL not in columns or not set(columns) & set(key_columns(campaign)):
        names = ",".join(columns)[:80]
        raise ColumnError(
            f"expected the column {MODEL} and others of {','.join(known)}, each once, got {names!r}"
        )
    if LAST in columns and FIRST not in columns:
        raise ColumnError(f"expected the column {FIRST} beside {LAST}, got {LAST} alone")
