"""The lane: the one thread that uses a station, and the queue before it.

Scanner threads, the door and the keyboard put what arrives; each is answered in order. A full queue makes
the one who puts wait, so that nothing is dropped and memory stays bounded.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from intake.keying import Key
from intake.outcome import Answer, Outcome, Standing
from intake.request import Request
from intake.scan import Scan
from intake.scene import Scene
from intake.station import Station

Arrived = Scan | Request | Key | Answer
"""An Answer arrives where what was handed in could not even be read: it is given in its turn."""

Reply = Callable[[Outcome], None]

CAPACITY = 1000
IDLE_SECONDS = 0.5
"""After so long without anything arriving, the station tends its journal."""

ROUND_SECONDS = 60.0
"""So often an idle station looks for troubles; a desk left alone wakes no more than that."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    arrived: Arrived
    reply: Reply | None


_LOOK_AFTER = 0.2
"""Seconds after which somebody who waits looks whether the lane still lives."""


class LaneEndedError(RuntimeError):
    """The lane's thread has ended; nothing is taken any more."""


class Lane(threading.Thread):
    """Runs one station in a thread of its own."""

    def __init__(
        self,
        open_station: Callable[[], Station],
        on_outcome: Callable[[Arrived, Outcome], None] | None = None,
    ) -> None:
        """Make a lane; `on_outcome` is called in its thread after each answer."""
        super().__init__(name="lane", daemon=True)
        self._open = open_station
        self._on_outcome = on_outcome
        self._queue: queue.Queue[_Waiting | None] = queue.Queue(CAPACITY)
        self._opened: Future[Standing] = Future()
        self.on_failure: Callable[[str], None] | None = None
        """Called in the lane's thread when it ends by an error."""
        self.on_scene: Callable[[Scene], None] | None = None
        """Called in the lane's thread when what the desk shows besides has changed while nobody scanned."""
        self.failure: BaseException | None = None
        """What ended the lane, if it was not asked to end."""

    def opened(self) -> Standing:
        """Wait, once started, until the station stands, and tell where. Raises what opening it raised."""
        return self._opened.result()

    @property
    def waiting(self) -> int:
        """How many scans and requests wait."""
        return self._queue.qsize()

    def put(self, arrived: Arrived, reply: Reply | None = None) -> None:
        """Hand something in; `reply` is called with its outcome in the lane's thread.

        Waits while the queue is full. Raises LaneEndedError when nobody will answer.
        """
        self._put(_Waiting(arrived, reply))

    def _put(self, waiting: _Waiting | None) -> None:
        while self.is_alive():
            try:
                self._queue.put(waiting, timeout=_LOOK_AFTER)
            except queue.Full:
                continue
            return
        raise LaneEndedError(f"expected a lane at work, got one that ended: {self.failure!r}")

    def ask(self, arrived: Arrived) -> Outcome:
        """Hand something in and wait for its outcome. Raises what ended the lane, if it ends first."""
        answered: Future[Outcome] = Future()
        self.put(arrived, answered.set_result)
        while True:
            try:
                return answered.result(_LOOK_AFTER)
            except TimeoutError:
                if not self.is_alive() and not answered.done():
                    raise LaneEndedError("expected an answer, got a lane that ended") from self.failure

    def stop(self) -> None:
        """Answer what already waits, then close the station and end."""
        with contextlib.suppress(LaneEndedError):  # it has ended by itself
            self._put(None)
        if self.ident is not None:
            self.join()

    def run(self) -> None:
        """Open the station and answer until told to stop."""
        try:
            station = self._open()
        except BaseException as error:  # noqa: BLE001 (handed to the caller of `open`)
            self._opened.set_exception(error)
            return
        try:
            self._opened.set_result(station.standing())
            self._work(station)
        except BaseException as error:
            self.failure = error
            if self.on_failure is not None:
                self.on_failure(repr(error))
            raise
        finally:
            station.close()

    def _work(self, station: Station) -> None:
        rested = True
        while True:
            try:
                waiting = self._queue.get(timeout=_pause(station, rested=rested))
            except queue.Empty:
                self._tend(station)
                rested = True
                continue
            if waiting is None:
                return
            rested = False
            self._answer(station, waiting)

    def _tend(self, station: Station) -> None:
        locked = station.tend()
        if locked is not None and self._on_outcome is not None:
            self._on_outcome(Answer(locked.answer.message, locked.answer.severity), locked)
        changed = station.look_round()
        if changed is not None and self.on_scene is not None:
            self.on_scene(changed)

    def _answer(self, station: Station, waiting: _Waiting) -> None:
        outcome = _outcome(station, waiting.arrived)
        if waiting.reply is not None:
            waiting.reply(outcome)
        if self._on_outcome is not None:
            self._on_outcome(waiting.arrived, outcome)


def _pause(station: Station, *, rested: bool) -> float:
    """Tell how long to wait for the next arrival before the station is tended."""
    if not rested:
        return IDLE_SECONDS
    return max(min(station.seconds_to_lock(), ROUND_SECONDS), IDLE_SECONDS)


def _outcome(station: Station, arrived: Arrived) -> Outcome:
    match arrived:
        case Answer():
            return station.say(arrived)
        case Key():
            return station.key(arrived)
        case _:
            return station.accept(arrived)
