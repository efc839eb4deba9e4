"""Consensus: which codes of a stream of pictures are believed, for one picture alone may be read wrongly.

Pure. A code is believed when enough pictures agree on it and none says another thing of the same place. Two
agreeing pictures take nearly every misreading away. Three are needed where the next picture may be misread
alike: a kind without a check character, a code that had a rival, bars of which few rows were read. The number
of a product is misread most: both decoders can agree on the same wrong one whose check digit holds, so a
rival bars it for a while.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from intake.scan import Symbology
from scanners.sighting import RETAIL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scanners.sighting import Sighting

_PICTURES: Final = 2
_UNCHECKED: Final = frozenset({Symbology.CODE_39, Symbology.CODABAR, Symbology.ITF})
"""Kinds without a check character of their own (ISO/IEC 16388; ISO/IEC 16390)."""

_PICTURES_UNSURE: Final = 3

_LATELY: Final = 1.0
"""Seconds in which the pictures must agree: a hand holds a code about that long."""

_BARRED: Final = 2.0
"""Seconds for which a product's number with a rival is not believed."""


@dataclass(slots=True)
class _Case:
    """What speaks for one code."""

    seen: Sighting
    times: list[float] = field(default_factory=list)
    """When it was seen since its last rival, in seconds."""

    has_rival: bool = False
    barred_until: float = -math.inf


class Consensus:
    """Weighs what each picture shows. Not for several threads."""

    def __init__(self) -> None:
        self._cases: dict[tuple[Symbology, str], _Case] = {}

    def believed(self, sightings: Iterable[Sighting], at: float) -> list[Sighting]:
        """Give what is believed of the codes seen in a picture taken at `at`, in seconds; each code once.

        A code seen at several places of one picture counts once, for one picture misreads them alike.
        """
        self._forget(at)
        seen = {each.key: each for each in sightings}
        for sighting in seen.values():
            self._add(sighting, at)
        return [each for each in seen.values() if self._is_believed(each, at)]

    def _forget(self, at: float) -> None:
        for case in self._cases.values():
            case.times = [time for time in case.times if at - time <= _LATELY]
        self._cases = {key: case for key, case in self._cases.items() if case.times or case.barred_until > at}

    def _add(self, sighting: Sighting, at: float) -> None:
        rivals = [case for case in self._cases.values() if case.times and case.seen.is_rival(sighting)]
        case = self._cases.setdefault(sighting.key, _Case(sighting))
        case.seen = sighting
        for each in (*rivals, case) if rivals else ():
            self._doubt(each, at)
        case.times.append(at)

    def _doubt(self, case: _Case, at: float) -> None:
        case.times.clear()
        case.has_rival = True
        if case.seen.symbology in RETAIL:
            case.barred_until = at + _BARRED

    def _is_believed(self, sighting: Sighting, at: float) -> bool:
        case = self._cases[sighting.key]
        is_unsure = sighting.symbology in _UNCHECKED or sighting.is_sliver or case.has_rival
        needed = _PICTURES_UNSURE if is_unsure else _PICTURES
        return len(case.times) >= needed and case.barred_until <= at
