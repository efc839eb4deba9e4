"""Attention: which of the codes a camera sees are given to the desk, and when.

Pure. A gun is pulled at one code; a camera sees all that lies before it, for as long as it lies there. So:

- A code is given once. It is given again when it was out of sight for 1.5 s: less is one reading to the
  station too.
- An own label answers questions, so a hand must bring it. One that comes to light where it lay has lain there
  all the while, under a box or an arm, however long, unless the place was seen empty meanwhile; and what is
  there when the camera opens its eyes, nobody has brought. It counts when it is moved soon after.
- What the desk waits for is given at once, and so are own labels and products' numbers: see `is_asked`. Any
  other code is given when nothing else is there and it is held in the middle, for then somebody means it. A
  refusal in words is better than a camera that seems blind; a shipping label full of codes is passed over.
- Of several codes the one nearest the middle is meant, and only once it has been held there: a sheet of
  commands must not fire, and no code that lies about be taken for the one in the hand. What lay beside a code
  that was given has been passed over: it too is given only when it is brought to the middle and held.
- A product's number waits while any other asked code is there: it never stands in for a serial.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from intake.scan import Awaited, Symbology
from scanners.sighting import RETAIL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanners.sighting import Sighting

GONE: Final = 1.5
"""Seconds after which a code that was not seen is new again."""

HELD: Final = 0.6
"""Seconds for which a code is held in the middle when it is meant."""

IN_HAND: Final = 3.0
"""Seconds after an own label came to light where it lay, in which it moves if somebody holds it."""

_BESIDE: Final = 0.5
"""Seconds for which a code counts as being there after it was seen: not every picture shows every code."""

_MIDDLE: Final = 0.25
"""Heights of the picture from its middle within which a code is in the middle."""

_OWN: Final = re.compile(r"RI-(?:C-[A-Z0-9-]+|[A-Z]-[0-9]+-[0-9A-Z])")
"""An own label's form. The station knows its check character: a wrong one is refused there, in words."""

_MOST: Final = 256
"""Own labels whose places are remembered."""

_PARCEL: Final = re.compile(r"[A-D]?[0-9]{4}-?[0-9]{4}-?[0-9]{4}[A-D]?")
"""A carrier's number, with Codabar's start and stop letters or without."""


def is_asked(sighting: Sighting, awaited: Awaited) -> bool:
    """Tell whether the desk waits for this code, or always takes its kind."""
    text = _normal(sighting)
    if sighting.symbology in RETAIL or _OWN.fullmatch(text):
        return True
    if awaited.parcel and (sighting.symbology is Symbology.CODABAR or _PARCEL.fullmatch(text)):
        return True
    patterns = awaited.patterns or (".+",)
    return awaited.serial and any(re.fullmatch(pattern, text, re.DOTALL) for pattern in patterns)


def _normal(sighting: Sighting) -> str:
    return unicodedata.normalize("NFKC", sighting.text).strip().upper()


@dataclass(slots=True)
class _Shown:
    """A code that is there."""

    seen: Sighting
    at: float
    """When it was seen last."""

    nearest_since: float | None = None
    """Since when it is held where it may be meant, no other code nearer the middle."""

    is_given: bool = False
    was_asked: bool = False
    """Whether the desk waited for it when it was given."""

    is_covered: bool = False
    """Whether another code was seen in its place since."""

    is_passed: bool = False
    """Whether it lay beside a code that was given."""

    is_away: bool = False
    """Whether its place was seen empty since."""

    lay: Sighting | None = None
    """Where it lay before it came to light; None: it was brought."""

    since: float = 0.0
    """When it came to light."""

    def is_doubted(self, at: float) -> bool:
        """Tell whether it has just come to light where it lay: it counts if it moves now."""
        return self.lay is not None and at - self.since <= IN_HAND

    def is_moved(self, sighting: Sighting, at: float) -> bool:
        """Tell whether it was moved soon after it came to light: somebody holds it."""
        return self.is_doubted(at) and self.lay is not None and not self.lay.is_where(sighting)


class Attention:
    """Chooses what is given. Not for several threads."""

    def __init__(self, awaited: Awaited, *, is_live: bool) -> None:
        """`is_live`: things lie before it; a film may show each of them at one place again and again."""
        self._is_live = is_live
        self.awaited = awaited
        """What the desk waits for now."""

        self.doubts = False
        """Whether the code that is meant lay there before, and counts only if it is moved."""

        self._shown: dict[tuple[Symbology, str], _Shown] = {}
        self._lay: dict[tuple[Symbology, str], _Shown] = {}
        """Own labels that were given or passed over and are out of sight; the one seen last comes last."""

        self._opened = self._looked = -math.inf
        """When the camera opened its eyes, and when it looked last."""

    def chosen(self, believed: Iterable[Sighting], at: float) -> Sighting | None:
        """Give the code that is meant, of those believed in a picture taken at `at`, in seconds; or None."""
        self._opened = at if at - self._looked >= GONE else self._opened
        self._looked = at
        self._part(at)
        now = [self._noted(each, at) for each in believed]
        there = [each for each in self._shown.values() if at - each.at <= _BESIDE and not each.is_covered]
        rivals = self._rivals(there)
        nearest = min(rivals, key=lambda each: each.seen.off_middle, default=None)
        for each in there:
            is_held = each is nearest and self._is_placed(each)
            each.nearest_since = (
                (at if each.nearest_since is None else each.nearest_since) if is_held else None
            )
        self.doubts = nearest is not None and nearest.is_doubted(at)
        if nearest is None or nearest not in now or not self._is_meant(nearest, rivals, at):
            return None
        return self._given(nearest, there)

    def still_there(self, key: tuple[Symbology, str], at: float) -> None:
        """Note that a code lies where it lay, though this picture does not show what it holds."""
        if key in self._shown:
            self._shown[key].at = at

    def seen_empty(self, key: tuple[Symbology, str]) -> None:
        """Note that nothing lies where a code was seen last: if it comes there again, it was brought."""
        self._lay.pop(key, None)
        if key in self._shown:
            self._shown[key].is_away = True

    def _noted(self, sighting: Sighting, at: float) -> _Shown:
        shown = self._shown.get(sighting.key)
        if shown is None or shown.is_moved(sighting, at):
            shown = self._shown[sighting.key] = self._come(sighting, at, is_moved=shown is not None)
        shown.seen, shown.at, shown.is_covered, shown.is_away = sighting, at, False, False
        for each in self._shown.values():
            each.is_covered = each.is_covered or each.seen.is_rival(sighting)
        return shown

    def _part(self, at: float) -> None:
        """Part with what is out of sight; where own labels lay stays known."""
        gone = {key: each for key, each in self._shown.items() if at - each.at >= GONE}
        self._shown = {key: each for key, each in self._shown.items() if key not in gone}
        self._lay |= {
            key: each
            for key, each in gone.items()
            if self.may_lie(each.seen) and not each.is_away and (each.is_given or each.is_passed)
        }
        while len(self._lay) > _MOST:
            del self._lay[next(iter(self._lay))]

    def _come(self, sighting: Sighting, at: float, *, is_moved: bool) -> _Shown:
        """Begin with a code that was not there: it is new, or comes to light where it lay."""
        lay = self._lay.pop(sighting.key, None)
        is_first = at - self._opened < GONE
        if lay is not None and lay.seen.is_where(sighting):
            lay.lay, lay.since = lay.seen, at
            return lay
        if is_first and not is_moved and self.may_lie(sighting):
            return _Shown(sighting, at, is_given=True, was_asked=True, lay=sighting, since=at)
        return _Shown(sighting, at)

    def may_lie(self, sighting: Sighting) -> bool:
        """Tell whether it is an own label before a real table: it must be brought to count."""
        return self._is_live and _OWN.fullmatch(_normal(sighting)) is not None

    def _rivals(self, there: list[_Shown]) -> list[_Shown]:
        """Give the codes one of which may be meant: the asked ones, of those the ones of no product."""
        asked = [each for each in there if is_asked(each.seen, self.awaited)]
        others = [each for each in asked if each.seen.symbology not in RETAIL]
        return others or asked or there

    def _is_meant(self, shown: _Shown, rivals: list[_Shown], at: float) -> bool:
        asked = is_asked(shown.seen, self.awaited)
        if shown.is_given and (shown.was_asked or not asked):
            return False
        if asked and not shown.is_passed and len(rivals) == 1:
            return True
        return shown.nearest_since is not None and at - shown.nearest_since >= HELD

    def _is_placed(self, shown: _Shown) -> bool:
        """Tell whether it is held where a code is meant: an asked one anywhere, unless passed over."""
        is_free = is_asked(shown.seen, self.awaited) and not shown.is_passed
        return is_free or shown.seen.off_middle < _MIDDLE

    def _given(self, shown: _Shown, there: list[_Shown]) -> Sighting:
        shown.is_given, shown.was_asked = True, is_asked(shown.seen, self.awaited)
        for each in there:
            each.is_passed = each.is_passed or (each is not shown and not each.is_given)
        return shown.seen
