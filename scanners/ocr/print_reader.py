"""Reading a unit's serial off print, frame by frame."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

import cv2
import msgspec

from intake.scan import Awaited, Method, Moment, Scan
from scanners.ocr.agreement import Agreement
from scanners.ocr.label import Label, around
from scanners.ocr.label_finder import LabelFinder
from scanners.ocr.letter import Letter
from scanners.ocr.line import Line
from scanners.ocr.recogniser import Recogniser, certainty
from scanners.ocr.serial_line import ANY, Sighted, after_prefix, is_announced, sighted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

MOST_LABELS: Final = 3
"""Stretches of print looked at in one frame, the largest."""

MOST_LINES: Final = 10
"""Lines read of one label, the first: each costs about as many milliseconds as it has characters."""

CUTS: Final = (1.0, 0.9)
"""Of the lines' height, in turns: what the recogniser misreads at one size, such as AJ as A, it often reads
right at another, and frames that err alike would agree."""

_SHORTEST: Final = 2.0
"""Length over height of a line worth reading: `SN:` alone has more."""

_TELLING: Final = 8.0
"""Length over height of a line that tells well, and soon, which way up it is."""

_CLEAR: Final = 0.2
"""By how much one way up must be surer than the other."""

_SHORTEST_SERIAL: Final = 4

_ABOVE: Final = -0.5
_BELOW: Final = 2.0
"""How far the line after a prefix may be above and below it, in heights of a line."""


class _Written(msgspec.Struct, frozen=True):
    """A line and what stands in it."""

    line: Line
    letters: tuple[Letter, ...]


class _Found(msgspec.Struct, frozen=True):
    """A serial and where it stands."""

    serial: Sighted
    label: Label
    """Its own lines alone: what is looked at first in the next frame."""


class PrintReader:
    """Finds the serial on a label in view and reads it until frames agree. Used by one thread."""

    def __init__(self, patterns: Sequence[str] = (), source: str = "camera", agreeing: int = 3) -> None:
        """Read serials of these patterns (`Awaited.patterns`). Raises `models.OcrMissingError`."""
        self._finder = LabelFinder()
        self._recogniser = Recogniser()
        self._agreement = Agreement(agreeing)
        self._patterns = tuple(patterns)
        self._source = source
        self._label: Label | None = None
        self._cuts = cycle(CUTS)
        self._cut = next(self._cuts)

    def await_(self, awaited: Awaited) -> None:
        """Read what the desk waits for now; what was seen by other patterns agrees with nothing."""
        if awaited.patterns != self._patterns:
            self._patterns = awaited.patterns
            self._agreement.forget()

    def feed(self, bgr: NDArray[Any], at: Moment | float) -> Scan | None:
        """Look at one frame (uint8, rows by columns by 3 in BGR, or grey); a scan once frames agree.

        `at` is a moment, or seconds by any clock that goes on.
        """
        moment = at if isinstance(at, Moment) else Moment(round(at * 1_000), round(at * 1_000_000_000))
        text = self._agreement.hear(self.sight(bgr), moment.monotonic / 1_000_000_000)
        return None if text is None else self._scan(text, moment)

    def sight(self, picture: NDArray[Any]) -> Sighted | None:
        """The one serial a frame shows, however doubtful; None where it shows none, or two, or is empty."""
        if not picture.size:
            return None
        bgr = _in_colour(picture)
        self._cut = next(self._cuts)
        found = self._again(bgr, self._label) if self._label else None
        found = found or self._searched(bgr)
        self._label = found.label if found else None
        return found.serial if found else None

    def _again(self, bgr: NDArray[Any], label: Label) -> _Found | None:
        """The serial where it was in the frame before, about."""
        written: list[_Written] = []
        for line in sorted(self._lines(bgr, label), key=lambda line: line.distance(label.x, label.y)):
            written.append(_Written(line, self._recogniser.read(line.upright(bgr))))
            if found := self._serials(written, bgr.shape):
                return found[0]
        return None

    def _searched(self, bgr: NDArray[Any]) -> _Found | None:
        """The serial in the whole frame; two different ones are none, for nobody says which is meant."""
        labels = self._finder.labels(bgr)[:MOST_LABELS]
        written = [self._read(bgr, self._lines(bgr, label)) for label in labels]
        found = [each for lines in written for each in self._serials(lines, bgr.shape)]
        if len({each.serial.text for each in found}) != 1:
            return None
        return min(found, key=lambda each: each.serial.doubt)

    def _lines(self, bgr: NDArray[Any], label: Label) -> list[Line]:
        """The lines of a label that are worth reading."""
        lines = [line for line in self._finder.lines(bgr, label) if line.length > _SHORTEST * line.height]
        return [line.cut(self._cut) for line in lines[:MOST_LINES]]

    def _read(self, bgr: NDArray[Any], lines: list[Line]) -> list[_Written]:
        """All lines of a label, the way up in which those that tell are surest."""
        known: dict[Line, tuple[Letter, ...]] = {}
        surer = 0.0
        for line in sorted(lines, key=lambda line: abs(line.length / line.height - _TELLING)):
            for way in (line, line.turned()):
                known[way] = self._recogniser.read(way.upright(bgr))
            surer += certainty(known[line]) - certainty(known[line.turned()])
            if abs(surer) > _CLEAR:
                break
        ways = lines if surer >= 0 else [line.turned() for line in lines]
        return [_Written(way, known.get(way) or self._recogniser.read(way.upright(bgr))) for way in ways]

    def _serials(self, written: list[_Written], shape: tuple[int, ...]) -> list[_Found]:
        """Every serial among lines of a picture: after `SN:`, or a line that is one as a whole."""
        whole = [each for each in written if each.line.is_within(shape)]
        if self._patterns:
            found = [(sighted(each.letters, self._patterns), [each.line]) for each in whole]
        else:
            found = [(sighted(letters, ANY), lines) for letters, lines in _announced(whole)]
        return [_Found(serial, around(lines)) for serial, lines in found if serial is not None]

    def _scan(self, text: str, moment: Moment) -> Scan:
        return Scan(
            raw=text.encode(),
            text=text,
            source=self._source,
            wall=moment.wall,
            monotonic=moment.monotonic,
            method=Method.CAMERA,
        )


def _in_colour(picture: NDArray[Any]) -> NDArray[Any]:
    """A picture in BGR, as the networks want it; one in grey has its third axis missing, or of one."""
    is_grey = picture.ndim == 2 or picture.shape[2] == 1  # noqa: PLR2004 - axes
    return cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR) if is_grey else picture


def _announced(written: list[_Written]) -> Iterator[tuple[tuple[Letter, ...], list[Line]]]:
    """What follows a prefix, in its line or in the next one, and where both stand."""
    for each in written:
        if is_announced(each.letters):
            body, after = after_prefix(each.letters), _next(each.line, written)
            if len(body) >= _SHORTEST_SERIAL:
                yield body, [each.line]
            elif after is not None:
                yield after.letters, [each.line, after.line]


def _next(line: Line, written: list[_Written]) -> _Written | None:
    """The line right of a line or right below it, whichever is nearer."""
    near = []
    for each in written:
        along, across = line.from_it(each.line.x, each.line.y)
        is_aside = along - each.line.length / 2 > line.length
        if each.line is not line and along > 0 and _ABOVE < across / line.height < _BELOW and not is_aside:
            near.append((abs(across), each))
    return min(near, key=lambda pair: pair[0], default=(0.0, None))[1]
