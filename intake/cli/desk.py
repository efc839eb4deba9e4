"""The station with its desk: the lane opens while Textual is imported, then the screen stands over it."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from intake import safety
from intake.acts import told_last
from intake.cli.headless import object_in
from intake.cli.sources import Sources
from intake.cli.terminals import expect_terminal
from intake.door import Door
from intake.lane import Arrived, Lane
from intake.outcome import Outcome
from intake.settings import Settings
from intake.station import Station
from intake.tasks import Children
from tui.native_log import redirected

if TYPE_CHECKING:
    from tui.bridge import Bridge


def run(folder: Path, settings: Settings, sources: Sources) -> None:
    """Show the desk until the operator quits."""
    expect_terminal("intake station --headless needs no screen")
    listeners: list[Bridge] = []

    def answered(arrived: Arrived, outcome: Outcome) -> None:
        sources.answer(arrived, outcome)
        for listener in listeners:
            listener.outcome_ready(arrived, outcome)

    def start(bridge: Bridge) -> None:
        # Only now: an answer for a screen that does not stand yet could not be shown.
        listeners.append(bridge)
        lane.on_failure = bridge.lane_ended
        lane.on_scene = bridge.scene_changed
        bridge.on_no_outcome = sources.tell
        ending.callback(Door(folder, lane.ask).close)
        sources.search()
        sources.start(bridge.take, lambda text: lane.put(object_in(text)), bridge.light_changed)

    lane = Lane(lambda: Station(folder, settings, holder="station"), answered)
    children = Children(folder)
    lane.on_tasks = children.look_after
    lane.on_unanswered = sources.refuse
    lane.start()
    with ExitStack() as ending:
        ending.callback(children.end)
        ending.callback(lane.stop)
        ending.enter_context(redirected(folder / "native.log"))
        ending.callback(sources.stop)
        from tui import app as desk  # noqa: PLC0415 (170 ms, spent while the journal opens)

        standing = lane.opened()
        place = desk.Place(settings, safety.load(folder), partial(told_last, folder, settings.policy))
        desk.DeskApp(lane, standing, place, start).run(mouse=False)
