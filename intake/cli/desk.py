"""The station with its desk: the lane opens while Textual is imported, then the screen stands over it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from intake import safety
from intake.acts import told_last
from intake.cli.headless import object_in
from intake.cli.sources import Sources
from intake.door import Door
from intake.lane import Arrived, Lane
from intake.outcome import Outcome
from intake.settings import Settings
from intake.station import Station
from tui.native_log import redirect

if TYPE_CHECKING:
    from tui.bridge import Bridge


def run(folder: Path, settings: Settings, sources: Sources) -> None:
    """Show the desk until the operator quits."""
    listeners: list[Bridge] = []

    def answered(arrived: Arrived, outcome: Outcome) -> None:
        for listener in listeners:
            listener.outcome_ready(arrived, outcome)

    lane = Lane(lambda: Station(folder, settings, holder="station"), answered)
    lane.start()
    redirect(folder / "native.log")
    from tui import app as desk  # noqa: PLC0415 (170 ms, spent while the journal opens)

    standing = lane.opened()
    door = Door(folder, lane.ask)
    place = desk.Place(settings, safety.load(folder), partial(told_last, folder, settings.policy))
    app = desk.DeskApp(lane, standing, place, _starter(sources, lane))
    listeners.append(app.bridge)
    lane.on_failure = app.bridge.lane_ended
    lane.on_scene = app.bridge.scene_changed
    try:
        app.run(mouse=False)
    finally:
        sources.stop()
        door.close()
        lane.stop()


def _starter(sources: Sources, lane: Lane) -> Callable[[Bridge], None]:
    def start(bridge: Bridge) -> None:
        def take_object(text: str) -> None:
            lane.put(object_in(text))

        sources.find()
        sources.start(bridge.take, take_object, bridge.light_changed)

    return start
