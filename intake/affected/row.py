"""Rows of an affected list: what the maker says in one line."""

from __future__ import annotations

import msgspec

from intake.affected.match import NamedBy
from intake.affected.shape import KeyRange


class AffectedRow(msgspec.Struct, frozen=True, gc=False):
    """Units of one model, named by ranges of keys, on the conditions that stand beside them."""

    line: int
    """Where it stands in the maker's file, counted as a person sees it."""

    model: str
    colours: tuple[str, ...]
    """Only units of these colours, in order; empty: of any."""

    channels: tuple[str, ...]
    """Only units sold in these ways, in order; empty: in any."""

    by: NamedBy
    keys: tuple[KeyRange, ...]
    """A serial is named when one of them holds it."""

    note: str = ""

    def names(self, serial: str) -> bool:
        """Tell whether the row names a serial in normal form, its conditions aside."""
        return any(key.holds(serial) for key in self.keys)

    @property
    def said(self) -> tuple[str, tuple[str, ...], tuple[str, ...], NamedBy, tuple[KeyRange, ...]]:
        """Give what the row adds to a list: two rows that differ only in line and note say the same."""
        return self.model, self.colours, self.channels, self.by, self.keys
