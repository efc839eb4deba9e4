"""A trial of a gun that types: its keys become what a serial gun would have sent. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from scanners.assignment import GunLayout
from scanners.calibration import calibrate, control_of
from scanners.frames import Framing
from scanners.key_events import KeyDecoder
from scanners.test_card import GS, CodeName

if TYPE_CHECKING:
    from scanners.assignment import Assignment
    from scanners.test_card import CardCode

_ENDS: Final = {"crlf": b"\r\n", "cr": b"\r", "lf": b"\n", "tab": b"\t", "etx": b"\x03"}
"""Framings of one terminator, the narrowest first."""


def told_by_keys(assignment: Assignment, code: CardCode, records: bytes) -> Assignment:
    """Give the assignment with what this code tells: the layout label its layout, a GS the convention."""
    if code.name is CodeName.LAYOUT:
        return replace(assignment, layout=calibrate(records) or assignment.layout)
    if GS in code.text and assignment.layout is not None:
        control = control_of(records, assignment.layout, code.text.encode())
        return replace(assignment, control=control or assignment.control)
    return assignment


def typed(assignment: Assignment, records: bytes) -> bytes:
    """Give what was typed as bytes, with its terminator. Without a layout it is read as of a US keyboard."""
    layout = assignment.layout or GunLayout.US
    for name, end in _ENDS.items():
        decoder = KeyDecoder(layout, assignment.control, Framing.parse(name))
        frames = decoder.feed(records)
        if len(frames) == 1 and frames[0].fault is None and not decoder.pending:
            return frames[0].raw + end
    decoder = KeyDecoder(layout, assignment.control, Framing.parse("auto"))
    return b"".join(frame.raw for frame in (*decoder.feed(records), *decoder.lost()))
