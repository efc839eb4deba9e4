"""The set-up over a training folder, with guns on a bus that is a tree of folders."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from intake.doctor import Case, Finding, examine
from intake.equipment import Scanner
from intake.founding import found
from intake.language import Language
from intake.settings import Settings
from scanners.camera.found import FoundCamera
from scanners.plugged import find_all
from scanners.test_card import GOOD
from tests.scanners.doubles import DOUBLES, Sound
from tests.scanners.doubles.gun import Gun
from tests.scanners.pictures.folder import PictureFolder
from tests.scanners.virtual.bus import Bus, Gadget
from tui.setup.app import SetupApp
from tui.setup.course import Site
from tui.setup.gun import Gun as SetupGun

PATIENCE = 20
"""Seconds to wait for what must happen; only a failing test waits that long."""

_BY_HAND = 1.0
_KEYS = {"-": "minus", "\r": "enter"}


class Wizard:
    """A running set-up under test."""

    def __init__(self, app: SetupApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self._clock = time.monotonic()

    async def until(self, holds: Callable[[], Any]) -> None:
        """Wait until something holds, and until what follows is painted."""
        async with asyncio.timeout(PATIENCE):
            while not holds():  # noqa: ASYNC110 (the product's state, no event of ours)
                await asyncio.sleep(0.005)
        await self.pilot.pause()

    async def shows(self, *words: str) -> None:
        """Wait until all words stand on the screen."""
        try:
            await self.until(lambda: all(word in self.whole for word in words))
        except TimeoutError:
            pytest.fail(f"not in time: {words}; the screen shows:\n{self.whole}")

    async def press(self, *keys: str) -> None:
        """Press keys at a person's pace, by a clock of their own."""
        for key in keys:
            self._clock = max(self._clock + _BY_HAND, time.monotonic())
            pressed = events.Key(key, None)
            pressed.time = self._clock
            self.app.post_message(pressed)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type as a keyboard gun does: all keys at once."""
        self._clock = max(self._clock + _BY_HAND, time.monotonic())
        for character in text:
            pressed = events.Key(_KEYS.get(character, character), character)
            pressed.time = self._clock
            self.app.post_message(pressed)
        await self.pilot.pause()

    async def pull(self, gun: Gun, code: bytes, *words: str) -> None:
        """Pull the trigger, as soon as the gun reads again, and wait for what is shown then."""
        await self.until(lambda: gun.pull(code))
        await self.shows(*words)

    async def take(self, driver: str) -> None:
        """Have the gun found already: one that waits for answers gives up on the pull that finds it."""
        (plugged,) = self.app.course.plugged
        whole = SetupGun.of(plugged).set_to(feedback=driver).pulled(GOOD.name, GOOD.text.encode() + b"\r")
        self.app.course.take(whole)
        self.app.draw()
        await self.shows("Set-up 2/6")

    async def sounds(self, gun: Gun, sound: Sound) -> None:
        """Wait until this is what the gun has sounded last."""
        await self.until(lambda: gun.tones[-1:] == [sound])

    @property
    def scanner(self) -> Scanner:
        """What is to be written of the gun."""
        gun = self.app.course.gun
        assert gun is not None
        assert gun.scanner is not None
        return gun.scanner

    @property
    def whole(self) -> str:
        """What stands on the screen."""
        return "\n".join(
            "".join(segment.text for segment in strip).rstrip()
            for strip in self.app.screen._compositor.render_strips()  # noqa: SLF001 (no public way)
        )


class Bench:
    """A folder, a bus and the guns on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "state"
        self.bus = Bus(folder / "bus")
        self.guns: list[Gun] = []
        self.cameras: list[FoundCamera] = []
        found(self.folder, training=True, station="dock-1")

    def plug(self, driver: str = "honeywell", gadget: Gadget | None = None, name: str = "ttyACM0") -> Gun:
        """Plug in a gun that is answered by a driver."""
        node = self.bus.plug(name, gadget or Gadget(), socket=f"1-{len(self.guns) + 1}")
        node.unlink()
        gun: Gun = DOUBLES[driver](node)
        gun.plug()
        self.guns.append(gun)
        return gun

    def camera(self) -> PictureFolder:
        """Plug in a camera: a folder of pictures, which a camera may be."""
        number = len(self.cameras) + 1
        made = PictureFolder(self.folder.parent / f"camera{number}")
        self.cameras.append(FoundCamera(str(made.place), str(made.place), f"Cam {number}"))
        return made

    def examine(self) -> list[Finding]:
        """What the doctor finds in the folder."""
        return list(examine(Case.of(self.folder)))

    @asynccontextmanager
    async def wizard(
        self, size: tuple[int, int] = (80, 24), language: Language = Language.EN
    ) -> AsyncIterator[Wizard]:
        """Open the set-up."""
        roots = self.bus.roots
        settings = Settings(language=language)
        cameras = tuple(self.cameras)
        site = Site(self.folder, settings, lambda: find_all(roots), roots, self.examine, lambda: cameras)
        app = SetupApp(site)
        async with app.run_test(size=size) as pilot:
            yield Wizard(app, pilot)


@pytest.fixture
def bench(tmp_path: Path):
    made = Bench(tmp_path)
    yield made
    for gun in made.guns:
        gun.unplug()
