"""An assignment: one scanner of this station's lane, where it is found and how it is understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """By what kind of device a scanner is reached."""

    PORT = "port"
    """A serial port: RS-232, USB-COM, Bluetooth SPP."""

    KEYBOARD = "keyboard"
    """A gun that types (USB HID keyboard), taken away from the keyboard by evdev."""

    POS = "pos"
    """A USB HID point-of-sale scanner (usage page 0x8C), by hidraw."""


class GunLayout(StrEnum):
    """For which keyboard a gun types."""

    US = "us"
    JIS = "jis"


class Control(StrEnum):
    """How a gun that types sends the control characters of a code, GS and RS among them."""

    NONE = "none"
    """It leaves them out."""

    CTRL = "ctrl"
    """Ctrl and a key: GS is Ctrl+] (Datalogic)."""

    FUNCTION = "function"
    """Function and arrow keys: GS is Down (Hand Held Products)."""

    ALT = "alt"
    """Alt and digits of the number pad: GS is Alt+029."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One scanner assigned to the lane, as the settings name it."""

    device: str
    """Where it is: a path, best by-id or by-path, or a USB identity `usb:VVVV:PPPP[:SERIAL]`."""

    kind: Kind = Kind.PORT
    name: str = ""
    """What its light is called; empty: the device."""

    usb: str = ""
    """`VVVV:PPPP` it must have; empty: whatever is there. A keyboard gun must have one."""

    framing: str = "auto"
    baud: int = 115_200
    layout: GunLayout | None = None
    """Of a keyboard gun; without it the gun is not calibrated and not taken."""

    control: Control = Control.CTRL
    feedback: str = "none"
    """The name of a driver of `scanners.feedback`."""

    @property
    def source(self) -> str:
        """As in `Scan.source`."""
        return f"{self.kind}:{self.device}"
