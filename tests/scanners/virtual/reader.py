"""Keeps one device with its real code and prints JSON lines: what opened, what was read, what failed.

`python -m tests.scanners.virtual.reader keyboard|pos PATH USB [listen] [FOLDER of a Bus]` opens again after
each failure, as a keeper does. A line on standard input cancels the read that waits.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from scanners.assignment import Kind
from scanners.device import Device, DeviceDeaf, DeviceError
from scanners.hid import HidKeyboard
from scanners.hidraw import PosScanner
from scanners.identity import ROOTS, Roots
from scanners.plugged import resolve

PATIENCE = 60.0
"""Seconds a read waits: so long that nothing is read without a reason."""

open_now: list[Device] = []


def say(**line) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def opened(kind, path, usb, listen) -> Device:
    if kind is Kind.POS:
        return PosScanner(path, usb, PATIENCE)
    return HidKeyboard(path, usb, PATIENCE, grab=not listen)


def told(device) -> dict[str, object]:
    """What a device says of itself once it is open, its ear included."""
    try:
        device.write(b"\x07")
    except DeviceDeaf as error:
        deaf = str(error)
    about = {"descriptor": device.descriptor.hex()} if isinstance(device, PosScanner) else {}
    return {"opened": device.path, "deaf": deaf} | about


def keep(kind, path, usb, listen, roots) -> None:
    with opened(kind, resolve(path, kind, roots), usb, listen) as device:
        open_now[:] = [device]
        say(**told(device))
        while True:
            say(data=device.read().hex())


def cancelling() -> None:
    for _ in sys.stdin:
        open_now[0].cancel()


def main() -> None:
    kind, path, usb, *rest = sys.argv[1:]
    roots = next((Roots(Path(word) / "dev", Path(word) / "sys") for word in rest if "/" in word), ROOTS)
    threading.Thread(target=cancelling, daemon=True).start()
    shown = ""
    while True:
        try:
            keep(Kind(kind), path, usb, "listen" in rest, roots)
        except DeviceError as error:
            if shown != (shown := str(error)) or open_now:
                say(error=type(error).__name__, reason=error.reason, sentence=str(error))
            open_now.clear()
            time.sleep(0.005)


if __name__ == "__main__":
    main()
