"""Attention: which of the codes a camera sees are given to the desk, and when.

Pure. A gun is pulled at one code; a camera sees all that lies before it, for as long as it lies there. So:

- A code is given once. It is given again when it was out of sight for 1.5 s: less is one reading to the
  station too.
- What the desk waits for is given at once, and so are own labels and products' numbers: see `is_asked`. Any
  other code is given when nothing else is there and it is held in the middle, for then somebody means it. A
  refusal in words is better than a camera that seems blind; a shipping label full of codes is passed over.
- Of several codes the one nearest the middle is meant, and only once it has been held there: a sheet of
  commands must not fire, and no code that lies about be taken for the one in the hand. What lay beside a code
  that was given has been passed over: it too is given only when it is brought to the middle and held.
- A product's number waits while any other asked code is there: it never stands in for a serial.
"""

from __future__ import annotations

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

_BESIDE: Final = 0.5
"""Seconds for which a code counts as being there after it was seen: not every picture shows every code."""

_MIDDLE: Final = 0.25
"""Heights of the picture from its middle within which a code is in the middle."""

_OWN: Final = re.compile(r"RI-(?:C-[A-Z0-9-]+|[A-Z]-[0-9]+-[0-9A-Z])")
"""An own label's form. The station knows its check character: a wrong one is refused there, in words."""

_PARCEL: Final = re.compile(r"[A-D]?[0-9]{4}-?[0-9]{4}-?[0-9]{4}[A-D]?")
"""A carrier's number, with Codabar's start and stop letters or without."""


def is_asked(sighting: Sighting, awaited: Awaited) -> bool:
    """Tell whether the desk waits for this code, or always takes its kind."""
    text = unicodedata.normalize("NFKC", sighting.text).strip().upper()
    if sighting.symbology in RETAIL or _OWN.fullmatch(text):
        return True
    if awaited.parcel and (sighting.symbology is Symbology.CODABAR or _PARCEL.fullmatch(text)):
        return True
    patterns = awaited.patterns or (".+",)
    return awaited.serial and any(re.fullmatch(pattern, text, re.DOTALL) for pattern in patterns)


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


class Attention:
    """Chooses what is given. Not for several threads."""

    def __init__(self, awaited: Awaited) -> None:
        self.awaited = awaited
        """What the desk waits for now."""

        self._shown: dict[tuple[Symbology, str], _Shown] = {}

    def chosen(self, believed: Iterable[Sighting], at: float) -> Sighting | None:
        """Give the code that is meant, of those believed in a picture taken at `at`, in seconds; or None."""
        self._shown = {key: each for key, each in self._shown.items() if at - each.at < GONE}
        now = [self._noted(each, at) for each in believed]
        there = [each for each in self._shown.values() if at - each.at <= _BESIDE and not each.is_covered]
        rivals = self._rivals(there)
        nearest = min(rivals, key=lambda each: each.seen.off_middle, default=None)
        for each in there:
            is_held = each is nearest and self._is_placed(each)
            each.nearest_since = (
                (at if each.nearest_since is None else each.nearest_since) if is_held else None
            )
        if nearest is None or nearest not in now or not self._is_meant(nearest, rivals, at):
            return None
        return self._given(nearest, there)

    def still_there(self, key: tuple[Symbology, str], at: float) -> None:
        """Note that a code lies where it lay, though this picture does not show what it holds."""
        if key in self._shown:
            self._shown[key].at = at

    def _noted(self, sighting: Sighting, at: float) -> _Shown:
        shown = self._shown.setdefault(sighting.key, _Shown(sighting, at))
        shown.seen, shown.at, shown.is_covered = sighting, at, False
        for each in self._shown.values():
            each.is_covered = each.is_covered or each.seen.is_rival(sighting)
        return shown

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
