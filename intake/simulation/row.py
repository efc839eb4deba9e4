"""Rows: a training list as its maker wrote it, column by column, read here for a second time."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from intake.campaign import Campaign

ANY, WITHHELD = "?", "*"
"""In a mask: every character is meant; the maker does not say which ones are."""


@dataclass(frozen=True, slots=True)
class Row:
    """Serials from `first` to `last`, serials that fit a mask, or all units of the model."""

    campaign: str
    model: str
    first: str = ""
    last: str = ""
    masks: tuple[str, ...] = ()
    is_whole_model: bool = False
    colour: str | None = None
    note: str = ""

    @property
    def is_withheld(self) -> bool:
        """Whether nobody but the maker can say which of the units that fit are meant."""
        return any(WITHHELD in mask for mask in self.masks)

    def names(self, serial: str) -> bool:
        """Tell whether a serial is among those the row names by themselves."""
        if self.masks:
            return any(_fits(mask, serial) for mask in self.masks)
        return len(self.first) == len(serial) and self.first <= serial <= self.last


def _fits(mask: str, serial: str) -> bool:
    pairs = zip(mask, serial, strict=False)
    return len(mask) == len(serial) and all(fixed in {ANY, WITHHELD, got} for fixed, got in pairs)


def read(text: str, campaign: Campaign) -> list[Row]:
    """Read a training list, whose head stands in lines that begin with `#`."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return [_row(columns, campaign) for columns in csv.DictReader(lines)]


def _row(columns: dict[str, str], campaign: Campaign) -> Row:
    (length,) = campaign.serial.lengths
    heads = [head.ljust(length, ANY) for head in columns.get("prefix", "").split("|") if head]
    mask, first = columns.get("mask", ""), columns.get("first", "")
    return Row(
        campaign.id,
        columns["model"],
        first,
        columns.get("last") or first,
        (*heads, *([mask] if mask else [])),
        is_whole_model=columns.get("all_units") == "yes",
        colour=columns.get("colour") or None,
        note=columns.get("note", ""),
    )
