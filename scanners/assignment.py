"""An assignment: one scanner of this station's lane, where it is found and how it is understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self, TypeVar

from intake.scan import Method
from scanners.feedback import DRIVERS
from scanners.frames import Framing
from scanners.identity import UsbIdentity

if TYPE_CHECKING:
    from scanners.feedback import Driver

_Choice = TypeVar("_Choice", bound=StrEnum)

_USB: Final = re.compile(r"[0-9a-f]{4}:[0-9a-f]{4}")


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
    """Function keys: GS is F8 (Honeywell as delivered)."""

    ARROWS = "arrows"
    """Cursor and function keys: GS is Down (Hand Held Products)."""

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
    """`vvvv:pppp` it must have; empty: whatever is there. A keyboard gun must have one."""

    framing: str = "auto"
    baud: int = 115_200
    layout: GunLayout | None = None
    """Of a keyboard gun; without it the gun is not calibrated and not taken."""

    control: Control = Control.CTRL
    feedback: str = "none"
    """The name of a driver of `scanners.feedback`."""

    def __post_init__(self) -> None:
        """Refuse what no scanner can be.

        Raises:
            ValueError: With expected and got.

        """
        Framing.parse(self.framing)
        named = UsbIdentity.parse(self.device).usb if self.is_by_identity else self.usb
        if self.usb not in ("", named):
            raise ValueError(f"Expected the usb of {self.device}, which is {named}, got {self.usb!r}.")
        if self.usb and not _USB.fullmatch(self.usb):
            raise ValueError(f"Expected a usb of the form vvvv:pppp, such as 0c2e:0b61, got {self.usb!r}.")
        if self.kind is Kind.KEYBOARD and not self.usb:
            raise ValueError(f"Expected a usb for the keyboard gun {self.device}, got none.")
        if self.feedback not in (may := feedbacks(self.kind)):
            wanted = f"a feedback of {', '.join(may)} for a {self.kind} scanner"
            raise ValueError(f"Expected {wanted}, got {self.feedback!r}.")

    @classmethod
    def parse(  # noqa: PLR0913, PLR0917 - the keys of one [[scanners]] of the settings
        cls,
        device: str,
        kind: str = "port",
        name: str = "",
        usb: str = "",
        framing: str = "auto",
        baud: int = 115_200,
        layout: str = "",
        control: str = "ctrl",
        feedback: str = "none",
    ) -> Self:
        """The assignment of settings values. A device named by its identity need not give `usb`.

        Raises:
            ValueError: A value that is none of those it may have, with expected and got.

        """
        place = device.strip()
        if not (_is_identity(place) or place.startswith("/")):
            wanted = "a device such as /dev/serial/by-id/... or usb:0c2e:0b61"
            raise ValueError(f"Expected {wanted}, got {device!r}.")
        named = UsbIdentity.parse(place).usb if _is_identity(place) else ""
        return cls(
            place,
            _one_of(Kind, kind),
            name.strip(),
            usb.strip().lower() or named,
            framing.strip().lower(),
            baud,
            _one_of(GunLayout, layout) if layout.strip() else None,
            _one_of(Control, control),
            feedback.strip().lower(),
        )

    @property
    def source(self) -> str:
        """As in `Scan.source`."""
        return f"{self.kind}:{self.device}"

    @property
    def is_by_identity(self) -> bool:
        """Whether it is found by what it says it is, wherever it is plugged in."""
        return _is_identity(self.device)

    @property
    def method(self) -> Method:
        """As in `Scan.method`."""
        return Method.PORT if self.kind is Kind.PORT else Method.HID

    @property
    def driver(self) -> Driver:
        """How it is told good from bad."""
        return DRIVERS[self.feedback]

    @property
    def is_calibrated(self) -> bool:
        """Whether what it sends can be understood: of a gun that types, its layout must be known."""
        return self.kind is not Kind.KEYBOARD or self.layout is not None


def feedbacks(kind: Kind) -> tuple[str, ...]:
    """The names of the drivers a scanner of this kind may have.

    A keyboard takes no commands, and those of the makers are for a line (Denso: HID disables them).
    """
    if kind is Kind.KEYBOARD:
        return ("none",)
    is_pos = kind is Kind.POS
    return tuple(name for name in DRIVERS if name == "none" or (name == "hid_pos") is is_pos)


def _is_identity(device: str) -> bool:
    return device.lower().startswith("usb:")


def _one_of(kind: type[_Choice], text: str) -> _Choice:
    try:
        return kind(text.strip().lower())
    except ValueError:
        name = {Kind: "kind", GunLayout: "layout", Control: "control"}[kind]
        raise ValueError(f"Expected a {name} of {', '.join(kind)}, got {text!r}.") from None
