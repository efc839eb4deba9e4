"""Guns of every kind on one bus, each plugged in under another name every time."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable
from typing import Any, ClassVar

from scanners.pseudo_gun import PseudoGun
from tests.scanners.virtual.bus import Bus, Gadget
from tests.scanners.virtual.keyboard import ENTER, RECORD, VirtualKeyboard, stroke
from tests.scanners.virtual.pos import VirtualPos, reports

PATIENCE = 10.0
"""Seconds to wait for what must happen; only a failing test waits that long."""

_SHIFT = 42
_ROWS = {2: "1234567890-", 16: "QWERTYUIOP", 30: "ASDFGHJKL", 44: "ZXCVBNM"}
_CODES = {character: first + at for first, row in _ROWS.items() for at, character in enumerate(row)}


def wait(condition) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "what had to happen did not"
        time.sleep(0.001)


class Heard:
    """What a program of `tests.scanners.lane` has printed, each source by itself."""

    def __init__(self, program) -> None:
        self.scans: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        self.lights: dict[str, list[str]] = defaultdict(list)
        self._program = program

    def hear(self) -> bool:
        """Take the next line; False when it is the last."""
        line = self._program.line()
        if "scan" in line:
            self.scans[line["source"]].append((line["scan"], line["fault"]))
        if "light" in line:
            self.lights[line["light"]].append(line["state"])
        return "lost" not in line

    def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self.hear()

    def until_the_end(self) -> None:
        while self.hear():
            pass


class Rig(ABC):
    """One gun; `pieces` are what a loss can come between, the last `end` of which end the code."""

    kind: ClassVar[str]
    kernel_name: ClassVar[str]
    usb: ClassVar[str]
    code: ClassVar[str]
    device: ClassVar[type[Any]]
    end: ClassVar[int] = 1
    passes_on_within: ClassVar[float] = 0.0

    def __init__(self, bus: Bus, number: int) -> None:
        self.bus = bus
        self.number = number
        self.times = 0
        self.gadget = Gadget(usb=self.usb, serial=f"{self.kernel_name}{number}")
        self.plug()

    @property
    def name(self) -> str:
        """What the kernel calls it this time."""
        return f"{self.kernel_name}{2 * self.number + self.times % 2}"

    @property
    def scanner(self) -> dict[str, str]:
        """The keys of its assignment: by its identity, so that it is found under any name."""
        return {"device": f"usb:{self.usb}:{self.gadget.serial}", "kind": self.kind}

    @property
    def source(self) -> str:
        return f"{self.kind}:{self.scanner['device']}"

    def plug(self) -> None:
        node = self.bus.plug(self.name, self.gadget, f"1-{self.number + 1}.{len(self.kernel_name)}")
        node.unlink()
        self.gun = type(self).device(node)
        self.gun.plug()

    def replug(self) -> None:
        self.gun.unplug()
        self.bus.unplug(self.name)
        self.times += 1
        self.plug()

    @abstractmethod
    def pieces(self, code: str) -> list[bytes]:
        """What it sends for a code."""

    @abstractmethod
    def give(self, piece: bytes) -> None:
        """Send one piece."""

    def send(self, pieces) -> None:
        """Send, and wait until somebody has read it, as far as one can tell."""
        for piece in pieces:
            self.give(piece)
        time.sleep(self.passes_on_within)
        wait(lambda: self.gun.unread == 0)


class PortRig(Rig):
    kind, kernel_name, usb = "port", "ttyACM", "05e0:1701"
    device = PseudoGun
    code = "A1263-000123-XYZ"
    passes_on_within = 0.01
    """Seconds in which the kernel mostly has taken the bytes from one end to the other. What it has not is
    lost with the device: that is a loss as well, before the first byte."""

    @property
    def scanner(self):
        # Behind its node is a pseudo-terminal, which has no identity: udev's name finds it.
        return {
            "device": str(self.bus.roots.dev / f"serial/by-id/usb-{self.gadget.title}-if00"),
            "kind": "port",
        }

    def pieces(self, code):
        return [bytes([byte]) for byte in code.encode() + b"\r"]

    def give(self, piece):
        self.gun.send(piece)


class KeyboardRig(Rig):
    kind, kernel_name, usb = "keyboard", "event", "0c2e:0b61"
    device = VirtualKeyboard
    code = "A1263-7"
    end = 4

    @property
    def scanner(self):
        return super().scanner | {"layout": "us"}

    def pieces(self, code):
        records = b"".join(stroke(*[_SHIFT] * each.isalpha(), _CODES[each]) for each in code) + stroke(ENTER)
        return [records[at : at + RECORD.size] for at in range(0, len(records), RECORD.size)]

    def give(self, piece):
        self.gun.type(piece)


class PosRig(Rig):
    kind, kernel_name, usb = "pos", "hidraw", "1eab:0010"
    device = VirtualPos
    code = "A1263-" + "0123456789" * 15

    def pieces(self, code):
        return reports(code.encode())

    def give(self, piece):
        self.gun.send(piece)
