"""The station with its desk: the lane opens while Textual is imported, then the screen stands over it."""

from __future__ import annotations

import gc
import threading
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake import safety
from intake.acts import told_last
from intake.cli.headless import object_in
from intake.cli.sources import Sources
from intake.cli.terminals import expect_terminal, show
from intake.door import Door
from intake.lane import Arrived, Lane
from intake.outcome import Outcome
from intake.settings import Settings
from intake.station import Station
from intake.tasks import Children
from intake.wording import Wording
from tui.native_log import redirected

if TYPE_CHECKING:
    from tui.bridge import Bridge

SAYS_AFTER = 1.0
"""Seconds after the screen is closed in which a disk at work has stored what waits."""


def run(folder: Path, settings: Settings, sources: Sources) -> None:
    """Show the desk until the operator quits."""
    expect_terminal("intake station --headless needs no screen")
    listeners: list[Bridge] = []

    def answered(arrived: Arrived, outcome: Outcome) -> None:
        sources.answer(arrived, outcome)
        for listener in listeners:
            listener.outcome_ready(arrived, outcome)

    def start(bridge: Bridge) -> None:
        # What stands by now stays: a full collection would look it all through, 30 ms without any thread.
        gc.freeze()
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
        ending.callback(_finish, lane, settings)
        ending.enter_context(redirected(folder / "native.log"))
        ending.callback(sources.stop)
        from tui import app as desk  # noqa: PLC0415 (170 ms, spent while the journal opens)

        standing = lane.opened()
        place = desk.Place(settings, safety.load(folder), partial(told_last, folder, settings.policy))
        show(desk.DeskApp(lane, standing, place, start), folder / "native.log")


def _finish(lane: Lane, settings: Settings) -> None:
    """Record what waits; where that takes long, say why the terminal stands empty."""
    sentence = Wording(settings.language).screen("still_recording")
    notice = threading.Timer(SAYS_AFTER, click.echo, [sentence])
    notice.daemon = True
    notice.start()
    try:
        lane.stop()
    finally:
        notice.cancel()
