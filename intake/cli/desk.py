"""The station with its desk: the lane opens while Textual is imported, then the screen stands over it."""

from __future__ import annotations

import gc
import os
import threading
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from intake import safety
from intake.acts import told_last
from intake.cli.evidence import Evidence
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


class Desk:
    """One run with a screen."""

    def __init__(self, folder: Path, settings: Settings, sources: Sources) -> None:
        """Let the station open, in its own thread."""
        self._folder = folder
        self._settings = settings
        self._sources = sources
        self._bridge: Bridge | None = None
        """Once the screen stands: an answer for one that does not could not be shown."""
        self._children = Children(folder)
        self._lane = Lane(lambda: Station(folder, settings, holder="station"), self._answered)
        self._evidence = Evidence(folder, self._lane.put, lambda: sources.has_camera_ready)
        self._lane.on_tasks = self._children.look_after
        self._lane.on_unanswered = sources.refuse
        self._lane.start()

    def run(self) -> None:
        """Show it until the operator quits."""
        with ExitStack() as ending:
            ending.callback(self._children.end)
            ending.callback(_finish, self._lane, self._settings)
            ending.enter_context(redirected(self._folder / "native.log"))
            ending.callback(self._evidence.close)
            ending.callback(self._sources.stop)
            from tui import app as desk  # noqa: PLC0415 (170 ms, spent while the journal opens)

            standing = self._lane.opened()
            last_act = partial(told_last, self._folder, self._settings.policy)
            place = desk.Place(self._settings, safety.load(self._folder), last_act, self._sources.show)
            start = partial(self._start, standing.now, ending)
            show(desk.DeskApp(self._lane, standing, place, start), self._folder / "native.log")

    def _start(self, standing: Outcome, ending: ExitStack, bridge: Bridge) -> None:
        # What stands by now stays: a full collection would look it all through, 30 ms without any thread.
        gc.freeze()
        self._bridge = bridge
        self._sources.await_(standing.awaited)
        self._evidence.begin(standing.awaited.photo)
        self._lane.on_failure = bridge.lane_ended
        self._lane.on_scene = bridge.scene_changed
        bridge.on_no_outcome = self._sources.tell
        ending.callback(Door(self._folder, self._lane.ask).close)
        self._sources.on_preview = bridge.preview_changed
        self._evidence.on_taken = bridge.photo_taken
        self._sources.on_photo = self._evidence.take
        if offered := standing.scene.offered:
            self._evidence.show_again(offered)
        self._sources.search()
        self._sources.start(bridge.take, self._take_object, bridge.light_changed)

    def _take_object(self, text: str) -> None:
        self._lane.put(object_in(text))

    def _answered(self, arrived: Arrived, outcome: Outcome) -> None:
        self._evidence.wish(outcome.awaited.photo)
        self._sources.answer(arrived, outcome)
        if self._bridge is not None:
            self._bridge.outcome_ready(arrived, outcome)


def run(folder: Path, settings: Settings, sources: Sources) -> None:
    """Show the desk until the operator quits."""
    expect_terminal("intake station --headless needs no screen")
    Desk(folder, settings, sources).run()


def _finish(lane: Lane, settings: Settings) -> None:
    """Record what waits; where that takes long, say why the terminal stands empty."""
    wording = Wording.shown_on(os.environ.get("TERM", ""), settings.language)
    notice = threading.Timer(SAYS_AFTER, click.echo, [wording.screen("still_recording")])
    notice.daemon = True
    notice.start()
    try:
        lane.stop()
    finally:
        notice.cancel()
