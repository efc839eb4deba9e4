"""Equipment: the devices a station's settings name, each a table of its own, as the file holds it.

Whether a device can be used so is for `scanners.assignment` and `scanners.camera.assignment` to say.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta


class Scanner(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scanner assigned to this station: one `[[scanners]]` of the file, best written by `intake setup`."""

    device: Annotated[
        str, Meta(description="Where it is: /dev/serial/by-id/…, a by-path name, or usb:VVVV:PPPP[:SERIAL].")
    ]
    kind: Annotated[str, Meta(description="port (serial), keyboard (types) or pos (USB HID-POS).")] = "port"
    name: Annotated[str, Meta(max_length=20, description="What its light is called; empty: the device.")] = ""
    usb: Annotated[
        str, Meta(description="VVVV:PPPP it must have; anything else at its place is not taken.")
    ] = ""
    framing: Annotated[str, Meta(description="End of a scan, as the setting framing.")] = "auto"
    baud: Annotated[int, Meta(ge=300, description="Speed of a serial port; USB-CDC ignores it.")] = 115_200
    layout: Annotated[
        str, Meta(description="Keyboard the gun types for: us or jis; told by the layout label.")
    ] = ""
    control: Annotated[
        str, Meta(description="How a typing gun sends GS and RS: none, ctrl, function, arrows or alt.")
    ] = "ctrl"
    feedback: Annotated[
        str,
        Meta(
            description="How it is told good from bad: none, honeywell, honeywell_ack, zebra_bel, zebra_ssi, "
            "datalogic or denso; a HID-POS scanner: none or hid_pos."
        ),
    ] = "none"


class Camera(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A camera of this station: one `[[cameras]]` of the file."""

    device: Annotated[
        str,
        Meta(description="Where it is: /dev/v4l/by-id/…-index0, N for /dev/videoN, or a folder of pictures."),
    ]
    name: Annotated[str, Meta(max_length=20, description="What its light is called; empty: the device.")] = ""
    width: Annotated[int, Meta(description="Pixels across that it is asked for.")] = 1280
    height: Annotated[int, Meta(description="Pixels down that it is asked for.")] = 720
    fps: Annotated[int, Meta(description="Pictures a second that it is asked for.")] = 30
    focus: Annotated[
        int | None,
        Meta(
            description="Focus it is held at, as its driver counts, often 0 (far) to 255; left out: its own."
        ),
    ] = None
