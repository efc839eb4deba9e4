"""A gun that types (USB HID keyboard), taken away from the keyboard so that no other program hears it.

Facts it rests on (hardware.md 1.8): EVIOCGRAB sends every record to us alone; a key held while
grabbing stays held for everybody else; one program at a time may grab. All evdev is in this file.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from scanners.device import (
    READ_TIMEOUT,
    SILENT_WITHIN,
    DeviceBusy,
    DeviceDeaf,
    DeviceError,
    DeviceMistaken,
    DeviceUnusable,
    while_opening,
)
from scanners.identity import usb_of
from scanners.node_reader import NodeReader

if TYPE_CHECKING:
    from evdev import InputDevice

KEYS: Final = frozenset({*range(2, 12), 28})
"""What every gun can type: the digits and Enter (KEY_1 to KEY_0, KEY_ENTER, Linux input-event-codes.h)."""

_KEY: Final = 1
"""EV_KEY: the type of records that tell of keys."""

_QUIET: Final = 0.07
"""Seconds without a key after which a gun is not typing: a key each 1 to 60 ms (hardware.md 1.6)."""

_ANY_FAILURE: Final = (OSError, SystemError)
"""All that evdev lets out: where a device goes away early, some of its calls fail without an error."""


class HidKeyboard(NodeReader):
    """An open gun that types, for us alone. One thread reads; others may only cancel."""

    def __init__(self, path: str, usb: str, timeout: float = READ_TIMEOUT, *, grab: bool = True) -> None:
        """Open `path`, make sure that it is the gun, and take it in a moment in which it does not type.

        Half a code that was begun before is never read: its first half has gone to the terminal.

        Args:
            path: A device or a symbolic link to one, such as /dev/input/by-id/...-event-kbd
            usb: The `VVVV:PPPP` it must have, so that a person's keyboard in the same socket
                is never taken.
            timeout: Seconds a read waits for the first record.
            grab: Without it others hear the gun as well, and whatever is typed there is read.

        Raises:
            DeviceError: One of its kinds: Missing, Held, Busy, Forbidden, Mistaken, Unusable or Lost.

        """
        with while_opening(path, _ANY_FAILURE):
            self._gun = _opened(path)
        super().__init__(path, self._gun.fd, timeout)
        try:
            with while_opening(path, _ANY_FAILURE):
                self._expect(usb)
                if grab:
                    self._grab()
        except DeviceError:
            self.close()
            raise

    def write(self, data: bytes) -> None:
        """Take nothing: a gun that types has no ear.

        Raises:
            DeviceDeaf: Always.

        """
        raise DeviceDeaf(self.path, f"a gun that types, which takes none of {len(data)} bytes")

    def close(self) -> None:
        """Give the gun back to the keyboard. Closing twice is harmless."""
        super().close()
        self._gun.close()

    def _expect(self, usb: str) -> None:
        """Make sure that it is the gun that was set up, and one that types."""
        info = self._gun.info
        found = usb_of(info.vendor, info.product)
        if found != usb.lower():
            raise DeviceMistaken(self.path, f"{found} instead of {usb or 'one that is named'}")
        if not KEYS.issubset(self._gun.capabilities().get(_KEY, ())):
            raise DeviceUnusable(self.path, "no keyboard")

    def _grab(self) -> None:
        """Take the gun while it does not type."""
        end = time.monotonic() + SILENT_WITHIN
        while not self._grabbed_in_silence():
            if time.monotonic() >= end:
                raise DeviceBusy(self.path, "a key that is held down, or a gun that is typing")

    def _grabbed_in_silence(self) -> bool:
        if not self.is_quiet(_QUIET) or self._gun.active_keys():
            return False
        self._gun.grab()
        # A key may have gone down since we looked; the terminal heard it and must hear it go up.
        if self.is_quiet(0) and not self._gun.active_keys():
            return True
        self._gun.ungrab()
        return False


def _opened(path: str) -> InputDevice[str]:
    from evdev import InputDevice  # noqa: PLC0415 - 51 ms, which only a station with such a gun pays

    return InputDevice(path, readonly=True)
