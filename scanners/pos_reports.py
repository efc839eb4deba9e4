"""HID-POS reports become frames: what a USB point-of-sale scanner sends. No input and no output here.

Each read gives one whole report: so many bytes of a code, how many of them are meant, the code's AIM
identifier, and whether the next report holds more of the same code. Where these stand a device's own
descriptor tells; one that does not tell all that is needed to join a long code safely is refused.

Reports have no number, so that one is missing is seen only where the identifier changes, where one that is
not full says that more follows, or where none comes. What follows is then no code either, up to and with
the next report that ends one: the rest of a code must not be taken for a code.

Source: USB HID Point of Sale Usage Tables 1.02, chapter 3 (HID Usage Tables 1.5, chapter 25); Honeywell's
layout as in Access-IS LSR118, appendix B: report 2, length, 3 bytes of identifier, 56 of data, 2 of the
maker's own, and a bit that says that more follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from intake.scan import Fault
from scanners.frames import IDLE_GAP, MAX_LENGTH, Frame, fault_of
from scanners.report_descriptor import Field, fields
from scanners.symbology import split

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCANNER: Final = 0x8C
"""The usage page of bar code scanners."""

_BYTE_COUNT: Final = 0x0001_003B
_IDENTIFIER: Final = range(0x008C_00FB, 0x008C_00FE)
_DATA: Final = 0x008C_00FE
_CONTINUED: Final = 0x008C_00FF

_END: Final = re.compile(rb"(?:\r\n|[\r\n\t\x03])\Z")
"""A terminator the gun is set to; reports need none."""


@dataclass(frozen=True, slots=True)
class ReportLayout:
    """Where a code stands in the reports of one scanner, in bytes; the report's id is the first of them."""

    report_id: int
    """0 where the reports have none."""

    data: slice
    length: int | None
    """Where it stands how many bytes of `data` are meant; None: they end before NULs."""

    identifier: tuple[int, ...]
    """Where the three characters of the AIM identifier stand, or nothing."""

    continued: tuple[int, int]
    """Byte, and bit in it: more of this code is in the next report."""

    sizes: Mapping[int, int]
    """The size of each report the scanner sends, by its id."""

    @property
    def size(self) -> int:
        """Bytes of a whole report."""
        return self.sizes[self.report_id]


def layout_of(descriptor: bytes) -> ReportLayout:
    """Where a scanner's report descriptor says that a code stands.

    Raises:
        ValueError: It is not that of a bar code scanner, or leaves out what is needed, with expected and got.

    """
    told = fields(descriptor)
    data = _one(told, _DATA, "Decoded Data")
    if data.application >> 16 != _SCANNER or not data.is_bytes:
        raise ValueError(f"Expected bytes of data in a collection of page {_SCANNER:#x}, got {data}.")
    ours = [field for field in told if field.report_id == data.report_id]
    continued = _one(ours, _CONTINUED, "Decode Data Continued")
    length = next((field.bit // 8 for field in ours if field.usage == _BYTE_COUNT and field.is_bytes), None)
    places = {field.usage: field.bit // 8 for field in ours if field.usage in _IDENTIFIER and field.is_bytes}
    return ReportLayout(
        report_id=data.report_id,
        data=slice(data.bit // 8, data.end // 8),
        length=length,
        identifier=tuple(places[usage] for usage in _IDENTIFIER) if len(places) == len(_IDENTIFIER) else (),
        continued=divmod(continued.bit, 8),
        sizes={field.report_id: -(-field.end // 8) for field in told},
    )


def _one(told: list[Field], usage: int, name: str) -> Field:
    found = next((field for field in told if field.usage == usage), None)
    if found is None:
        raise ValueError(f"Expected an input report with {name} (usage {usage:#x}), got none.")
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """What one report holds of a code."""

    identifier: bytes
    data: bytes
    is_full: bool
    is_continued: bool


class PosDecoder:
    """Joins the reports of one scanner to frames. Its memory is bounded by `MAX_LENGTH`."""

    def __init__(self, layout: ReportLayout) -> None:
        """Begin between two codes."""
        self._layout = layout
        self._identifier = b""
        self._pending = b""
        self._is_open = False
        self._is_broken = False
        self.empty = 0
        """Codes without a byte: not a scan, only counted."""

    @property
    def pending(self) -> int:
        """Bytes of a code not yet ended."""
        return len(self._pending)

    @property
    def idle_gap(self) -> float | None:
        """Seconds within which the next report of a code must come; None between two codes."""
        return IDLE_GAP if self._is_open else None

    def feed(self, data: bytes) -> list[Frame]:
        """Take in one report, as one read gave it; give the frames it completes."""
        layout = self._layout
        report_id = data[0] if data and layout.report_id else 0
        if not data or (len(data) == layout.sizes.get(report_id) and report_id != layout.report_id):
            return []  # nothing, or another report of the scanner: its state, the answer to a command
        if report_id != layout.report_id or len(data) != layout.size:
            fault = Fault.CUT_SHORT if len(data) < layout.size else Fault.GARBLED
            return [*self._break(), Frame(data[:MAX_LENGTH], fault)]
        part = self._part(data)
        return self._joined(part) if part else [*self._break(), Frame(data, Fault.GARBLED)]

    def idle(self) -> list[Frame]:
        """`idle_gap` went by: the report that had to follow did not come."""
        return self._break() if self._is_open else []

    def lost(self) -> list[Frame]:
        """The device went away: what was pending is a frame that is CUT_SHORT."""
        frames = self._break()
        self._is_broken = False
        return frames

    def replies(self) -> bytes:
        """Nothing: reports are not confirmed."""
        return b""

    def _part(self, report: bytes) -> _Part | None:
        """What a whole report holds; None where it says that it holds more than it can."""
        layout = self._layout
        field = report[layout.data]
        length = len(field.rstrip(b"\0")) if layout.length is None else report[layout.length]
        if length > len(field):
            return None
        identifier = bytes(report[place] for place in layout.identifier)
        byte, bit = layout.continued
        return _Part(identifier, field[:length], length == len(field), bool(report[byte] >> bit & 1))

    def _joined(self, part: _Part) -> list[Frame]:
        """The code's next part. One that cannot be its next breaks it, and is no code by itself either."""
        is_astray = self._is_open and part.identifier != self._identifier
        frames = self._break() if is_astray else []
        self._is_open = True
        self._identifier = part.identifier
        self._pending = (self._pending + part.data)[: MAX_LENGTH + 1]
        if not part.is_continued:
            return frames + self._end()
        return frames if part.is_full else frames + self._break()

    def _end(self) -> list[Frame]:
        fault = Fault.CUT_SHORT if self._is_broken else None
        if len(self._pending) > MAX_LENGTH:
            fault = Fault.OVER_LONG
        raw = self._raw()[:MAX_LENGTH]
        self._is_broken = False
        self._clear()
        self.empty += not raw
        return [Frame(raw, fault or fault_of(raw))] if raw else []

    def _break(self) -> list[Frame]:
        """Give what is pending as CUT_SHORT; what follows up to the end of a code is none either."""
        raw = self._raw()[:MAX_LENGTH]
        self._clear()
        self._is_broken = True
        return [Frame(raw, Fault.CUT_SHORT)] if raw else []

    def _raw(self) -> bytes:
        """The code without a terminator, its AIM identifier before it as guns on a line send it."""
        data = _END.sub(b"", self._pending)
        is_known = len(self._identifier) == len(_IDENTIFIER) and split(self._identifier)[1] == b""
        if not data or not is_known or data.startswith(self._identifier):
            return data
        return self._identifier + data

    def _clear(self) -> None:
        self._pending = b""
        self._is_open = False
