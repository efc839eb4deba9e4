"""The lane: the one thread that uses a station, and the queue before it.

Scanner threads, the door and the keyboard put what arrives; each is answered in order. A full queue makes
the one who puts wait, so that nothing is dropped and memory stays bounded.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from intake.follow_up import Task
from intake.keying import Key
from intake.outcome import Answer, Outcome, Standing
from intake.request import Background, Request, Silent
from intake.scan import Scan
from intake.scene import Scene
from intake.station import Station

Arrived = Scan | Request | Key | Answer
"""An Answer arrives where what was handed in could not even be read: it is given in its turn."""

Reply = Callable[[Outcome], None]

CAPACITY = 1000
IDLE_SECONDS = 0.5
"""After so long without anything arriving, the station tends its journal."""

BREATH_SECONDS = 0.04
"""So long after an answer nothing is done in the background: until then the answer is being painted."""

TENDED_SECONDS = 10.0
"""So often a station is tended that works on in the background: its troubles are looked for, an alarm too."""

FOLDED_AT = 12
"""Chunks in the background after which the log is folded: a few milliseconds that a scan may have to wait."""

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
    """Runs one station in a thread of its own.

    What nobody at the desk has asked for waits until nothing else does; its sender alone gets the answer.
    """

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
        self._later: deque[_Waiting] = deque()
        """What is done in the background, when nothing else waits."""

        self._unfolded = 0
        self._calm_at = self._tended_at = 0.0
        """When the last answer is painted, and when the station was last tended, by the monotonic clock."""

        self._opened: Future[Standing] = Future()
        self._in_hand: Arrived | None = None
        self.on_unanswered: Callable[[Arrived], None] | None = None
        """Called in the lane's thread, when it ends by an error, with each that gets no answer any more."""
        self.on_failure: Callable[[str], None] | None = None
        """Called in the lane's thread when it ends by an error."""
        self.on_scene: Callable[[Scene], None] | None = None
        """Called in the lane's thread when what the desk shows besides has changed while nobody scanned."""
        self.on_tasks: Callable[[tuple[Task, ...]], None] | None = None
        """Called in the lane's thread, whenever the station is tended, with the tasks that are due."""
        self.failure: BaseException | None = None
        """What ended the lane, if it was not asked to end."""

    def opened(self) -> Standing:
        """Wait, once started, until the station stands, and tell where. Raises what opening it raised."""
        return self._opened.result()

    @property
    def waiting(self) -> int:
        """How many scans and requests wait; of what is done in the background the desk says nothing."""
        with self._queue.mutex:
            return sum(each is not None and not _is_background(each.arrived) for each in self._queue.queue)

    def put(self, arrived: Arrived, reply: Reply | None = None) -> None:
        """Hand something in; `reply` is called with its outcome in the lane's thread.

        Waits while the queue is full. Raises LaneEndedError when nobody will answer.
        """
        self._put(_Waiting(arrived, reply))

    def _put(self, waiting: _Waiting | None) -> None:
        while self.is_alive() and self.failure is None:
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
        """Answer what waits already, of the background only what has no reply; close the station and end."""
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
            self._leave_unanswered()
            if self.on_failure is not None:
                self.on_failure(repr(error))
            raise
        finally:
            station.close()

    def _leave_unanswered(self) -> None:
        """Tell what was in hand, and what waits: a gun may wait for its answer and read nothing meanwhile."""
        left = [self._in_hand]
        with contextlib.suppress(queue.Empty):
            while True:
                waiting = self._queue.get_nowait()
                left.append(waiting.arrived if waiting else None)
        for arrived in left:
            if arrived is not None and self.on_unanswered is not None:
                self.on_unanswered(arrived)

    def _work(self, station: Station) -> None:
        rested = False  # what a newer list makes necessary goes on soon after a start
        while True:
            try:
                waiting = self._queue.get(timeout=self._pause(station, rested=rested))
            except queue.Empty:
                rested = not self._go_on_behind(station)
                continue
            if waiting is None:
                self._answer_asked_for(station)
                return
            if _is_background(waiting.arrived):
                self._later.append(waiting)
                continue
            rested = False
            self._answer(station, waiting)
            self._calm_at = time.monotonic() + BREATH_SECONDS

    def _pause(self, station: Station, *, rested: bool) -> float:
        if self._later:
            return max(self._calm_at - time.monotonic(), 0.0)
        return _pause(station, rested=rested)

    def _go_on_behind(self, station: Station) -> bool:
        """Nothing has arrived: do what waits in the background, or else tend. Tell whether more may come."""
        if not self._later:
            self._tend(station)
            return False
        self._answer_behind(station, self._later.popleft())
        self._unfolded += 1
        if self._unfolded >= FOLDED_AT and not self.waiting:  # a scan that came meanwhile goes first
            self._unfolded = 0
            station.fold_log()
        if time.monotonic() - self._tended_at > TENDED_SECONDS:
            self._tend(station)
        return True

    def _answer_behind(self, station: Station, waiting: _Waiting) -> None:
        """Answer the sender; the desk where there is none, and where what lies on the table has changed.

        What nobody there has to know must not take the place of the answer to the last scan.
        """
        before = station.receipt
        outcome = _outcome(station, waiting.arrived)
        if waiting.reply is not None:
            waiting.reply(outcome)
        is_told = waiting.reply is None or (station.receipt != before and not _is_silent(waiting.arrived))
        if self._on_outcome is not None and is_told:
            self._on_outcome(waiting.arrived, outcome)

    def _answer_asked_for(self, station: Station) -> None:
        """Answer what nobody would ever send again: a sender that waits for a reply does."""
        for waiting in self._later:
            if waiting.reply is None:
                self._answer_behind(station, waiting)

    def _tend(self, station: Station) -> None:
        self._tended_at = time.monotonic()
        locked = station.tend()
        if locked is not None and self._on_outcome is not None:
            self._on_outcome(Answer(locked.answer.message, locked.answer.severity), locked)
        changed = station.look_round()
        if changed is not None and self.on_scene is not None:
            self.on_scene(changed)
        if self.on_tasks is not None:
            self.on_tasks(station.tasks())

    def _answer(self, station: Station, waiting: _Waiting) -> None:
        self._in_hand = waiting.arrived
        outcome = _outcome(station, waiting.arrived)
        if waiting.reply is not None:
            waiting.reply(outcome)
        if self._on_outcome is not None:
            self._on_outcome(waiting.arrived, outcome)
        self._in_hand = None


def _is_background(arrived: Arrived) -> bool:
    return isinstance(arrived, Request) and isinstance(arrived.wish, Background)


def _is_silent(arrived: Arrived) -> bool:
    return isinstance(arrived, Request) and isinstance(arrived.wish, Silent)


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
