"""Sending: the log goes up, batch by batch, from where the other side says it is."""

from __future__ import annotations

from functools import partial

from intake.central.fault import CentralError, FaultKind
from intake.surroundings import iso, now
from intake.sync.conflict import expect_one_folder, expect_same, hub_ahead, other_event
from intake.sync.night import Night
from intake.sync.outbox import Outbox, Room, Stretch
from intake.wire import Batch, BatchAnswer, FolderKind, ItemStatus, Position, ProblemCode

_MOST_REWINDS = 10
"""In one run. The other side only grows; it asks to go back when its database was restored."""


def send_log(night: Night) -> None:
    """Send what the other side lacks, up to the newest event there is now.

    Raises CentralError, and ConflictError where it has another log under our name: what it took stays.
    """
    positions = night.again(night.central.positions).positions
    known = {each.incarnation: each for each in positions}
    stretches = night.outbox.stretches()
    for stretch in stretches:
        if (position := known.get(stretch.incarnation)) is not None:
            expect_known(night.outbox, stretch, position)
    night.report.position = known.get(stretches[-1].incarnation)
    sender = _Sender(night, _missing(stretches, known))
    for stretch in stretches:
        sender.send(stretch, known.get(stretch.incarnation))
    expect_one_folder(stretches, positions)


def expect_known(outbox: Outbox, stretch: Stretch, position: Position) -> None:
    """Raise ConflictError where the other side has another log than ours."""
    if position.seq <= stretch.last:
        expect_same(outbox, position)
    elif stretch.goes_on:  # a log that ended, for the folder was restored, may well be longer there
        hub_ahead(stretch, position)


def _missing(stretches: list[Stretch], known: dict[str, Position]) -> int:
    """Count the events to send."""
    starts = [_start(stretch, known.get(stretch.incarnation)) for stretch in stretches]
    return sum(max(stretch.last + 1 - start, 0) for stretch, start in zip(stretches, starts, strict=True))


def _start(stretch: Stretch, position: Position | None) -> int:
    return stretch.first if position is None else position.seq + 1


class _Sender:
    """Sends stretches, and counts."""

    def __init__(self, night: Night, missing: int) -> None:
        self._night = night
        self._missing = missing
        self._done = 0
        self._rewinds = 0

    def send(self, stretch: Stretch, position: Position | None) -> None:
        """Send the rest of a stretch."""
        at, room = _start(stretch, position), Room()
        while at <= stretch.last:
            self._night.again.expect_time()
            events = self._night.outbox.events(at, stretch.last, room)
            try:
                answer = self._night.again(partial(self._send, stretch.incarnation, at, events))
            except CentralError as fault:
                at, room = self._turned(fault, stretch, at, room)
            else:
                at = self._taken(stretch, at, answer)

    def _send(self, incarnation: str, first: int, events: tuple[str, ...]) -> BatchAnswer:
        """Send a batch. The same events each time; only our clock's time is each try's own."""
        prev = self._night.outbox.hash_at(first - 1)
        batch = Batch(FolderKind.PRODUCTION, iso(now().wall), first, prev, events)
        return self._night.central.send(incarnation, batch)

    def _taken(self, stretch: Stretch, at: int, answer: BatchAnswer) -> int:
        """Count what became of a batch and give where to go on."""
        report, position = self._night.report, answer.position
        for item in answer.items:
            if item.status is ItemStatus.CONFLICT:
                other_event(item.seq)
            report.sent += item.status is ItemStatus.CREATED
            report.exists += item.status is ItemStatus.EXISTS
        if position.seq < at or position.incarnation != stretch.incarnation:
            raise _nonsense(f"position {position.seq} after events from {at} on")
        expect_known(self._night.outbox, stretch, position)
        report.position, report.skew_ms = position, answer.skew_ms
        self._done += position.seq + 1 - at
        self._night.watch.progress(min(self._done, self._missing), self._missing)
        return position.seq + 1

    def _turned(self, fault: CentralError, stretch: Stretch, at: int, room: Room) -> tuple[int, Room]:
        """Give where to go on, and in what portions, after a refusal that says so; else raise it."""
        problem = fault.problem
        if problem is None or fault.kind is not FaultKind.REFUSED:
            raise fault
        if problem.code is ProblemCode.CONFLICT:
            other_event(at - 1)
        if problem.code is ProblemCode.TOO_LARGE and room.halved is not None:
            return at, room.halved
        if problem.code is not ProblemCode.GAP or self._rewinds == _MOST_REWINDS:
            raise fault
        self._rewinds += 1
        return self._rewound(stretch, at, problem.position), room

    def _rewound(self, stretch: Stretch, at: int, position: Position | None) -> int:
        """Give where the other side says that it has come. Raises ConflictError where that is not ours."""
        if position is not None and position.incarnation == stretch.incarnation:
            expect_known(self._night.outbox, stretch, position)
        else:
            position = None
        start = _start(stretch, position)
        self._done -= at - start
        return start


def _nonsense(got: str) -> CentralError:
    return CentralError(
        FaultKind.MALFORMED, f"expected the central claims system to say how far it has the log, got {got}"
    )
