"""Which scans of one gun wait for an answer, and what is to be written to it when. No input and no output.

Every scan gets one answer, in the order of the scans; of a gun that waits, every pull of its trigger: it
scans nothing meanwhile, so what else comes was in the same code (one that holds a CR), and a second answer
would free it for a scan that nobody has stored. Times are seconds of one clock, given by the caller.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanners.feedback import Pulse, Tone

if TYPE_CHECKING:
    from intake.scan import Scan
    from scanners.feedback import Driver, Train

STORED_WITHIN: Final = 2.0
"""Seconds after which a scan without an answer is worth a word: the disk does not keep up."""

APART: Final = 0.5
"""Seconds of silence after a tone before a milder one: longer than between its pulses, or they were counted
together."""

ENABLES_AGAIN: Final = 1.0
"""Seconds after which what must be is tried again, where the gun did not take it: one that is disabled
gives no scan whose answer could bring it."""


@dataclass(slots=True, eq=False)
class _Taken:
    scan: Scan
    at: float
    late_at: float
    """When it is worth a word that it is not stored, and no later than the gun is told bad."""

    tone: Tone | None = None


class Answers:
    """The answers one gun is owed, and the rest of the tone it is given just now."""

    def __init__(self, driver: Driver) -> None:
        """Begin with a gun that is not there."""
        self._driver = driver
        self._unstored: list[_Taken] = []
        """What nobody has answered yet, whether or not its gun is still there."""
        self.forget()

    def forget(self) -> None:
        """The gun is gone: nothing of this is sounded when it is back. What is not stored is still not."""
        self._waiting: deque[_Taken] = deque()
        self._rest: deque[Pulse] = deque()
        self._rest_at = 0.0
        self._must_given = b""
        self._cuttable = Tone.GOOD
        """The tone that a newer one would cut off; one written at once cannot be."""
        self._silent_at = 0.0

    def open(self, now: float) -> None:
        """A gun was opened: it first gets what it needs to scan at all."""
        self.forget()
        if self._driver.opening:
            self._rest.append(Pulse(0, self._driver.opening, must=True))
            self._rest_at = now

    def take(self, scan: Scan, now: float) -> None:
        """A scan is on its way and will be answered."""
        deadline = STORED_WITHIN if self._driver.deadline is None else self._driver.deadline
        taken = _Taken(scan, now, now + min(STORED_WITHIN, deadline))
        self._unstored.append(taken)
        self._waiting.append(taken)

    def answer(self, scan: Scan, tone: Tone) -> None:
        """A scan has its answer. It is written by `due`, unless the gun had bad instead long ago.

        Who answers a scan is done with those before it, so what was late with them is over.
        """
        every = [*self._unstored, *self._waiting]
        found = next((taken for taken in every if taken.scan is scan), None)
        found = found or next((taken for taken in every if taken.scan == scan), None)
        if found is None:
            return
        found.tone = found.tone or tone
        if found in self._unstored:
            del self._unstored[: self._unstored.index(found) + 1]

    def close(self) -> None:
        """The station lets go of the gun: one that waits is told bad, one that is disabled is enabled."""
        if self._driver.patience is None:
            self._waiting.clear()
        for taken in self._waiting:
            taken.tone = taken.tone or Tone.BAD
        self._cuttable = Tone.GOOD

    @property
    def is_settled(self) -> bool:
        """Whether no scan waits for an answer."""
        return not self._waiting

    def is_late(self, now: float) -> bool:
        """Whether a scan is not stored though it should be."""
        return any(now >= taken.late_at for taken in self._unstored)

    def due(self, now: float) -> Pulse | None:
        """What is to be written now, given once; ask again until there is nothing."""
        while self._waiting and now >= self._ready_at(now):
            tone = self._answered()
            if train := self._driver.train(tone):
                self._cuttable = tone if train[1:] else Tone.GOOD
                return self._begun(train, now)
        if self._rest and now >= self._rest_at:
            return self._next(now)
        return None

    def owed(self) -> Pulse | None:
        """What must not be left undone when the gun is let go of, given once."""
        data = self._must()
        return Pulse(0, data) if data else None

    def unheard(self, now: float) -> None:
        """What it was given last it did not take: what must be is given again, soon or with an answer."""
        must = self._must_given + self._must()
        self._rest = deque([Pulse(0, must, must=True)] if must else [])
        self._rest_at = now + ENABLES_AGAIN
        self._cuttable = Tone.GOOD

    def wakes_at(self, now: float) -> float | None:
        """When to ask `due` and `is_late` again if nothing happens before; None: not at all."""
        moments = [self._rest_at] if self._rest else []
        if self._waiting:
            moments.append(self._ready_at(now))
        moments += [taken.late_at for taken in self._unstored if taken.late_at > now]
        return min((at for at in moments if at != float("inf")), default=None)

    def _pull(self) -> list[_Taken]:
        """The first that waits, and what gets its answer together with it."""
        return [self._waiting[0]] if self._driver.patience is None else [*self._waiting]

    def _ready_at(self, now: float) -> float:
        """When the first pull gets its answer: that of the station, or bad.

        Where a later scan has its answer and one before it none, its own got lost; the gun falls silent
        for neither.
        """
        first, *_ = pull = self._pull()
        unanswered = next((taken for taken in pull if taken.tone is None), None)
        if unanswered is None:
            return self._heard_at() if self._must_be_heard_before(_gravest(pull)) else now
        deadline = float("inf") if self._driver.deadline is None else first.at + self._driver.deadline
        if unanswered not in self._unstored:
            deadline = min(deadline, unanswered.at + STORED_WITHIN)
        return deadline

    def _must_be_heard_before(self, tone: Tone) -> bool:
        """Whether the tone before this one is graver: cut off after its first beep it would sound good.

        A gun that waits has been heard out: until then it gave no scan.
        """
        return self._driver.patience is None and self._cuttable.is_graver_than(tone)

    def _heard_at(self) -> float:
        return float("inf") if self._rest else self._silent_at

    def _answered(self) -> Tone:
        """The tone of the first pull, which is over with it."""
        pull = self._pull()
        for _ in pull:
            self._waiting.popleft()
        return _gravest(pull)

    def _begun(self, train: Train, now: float) -> Pulse:
        """The first pulse of a train; the rest of the one before is dropped but for what must be."""
        must = self._must()
        first, *rest = train
        self._rest = deque(rest)
        self._given(first, now)
        self._must_given = must + self._must_given
        return Pulse(0, must + first.data)

    def _next(self, now: float) -> Pulse:
        pulse = self._rest.popleft()
        self._given(pulse, now)
        return pulse

    def _given(self, pulse: Pulse, now: float) -> None:
        """The rest is timed from here: pulses that are late keep their distance, as the guns need it."""
        self._must_given = pulse.data if pulse.must else b""
        self._silent_at = now + APART
        if self._rest:
            self._rest_at = now + self._rest[0].after - pulse.after

    def _must(self) -> bytes:
        data = b"".join(pulse.data for pulse in self._rest if pulse.must)
        self._rest.clear()
        return data


def _gravest(pull: list[_Taken]) -> Tone:
    """How a pull sounds: what has no answer is bad."""
    return max((taken.tone or Tone.BAD for taken in pull), key=[*Tone].index)
