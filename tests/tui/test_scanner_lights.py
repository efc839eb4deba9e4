"""Scanners at the desk's foot: a gun that is another station's is refused in words, and not read here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from intake.language import Language
from intake.surroundings import now
from scanners.assignment import Assignment
from scanners.devices import Devices
from scanners.light import LightState
from scanners.pseudo_gun import PseudoGun
from tests.scanners.virtual.bus import Bus, Gadget

Opener = Any


def foot(desk: Any) -> str:
    return str(desk.rows(desk.app.desk.footer)[0][0])


@contextmanager
def kept(desk: Any, bus: Bus, *assignments: Assignment) -> Iterator[None]:
    """Keep scanners as the station does."""
    bridge = desk.app.bridge
    devices = Devices(
        assignments, on_scan=bridge.take, on_light=bridge.light_changed, now=now, roots=bus.roots
    )
    devices.start()
    try:
        yield
    finally:
        devices.stop()


def plug_as(gun: PseudoGun, bus: Bus, name: str, gadget: Gadget) -> None:
    """Show a simulated gun as a USB device."""
    node = bus.plug(name, gadget)
    node.unlink()
    node.symlink_to(gun.device)
    shown = bus.roots.sys / "class/tty"
    (shown / Path(gun.device).name).symlink_to((shown / name).readlink())


async def test_a_scanner_that_is_not_of_this_station_is_refused_in_words_until_it_is_pulled_out(
    open_desk: Opener, tmp_path: Path
) -> None:
    """In both languages, under the name it gives itself, also when it is plugged in while the desk works."""
    bus = Bus(tmp_path / "bus")
    with PseudoGun(tmp_path / "ours") as ours, PseudoGun(tmp_path / "theirs") as theirs:
        async with open_desk() as desk:
            with kept(desk, bus, Assignment(str(ours.link), name="gun 1")):
                await desk.until(lambda: foot(desk) == " gun 1: ready")
                plug_as(theirs, bus, "ttyACM7", Gadget(maker="Zebra", name="DS[b]3608"))
                told = desk.app.wording.light(LightState.UNASSIGNED, "", "", "Zebra DS[b]3608")
                await desk.until(lambda: foot(desk) == f" gun 1: ready   {told}")
                theirs.send(b"RI-O-0001-T\r")
                ours.send(b"RI-C-YES\r")
                await desk.until(lambda: [each.outcome.scan for each in desk.answered] == ["RI-C-YES"])
                assert theirs.unread == len(b"RI-O-0001-T\r")
                desk.app.speak(Language.JA)
                told = desk.app.wording.light(LightState.UNASSIGNED, "", "", "Zebra DS[b]3608")
                await desk.until(lambda: foot(desk) == f" gun 1: 準備完了   {told}")
                bus.unplug("ttyACM7")
                await desk.until(lambda: foot(desk) == " gun 1: 準備完了")
