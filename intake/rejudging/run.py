"""A run over every unit ever received: judged by the lists in force, the changed ones sent to the station.

It keeps no place. What is recorded already is equal and not sent again, so that a run which was killed, at
whatever moment, is simply begun again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from msgspec.structs import replace

from intake.known import LookUps
from intake.receipt.anew import basis_of, is_new
from intake.rejudging.again import judged_again
from intake.rejudging.units import unit_pages
from intake.request import EndRejudging, Rejudged, RejudgeUnits

CHUNK = 64
"""Units of one request. A scan may have to wait until they are recorded, a hundredth of a second; fewer would
have the disk flushed more often."""

PAGE = 500
"""Units read at once: no reading transaction is held open while they are judged."""

_CHANGED = """
SELECT count(*) FROM unit WHERE judged_at >= (SELECT since FROM follow_up WHERE task = 'rejudging')
"""


class Run:
    """One run by the lists that `look_ups` hold."""

    def __init__(self, look_ups: LookUps, now: Callable[[], int], tell: Callable[[int], None]) -> None:
        """`now` gives milliseconds since 1970, `tell` hears how many units are judged."""
        self._look_ups = look_ups
        self._now = now
        self._tell = tell
        self._judged = 0
        self.lists = look_ups.lists_named
        self.rules = look_ups.rules_named
        """What is judged by."""

    def chunks(self) -> Iterator[RejudgeUnits]:
        """Judge everything, and give what is to be recorded, so many units at a time."""
        changed = self._changed()
        while units := tuple(islice(changed, CHUNK)):
            yield RejudgeUnits(self.lists, units, self.rules)

    def end(self) -> EndRejudging:
        """Give what is to be recorded when all chunks are; what an earlier run has recorded counts too."""
        (changed,) = self._look_ups.connection.execute(_CHANGED).fetchone()
        return EndRejudging(self.lists, self._judged, changed, self.rules)

    def _changed(self) -> Iterator[Rejudged]:
        for page in unit_pages(self._look_ups.connection, PAGE):
            wall = self._now()
            for unit, claim in page:
                if unit.serial is not None:
                    self._judged += 1
                    said = judged_again(self._look_ups, unit, claim, wall)
                    if is_new(unit, said):
                        yield replace(said, rests_on=basis_of(unit, claim))
            self._tell(self._judged)
