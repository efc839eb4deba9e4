"""HID report descriptors: what stands where in the reports a USB device sends and takes.

Source: USB Device Class Definition for Human Interface Devices 1.11, 6.2.2 (items) and 8 (reports).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_BYTE: Final = 8

MOST_BITS: Final = _BYTE * 16_384
"""Of one report: what Linux takes (HID_MAX_BUFFER_SIZE)."""

MOST_FIELDS: Final = 4096
"""Of a device: scanners have some dozens. Linux takes millions, and we look at whatever is plugged in."""

_LAST_ID: Final = 0xFF
"""Of a report: its id is one byte (HID 1.11, 5.6)."""

_LONG: Final = 0xFE
_INPUT, _OUTPUT, _COLLECTION, _FEATURE, _END_COLLECTION = 0x80, 0x90, 0xA0, 0xB0, 0xC0
_MAIN: Final = frozenset({_INPUT, _OUTPUT, _COLLECTION, _FEATURE, _END_COLLECTION})
_PAGE, _SIZE, _ID, _COUNT, _PUSH, _POP = 0x04, 0x74, 0x84, 0x94, 0xA4, 0xB4
_USAGE, _MINIMUM, _MAXIMUM = 0x08, 0x18, 0x28

_WITH_PAGE: Final = 4
"""Bytes of a usage that names its own page."""

_VARIABLE: Final = 0x02
"""Flag of an input or output: each element has a usage of its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """Elements of one usage, side by side in a report."""

    application: int
    """Usage of the application collection it stands in, the page in the upper 16 bits."""

    report_id: int
    """0 where the device's reports have none."""

    usage: int
    """The page in the upper 16 bits; 0 for padding."""

    bit: int
    """Where it begins, from the first bit of the report, its id included."""

    size: int
    """Bits of one element."""

    count: int
    """Elements."""

    @property
    def is_bytes(self) -> bool:
        """Whether each element is a byte of the report."""
        return self.size == _BYTE and self.bit % _BYTE == 0

    @property
    def end(self) -> int:
        """The bit behind it."""
        return self.bit + self.size * self.count


def fields(descriptor: bytes) -> list[Field]:
    """The fields of all input reports, in order.

    Raises:
        ValueError: A descriptor that is cut, or one of longer reports or more fields than any scanner has.

    """
    return _fields(descriptor, _INPUT)


def output_fields(descriptor: bytes) -> list[Field]:
    """The fields of all output reports, in order.

    Raises:
        ValueError: As `fields`.

    """
    return _fields(descriptor, _OUTPUT)


def _fields(descriptor: bytes, kind: int) -> list[Field]:
    walk = _Walk(kind)
    found = (field for item in _items(descriptor) for field in walk.take(*item))
    most = list(islice(found, MOST_FIELDS + 1))
    if len(most) > MOST_FIELDS:
        raise ValueError(f"Expected at most {MOST_FIELDS} fields, got more.")
    return most


def _items(descriptor: bytes) -> Iterator[tuple[int, int, int]]:
    """Tag and type, value, and bytes of each short item. Long items are passed over, as Linux does."""
    at = 0
    while at < len(descriptor):
        prefix = descriptor[at]
        size = (0, 1, 2, 4)[prefix & 3]
        if prefix == _LONG:
            size = 2 + (descriptor[at + 1] if at + 1 < len(descriptor) else 0)
        data = descriptor[at + 1 : at + 1 + size]
        if len(data) < size:
            raise ValueError(f"Expected {size} bytes of item {prefix:#04x}, got {len(data)}.")
        if prefix != _LONG:
            yield prefix & 0xFC, int.from_bytes(data, "little"), size
        at += 1 + size


@dataclass(frozen=True, slots=True)
class _Globals:
    """Items that hold until the next of their kind."""

    page: int = 0
    report_id: int = 0
    size: int = 0
    count: int = 0


_NAMES: Final = {_PAGE: "page", _ID: "report_id", _SIZE: "size", _COUNT: "count"}


class _Walk:
    """A walk over a descriptor's items to the reports of one kind, and what holds where it has come to."""

    def __init__(self, kind: int) -> None:
        self._kind = kind
        self._globals = _Globals()
        self._pushed: list[_Globals] = []
        self._usages: list[range] = []
        self._minimum = 0
        self._collections: list[int] = []
        self._bits: dict[int, int] = {}

    def take(self, tag: int, value: int, size: int) -> Iterator[Field]:
        """Take an item in; give the fields it ends. Raises ValueError for a report id no report can have."""
        if tag == _ID and value > _LAST_ID:
            raise ValueError(f"Expected a report id of at most {_LAST_ID}, got {value}.")
        if tag in _NAMES:
            self._globals = replace(self._globals, **{_NAMES[tag]: value})
        elif tag == _PUSH:
            self._pushed.append(self._globals)
        elif tag == _POP and self._pushed:
            self._globals = self._pushed.pop()
        elif tag in {_USAGE, _MINIMUM, _MAXIMUM}:
            self._take_usage(tag, value if size == _WITH_PAGE else self._globals.page << 16 | value)
        elif tag in _MAIN:
            yield from self._take_main(tag, value)
            self._usages = []

    def _take_usage(self, tag: int, usage: int) -> None:
        if tag == _MINIMUM:
            self._minimum = usage
        else:
            self._usages.append(range(usage if tag == _USAGE else self._minimum, usage + 1))

    def _take_main(self, tag: int, value: int) -> Iterator[Field]:
        if tag == _COLLECTION:
            self._collections.append(next(chain.from_iterable(self._usages), 0))
        elif tag == _END_COLLECTION and self._collections:
            self._collections.pop()
        elif tag == self._kind:
            yield from self._elements(value)

    def _elements(self, flags: int) -> Iterator[Field]:
        """The fields of an item. Its last usage holds for all elements that have none of their own."""
        held = self._globals
        at = self._bits.get(held.report_id, _BYTE if held.report_id else 0)
        if at + held.size * held.count > MOST_BITS:
            raise ValueError(f"Expected a report of at most {MOST_BITS} bits, got more.")
        self._bits[held.report_id] = at + held.size * held.count
        named = flags & _VARIABLE and held.size
        usages = list(islice(chain.from_iterable(self._usages), held.count)) if named else []
        application = self._collections[0] if self._collections else 0
        for place, usage in enumerate(usages or [0]):
            count = held.count - place if place == len(usages or [0]) - 1 else 1
            yield Field(application, held.report_id, usage, at + place * held.size, held.size, count)
