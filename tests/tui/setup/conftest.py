"""The set-up over a training folder, with guns on a bus that is a tree of folders."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events

from intake.doctor import Case, Finding, examine
from intake.equipment import Scanner
from intake.language import Language
from intake.settings import Settings
from scanners.camera.found import FoundCamera
from scanners.plugged import find_all
from scanners.test_card import GOOD
from tests.founded import Founded
from tests.scanners.doubles import DOUBLES, Sound
from tests.scanners.doubles.gun import Gun
from tests.scanners.pictures.folder import PictureFolder
from tests.scanners.virtual.bus import Bus, Gadget
from tests.tui.driven import Driven
from tui.setup.app import SetupApp
from tui.setup.course import Site
from tui.setup.gun import Gun as SetupGun

_BY_HAND = 1.0
_KEYS = {"-": "minus", "\r": "enter"}


class Wizard(Driven[SetupApp]):
    """A running set-up under test."""

    def __init__(self, app: SetupApp) -> None:
        super().__init__(app)
        self._clock = time.monotonic()

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


class Bench:
    """A folder, a bus and the guns on it."""

    def __init__(self, folder: Path, founded: Founded) -> None:
        self.folder = founded.copy(folder / "state")
        self.bus = Bus(folder / "bus")
        self.guns: list[Gun] = []
        self.cameras: list[FoundCamera] = []

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
        wizard = Wizard(SetupApp(site))
        async with wizard.app.run_test(size=size) as wizard.pilot:
            yield wizard


@pytest.fixture
def bench(founded: Founded, tmp_path: Path):
    made = Bench(tmp_path, founded)
    yield made
    for gun in made.guns:
        gun.unplug()
