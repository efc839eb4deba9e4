"""Calibration: what the keys of two known codes tell about the gun that typed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from intake.scan import Fault, Layout
from scanners import keymap
from scanners.assignment import Control, GunLayout
from scanners.key_events import KeyDecoder
from scanners.symbology import split

if TYPE_CHECKING:
    from scanners.frames import Frame

_SENDING: Final = (Control.CTRL, Control.FUNCTION, Control.ARROWS, Control.ALT)
_LEFT_OUT: Final = bytes(range(0x20))


def calibrate(records: bytes) -> GunLayout | None:
    """The layout for which a gun types, from the keys of the layout label; None where it is not the label."""
    for layout in GunLayout:
        frame = _last(records, layout, Control.CTRL)
        told = keymap.calibration(frame.raw.decode("utf-8", "replace")) if frame else None
        if told is not None and told.layout is Layout.SAME:
            return layout
    return None


def control_of(records: bytes, layout: GunLayout, expected: bytes) -> Control | None:
    """How a gun sends control characters, from the keys of a code that holds some.

    `expected` is what the code holds, without an AIM identifier. None where the keys are not that code by
    any convention: another code was read, or the gun sends its control characters in a way nobody knows.
    """
    for control in _SENDING:
        if _data(records, layout, control) == expected:
            return control
    left_out = expected.translate(None, _LEFT_OUT)
    return Control.NONE if _data(records, layout, Control.NONE) == left_out else None


def _data(records: bytes, layout: GunLayout, control: Control) -> bytes | None:
    frame = _last(records, layout, control)
    return split(frame.raw)[1] if frame else None


def _last(records: bytes, layout: GunLayout, control: Control) -> Frame | None:
    """The last code of the records. A gun that ends none with a terminator is calibrated as well."""
    decoder = KeyDecoder(layout, control)
    frames = decoder.feed(records) + decoder.lost()
    return frames[-1] if frames and frames[-1].fault in {None, Fault.CUT_SHORT} else None
