"""The stage: the real programs over the real station in a training folder, played by a script."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from threading import Lock

from textual.message import Message
from textual.pilot import Pilot

from docs import unit_picture
from docs.clock import Clock
from intake import catalogue, photos, safety
from intake.acts import told_last
from intake.cli.simulate.playing import wish_of
from intake.door import Door
from intake.founding import found
from intake.keying import Key
from intake.lane import Lane
from intake.language import Language
from intake.outcome import Outcome
from intake.request import OfferPhoto, Request, parse
from intake.scan import Method
from intake.settings import Settings, SoundPolicy, ThemeName
from intake.simulation import site
from intake.simulation.act import Act, Doing
from intake.simulation.day import work
from intake.station import Station
from intake.wording import Wording
from scanners.camera.messages import Photo, Preview
from scanners.keyboard import Keyboard
from scanners.light import Light, LightState
from scanners.symbology import scan_of
from tui.app import DeskApp, Place
from tui.desk_command import DeskCommand
from tui.key_buffer import Typed
from tui.messages import CommandGiven, OutcomeReady
from tui.review.app import ReviewApp
from tui.review.charts import ChartsScreen
from tui.review.frame import Frame
from tui.review.reader import Reader, Tell, Work
from tui.review.room import Room

SIZE = (80, 24)
STATION = "dock-1"
PHOTOGRAPHED = "ATEST1263K00FVU8"
"""The unit of which the review has a picture."""

_GUN, _CAMERA = "port:/dev/ttyACM0", "camera:/dev/video0"
_WALK = 180_000
"""Milliseconds from one simulated parcel to the next."""

_PATIENCE = 20.0
"""Seconds after which what is awaited will not come any more."""


class Stage:
    """One program on its screen."""

    def __init__(self, pilot: Pilot[None]) -> None:
        """Play it through its pilot."""
        self.pilot = pilot

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        strips = self.pilot.app.screen._compositor.render_strips()  # noqa: SLF001 (no public way)
        return "".join(f"{strip.text.rstrip()}\n" for strip in strips)

    @property
    def drawing(self) -> str:
        """What stands on the screen, as an SVG."""
        return self.pilot.app.export_screenshot()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds and what follows from it is painted. Raises TimeoutError."""
        async with asyncio.timeout(_PATIENCE):
            while not holds():  # noqa: ASYNC110 (the program's state, no event of ours)
                await asyncio.sleep(0.005)
            await self.pilot.pause()
            # What the desk does after its next frame was put off before this, and so is done before it.
            done = asyncio.Event()
            self.pilot.app.screen.call_after_refresh(done.set)
            await done.wait()
        await self.pilot.pause()


class DeskStage(Stage):
    """The desk, and who stands at it."""

    def __init__(
        self,
        pilot: Pilot[None],
        app: DeskApp,
        clock: Clock,
        posted: list[Message],
        offer: Callable[[Photo], None],
    ) -> None:
        """Count what the program has `posted`; `offer` stores a picture and hands it to the station."""
        super().__init__(pilot)
        self._offer = offer
        self.app = app
        self._clock = clock
        self._posted = posted

    async def scan(self, *codes: str) -> None:
        """Pull the gun's trigger at one code after the other, and wait for each answer."""
        for code in codes:
            scan = scan_of(code.encode("ascii"), _GUN, Method.PORT, self._clock.go_on())
            await self._answered(partial(self.app.bridge.take, scan))

    async def key(self, text: str) -> None:
        """Type a text by hand, and Enter."""
        keyed = Keyboard().keyed(text, self._clock.go_on())
        await self._answered(partial(self.app.bridge.take, keyed))

    async def show_lead(self, text: str, *, by_hand: bool = False) -> None:
        """Type what the lead's form waits for."""
        self.app.desk.offer_typed(Typed(text, by_hand))
        await self.pilot.pause()

    async def command(self, command: DeskCommand) -> None:
        """Give a command of the desk."""
        given = self._count(CommandGiven)
        self.app.desk.post_message(CommandGiven(command))
        await self.until(lambda: self._count(CommandGiven) > given)

    async def send_lead(self) -> None:
        """Send the lead's form, and wait for the answer."""
        self._clock.go_on()
        await self._answered(self.app.desk.send_lead)

    async def see(self, preview: Preview) -> None:
        """Let the camera see something, and wait until it is drawn."""
        self.app.bridge.light_changed(Light(_CAMERA, LightState.READY, "", self._clock.moment(), "camera 1"))
        await self.pilot.pause()
        self.app.bridge.preview_changed(preview)
        row = "▀" * preview.width
        await self.until(lambda: row in self.text)

    async def take_photo(self) -> None:
        """Take the picture the desk has asked for, and wait until it is offered."""
        photo = unit_picture.photo(self.app.desk.now.awaited.photo)
        self.app.bridge.photo_taken(photo)
        await self._answered(partial(self._offer, photo))

    async def _answered(self, hand_in: Callable[[], None]) -> None:
        answers = self._count(OutcomeReady)
        hand_in()
        await self.until(lambda: self._count(OutcomeReady) > answers)

    def _count(self, kind: type[Message]) -> int:
        return sum(isinstance(message, kind) for message in self._posted)


@asynccontextmanager
async def open_desk(
    folder: Path, language: Language, theme: ThemeName = ThemeName.DARK, size: tuple[int, int] = SIZE
) -> AsyncIterator[DeskStage]:
    """Open the desk over a new training folder."""
    clock, settings = Clock(), Settings(language=language, theme=theme, sound=SoundPolicy.NONE)
    with clock.on_the_wall():
        found(folder, training=True, station=STATION, surroundings=clock.surroundings)
        apps: list[DeskApp] = []
        lane = Lane(
            lambda: Station(folder, settings, clock.surroundings, synchronous="OFF"),
            lambda arrived, outcome: apps[0].bridge.outcome_ready(arrived, outcome),  # noqa: PLW0108 (later)
        )
        lane.start()
        place = Place(settings, safety.load(folder), partial(told_last, folder, settings.policy))
        app = DeskApp(lane, lane.opened(), place, lambda _bridge: None)
        apps.append(app)
        posted: list[Message] = []
        try:
            async with app.run_test(size=size, message_hook=posted.append) as pilot:
                app.bridge.light_changed(Light(_GUN, LightState.READY, "", clock.moment()))
                await pilot.pause()
                yield DeskStage(pilot, app, clock, posted, partial(_offer, lane, folder))
        finally:
            lane.stop()


def _offer(lane: Lane, folder: Path, photo: Photo) -> None:
    """Store a picture and offer it, as the station does with its camera's."""
    lane.put(Request(f"offer-{photo.wish}", "desk", OfferPhoto(photo.wish, photos.keep(folder, photo.jpeg))))


class WatchedReader(Reader):
    """A reader that tells whether somebody still waits for what it looks up."""

    def __init__(self, folder: Path) -> None:
        """Look nothing up yet."""
        self._numbers = count()
        self._awaited: dict[str, int] = {}
        self._changing = Lock()
        super().__init__(folder)

    @property
    def is_idle(self) -> bool:
        """Whether everything asked for has been told."""
        return not self._awaited

    def ask(self, name: str, work: Work, tell: Tell) -> int:
        """Have something looked up, as any reader does."""
        number = next(self._numbers)
        with self._changing:
            self._awaited[name] = number

        def told(message: Message) -> None:
            tell(message)
            with self._changing:
                if self._awaited.get(name) == number:
                    del self._awaited[name]

        return super().ask(name, work, told)


class ReviewStage(Stage):
    """The supervisor's screens."""

    def __init__(self, pilot: Pilot[None], reader: WatchedReader) -> None:
        """Wait for what the reader looks up."""
        super().__init__(pilot)
        self._reader = reader

    async def press(self, *keys: str, shows: type[Frame]) -> None:
        """Press keys, and wait until they have led to a screen and all it looks up stands on it."""
        await self.pilot.press(*keys)
        await self.until(lambda: isinstance(self.pilot.app.screen, shows))
        await self._settle()

    async def show_day(self, day: date) -> None:
        """Let the charts show a day, whatever day it is."""
        shown = re.search(r"\d{4}-\d\d-\d\d", self.text)
        screen = self.pilot.app.screen
        if not isinstance(screen, ChartsScreen) or shown is None:
            raise LookupError(f"expected charts of a day, got {self.text}")
        screen.action_go((day - date.fromisoformat(shown[0])).days)
        await self._settle()

    async def _settle(self) -> None:
        is_settled = False
        while not is_settled:
            await self.until(lambda: self._reader.is_idle)
            is_settled = self._reader.is_idle


@asynccontextmanager
async def open_review(folder: Path, language: Language, parcels: int) -> AsyncIterator[ReviewStage]:
    """Open the review over a training folder in which so many simulated parcels were received."""
    clock, settings = Clock(), Settings(language=language)
    with clock.on_the_wall():
        found(folder, training=True, station=STATION, surroundings=clock.surroundings)
        lane = Lane(lambda: Station(folder, settings, clock.surroundings, synchronous="OFF"))
        lane.start()
        lane.opened()
        _receive(lane, clock, parcels)
        _photograph(lane, clock, folder)
        door = Door(folder, lane.ask)
        reader = WatchedReader(folder)
        room = Room(folder, settings, catalogue.load(), STATION, True, Wording(language), reader)  # noqa: FBT003 (its field)
        try:
            async with ReviewApp(room).run_test(size=SIZE) as pilot:
                await pilot.pause()
                yield ReviewStage(pilot, reader)
        finally:
            door.close()
            lane.stop()


def _receive(lane: Lane, clock: Clock, parcels: int) -> None:
    """Let a simulated worker receive parcels."""
    day = work(site.load(), 7, parcels)
    parcel = 0
    for number, act in enumerate(day.acts):
        clock.go_on(act.after + (_WALK if act.parcel != parcel else 0))
        parcel = act.parcel
        match act:
            case Act(doing=Doing.KEY):
                lane.ask(Key(act.text))
            case Act(doing=Doing.REQUEST):
                lane.ask(parse(wish_of(act, day.seed, number)))
            case _:
                lane.ask(scan_of(act.text.encode(), _GUN, Method.PORT, clock.moment()))


def _photograph(lane: Lane, clock: Clock, folder: Path) -> None:
    """Let an operator keep a picture of a unit."""
    for code in ("RI-O-0001-T", "A312000079215B", PHOTOGRAPHED):
        _scan(lane, clock, code)
    asked = _scan(lane, clock, "RI-C-PHOTO")
    _offer(lane, folder, unit_picture.photo(asked.awaited.photo))
    _scan(lane, clock, "RI-C-YES")


def _scan(lane: Lane, clock: Clock, code: str) -> Outcome:
    return lane.ask(scan_of(code.encode("ascii"), _GUN, Method.PORT, clock.go_on()))
