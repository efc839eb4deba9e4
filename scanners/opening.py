"""From an assignment to its open device and to the decoder of what that sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from scanners.assignment import Kind
from scanners.device import DeviceUnusable
from scanners.frames import Framer, Framing
from scanners.hid import HidKeyboard
from scanners.hidraw import PosScanner
from scanners.identity import ROOTS
from scanners.key_events import KeyDecoder
from scanners.plugged import resolve
from scanners.port import Line, Port
from scanners.pos_reports import PosDecoder, layout_of
from scanners.ssi import SsiDecoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanners.assignment import Assignment
    from scanners.decoder import Decoder
    from scanners.device import Device
    from scanners.identity import Roots


def open_device(assignment: Assignment, roots: Roots = ROOTS) -> Device:
    """Open what is there under the assignment's name at this moment; `roots` is where devices are shown.

    Raises:
        DeviceError: One of its kinds.

    """
    path = resolve(assignment.device, assignment.kind, roots)
    match assignment.kind:
        case Kind.PORT:
            return Port(path, Line(speed=assignment.baud), usb=assignment.usb, roots=roots)
        case Kind.KEYBOARD:
            return HidKeyboard(path, assignment.usb)
        case Kind.POS:
            return PosScanner(path, assignment.usb)
        case _:
            assert_never(assignment.kind)


def decoder_of(assignment: Assignment, device: Device, settled: Callable[[], bool]) -> Decoder:
    """What makes frames of the bytes of this device.

    Args:
        assignment: How it is understood.
        device: Open; a HID-POS scanner describes its own reports.
        settled: Whether no scan of it waits for an answer (SSI acknowledges by it).

    Raises:
        DeviceUnusable: Its reports are described in a way no standard knows.

    """
    if isinstance(device, PosScanner):
        return _pos_decoder(device)
    if assignment.feedback == "zebra_ssi":
        return SsiDecoder(settled)
    framing = Framing.parse(assignment.framing)
    if assignment.layout is not None:
        return KeyDecoder(assignment.layout, assignment.control, framing)
    return Framer(framing)


def _pos_decoder(scanner: PosScanner) -> PosDecoder:
    try:
        return PosDecoder(layout_of(scanner.descriptor))
    except ValueError as error:
        raise DeviceUnusable(scanner.path, str(error)) from error
