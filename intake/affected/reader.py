"""Reading rows: a million of them pass through, so what is plainly right is told at a glance."""

from __future__ import annotations

import re
from collections.abc import Sequence

from intake.affected.columns import CHANNEL, COLOUR, FIRST, LAST, MODEL, NOTE, expect_columns, key_columns
from intake.affected.fault import FaultKind, RowError
from intake.affected.keys import read_keys
from intake.affected.match import NamedBy
from intake.affected.row import AffectedRow
from intake.affected.shape import KeyRange, Shape
from intake.campaign import Campaign

_CHANNEL = re.compile(r"[a-z0-9-]+")
_MOST_REMEMBERED = 10_000
"""Different texts of model, colour and channel: there are few, but for a file of nonsense."""

About = tuple[str, tuple[str, ...], tuple[str, ...]]
"""Model, colours and channels."""


class RowReader:
    """Reads rows of a list with these columns. Every value is text: no serial is ever taken for a number."""

    def __init__(self, columns: Sequence[str], campaign: Campaign) -> None:
        """Raises ColumnError for columns that no list of the campaign can have."""
        expect_columns(columns, campaign)
        self.columns = tuple(columns)
        self._campaign = campaign
        self._keys = [name for name in columns if name in key_columns(campaign)]
        self._is_spelt = re.compile(f"[{re.escape(campaign.serial.alphabet)}]*").fullmatch
        self._fits = re.compile(campaign.serial.pattern or ".*").fullmatch
        self._shapes = {length: Shape.whole(length) for length in campaign.serial.lengths}
        self._abouts: dict[tuple[str, ...], About] = {}
        self._width = width = len(columns)
        # A column that is not there is read from behind the row's end, where nothing stands.
        self._places = tuple(
            columns.index(name) if name in columns else width
            for name in (FIRST, LAST, MODEL, COLOUR, CHANNEL, NOTE)
        )
        self._note = ""
        self._only_whole = set(self._keys) <= {FIRST, LAST}

    def read(self, line: int, values: Sequence[str]) -> AffectedRow:
        """Read one row; `values` beyond its end are empty. Raises RowError.

        Serials are taken in normal form; conditions of one row hold together.
        """
        if self._only_whole and len(values) == self._width:
            row = self._plain(line, (*values, ""))
            if row is not None:
                return row
        return self._any(line, values)

    def _plain(self, line: int, values: tuple[str, ...]) -> AffectedRow | None:
        """Read whole serials in normal form, on conditions met before; None for all else.

        Every serial of the campaign is in normal form: none is changed by `normalise`.
        """
        first_at, last_at, model_at, colour_at, channel_at, note_at = self._places
        first = values[first_at]
        last = values[last_at] or first
        about = self._abouts.get((values[model_at], values[colour_at], values[channel_at]))
        shape = self._shapes.get(len(first))
        if about is None or shape is None or len(last) != len(first) or first > last:
            return None
        if not (self._is_spelt(first + last) and self._fits(first) and self._fits(last)):
            return None
        note = values[note_at].strip()
        if note != self._note:  # one text for all rows that follow each other: they wait in memory
            self._note = note
        model, colours, channels = about
        by = NamedBy.EXACT if first == last else NamedBy.RANGE
        return AffectedRow(line, model, colours, channels, by, (KeyRange(shape, first, last),), self._note)

    def _any(self, line: int, values: Sequence[str]) -> AffectedRow:
        if any(values[len(self.columns) :]):
            raise RowError(FaultKind.COLUMNS, f"expected {len(self.columns)} columns, got {len(values)}")
        said = {name: text.strip() for name, text in zip(self.columns, values, strict=False)}
        padded = (*values, *[""] * (self._width + 1 - len(values)))
        model, colour, channel = [padded[place] for place in self._places[2:5]]
        about = self._abouts.get((model, colour, channel)) or self._about(said)
        by, keys = read_keys({name: said[name] for name in self._keys if said.get(name)}, self._campaign)
        if len(self._abouts) < _MOST_REMEMBERED:
            self._abouts[model, colour, channel] = about
        return AffectedRow(line, *about, by, keys, said.get(NOTE, ""))

    def _about(self, said: dict[str, str]) -> About:
        models = [model.name for model in self._campaign.models]
        model = said.get(MODEL, "")
        if model not in models:
            raise _unknown(FaultKind.MODEL, MODEL, models, model)
        known = [colour.name for colour in self._campaign.model(model).colours]
        colours = _set(said.get(COLOUR, ""))
        for colour in colours:
            if colour not in known:
                raise _unknown(FaultKind.COLOUR, COLOUR, known, colour)
        channels = _set(said.get(CHANNEL, ""))
        for channel in channels:
            if not _CHANNEL.fullmatch(channel):
                raise RowError(
                    FaultKind.CHANNEL,
                    f"channel: expected lower-case letters, digits and hyphens, got {channel[:80]!r}",
                )
        return model, colours, channels


def _unknown(kind: FaultKind, column: str, known: list[str], got: str) -> RowError:
    return RowError(kind, f"{column}: expected one of {', '.join(known) or 'none'}, got {got[:80]!r}")


def _set(text: str) -> tuple[str, ...]:
    return tuple(sorted({each.strip() for each in text.split("|")})) if text else ()
