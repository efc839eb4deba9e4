"""Rows of a list as the wire has them: checked as a maker's are, before they decide anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from intake.affected import MOST_KEYS, AffectedRow, KeyRange, NamedBy, Shape
from intake.campaign import Campaign
from intake.errors import IntakeError
from intake.part import Part
from intake.wire import ListKey, ListLine, ListPart

_CHANNEL = re.compile(r"[a-z0-9-]+")


class ListRowError(IntakeError):
    """A row that cannot be used."""


class ListRows:
    """Reads the lines of one campaign's list."""

    def __init__(self, campaign: Campaign) -> None:
        self._colours = {model.name: {colour.name for colour in model.colours} for model in campaign.models}
        self._is_spelt = re.compile(f"[{re.escape(campaign.serial.alphabet)}]*").fullmatch
        self._read = msgspec.json.Decoder(ListLine).decode
        self._shapes: dict[tuple[tuple[ListPart, ...], int], Shape] = {}

    def rows(self, lines: Iterable[bytes]) -> Iterator[AffectedRow]:
        """Read a file of lines. Raises ListRowError at the first that is faulty."""
        for number, line in enumerate(lines, 1):
            try:
                yield self._row(self._read(line))
            except (msgspec.DecodeError, ValueError) as error:
                raise ListRowError(f"row {number}: {error}") from error

    def _row(self, line: ListLine) -> AffectedRow:
        known = self._colours.get(line.model)
        _expect(known is not None, f"one of the models {', '.join(self._colours)}", line.model)
        for colour in line.colours:
            _expect(colour in (known or ()), f"a colour of {line.model}", colour)
        for channel in line.channels:
            _expect(
                _CHANNEL.fullmatch(channel), "a channel of lower-case letters, digits and hyphens", channel
            )
        _expect(1 <= len(line.keys) <= MOST_KEYS, f"1 to {MOST_KEYS} keys", str(len(line.keys)))
        keys = tuple(map(self._key, line.keys))
        sets = tuple(sorted(set(line.colours))), tuple(sorted(set(line.channels)))
        return AffectedRow(line.line, line.model, *sets, NamedBy(line.by), keys, line.note)

    def _key(self, key: ListKey) -> KeyRange:
        shape = self._shapes.get((key.parts, key.length)) or self._new_shape(key)
        width = sum(part.length for part in shape.parts)
        for end in (key.first, key.last):
            _expect(len(end) == width and self._is_spelt(end), f"{width} characters of the campaign", end)
        _expect(key.first <= key.last, f"{key.first} or after", key.last)
        return KeyRange(shape, key.first, key.last)

    def _new_shape(self, key: ListKey) -> Shape:
        parts = msgspec.convert([(msgspec.structs.asdict(part)) for part in key.parts], tuple[Part, ...])
        shape = Shape(parts, key.length)
        self._shapes[key.parts, key.length] = shape
        return shape


def _expect(is_so: object, expected: str, got: str) -> None:
    if not is_so:
        raise ValueError(f"expected {expected}, got {got[:80]!a}")


def list_lines(rows: Iterable[AffectedRow]) -> Iterator[bytes]:
    """Write rows as the wire has them, one a line: what a hub publishes."""
    encode: Callable[[ListLine], bytes] = msgspec.json.Encoder().encode
    for row in rows:
        keys = tuple(_wire_key(key) for key in row.keys)
        yield encode(ListLine(row.line, row.model, row.by, keys, row.colours, row.channels, row.note)) + b"\n"


def _wire_key(key: KeyRange) -> ListKey:
    parts = tuple(ListPart(part.start, part.length, part.group) for part in key.shape.parts)
    return ListKey(key.first, key.last, parts, key.shape.length)
