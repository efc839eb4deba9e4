"""Which letters of a label are its serial, and what the likeliest text is that a serial can be.

Pure: no picture, no network.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from math import exp, log
from typing import Final

import msgspec

from scanners.ocr.letter import SYMBOLS, Letter, shown

ANY: Final = (r"[0-9A-Z-]{4,40}",)
"""What a serial may be where nobody says more (`intake.serial_number.may_be_serial`)."""

_CODE: Final = r" ?C[O0][DO0]E| ?N[O0]\.?"
_MARK: Final = r"(?: ?[:;.,'*+\uff1a\uff1b]+ ?| |$)"
_PREFIX: Final = re.compile(
    rf"(?:^|(?<=\W))(?:[S5$8] ?/ ?[NHM](?:{_CODE})?{_MARK}?|[S5$8] ?[|\\17IL]? ?[NHM](?:{_CODE})?{_MARK}"
    rf"|[NHM] ?C[O0][DO0]E{_MARK}|SER[I1L]AL(?: ?N[O0]\.?| ?NUMBER)?{_MARK})"
)
"""`SN:`, `S/N`, `SN Code:` and what a camera makes of them: `5N;`, `S1N:`, `SH:`."""

_BARE: Final = re.compile(r"^[S5$8]?[/|\\17IL]?[NHM]")
"""The same where the mark after it was not seen, and where nothing else makes a serial of the line."""

_LEAST: Final = 0.3
"""A letter less likely than this is not what stands there. Where an O is seen that no serial holds, 0 is the
likeliest of what is left, and Q may be meant; and `Capacity: 10000mAh` has 16 letters, too."""

_RIVAL: Final = 0.001
"""From which likelihood a letter is a rival."""

_TRIED: Final = 400
"""Texts tried for one line: eight places that are each one of two letters make 256."""


class Sighted(msgspec.Struct, frozen=True):
    """A serial as one frame shows it."""

    text: str
    doubt: float
    """How likely another serial is, beside this one: 0 is none, 1 is as likely."""


def is_announced(letters: tuple[Letter, ...]) -> bool:
    """Whether a line says that a serial follows, in it or after it."""
    return _announcement(letters) is not None


def after_prefix(letters: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """What follows `SN:` in a line; all of it where there is no such thing."""
    found = _announcement(letters)
    return letters if found is None else letters[found:]


def _announcement(letters: tuple[Letter, ...]) -> int | None:
    found = _PREFIX.search(shown(letters).upper())
    return found.end() if found else None


def sighted(letters: tuple[Letter, ...], patterns: Sequence[str]) -> Sighted | None:
    """The likeliest serial a line can be, by patterns of which it must match one whole; None: it is none.

    A line may have more after its serial, parted by a space; a serial may be printed in groups.
    """
    for body in _bodies(after_prefix(letters)):
        if found := _likeliest(body, patterns):
            return found
    return None


def _bodies(letters: tuple[Letter, ...]) -> Iterator[tuple[Letter, ...]]:
    """The letters without the spaces between them; then the first word alone; then without a bare prefix."""
    words = [place for place, letter in enumerate(letters) if letter.seen == " "]
    yield tuple(letter for letter in letters if letter.seen != " ")
    if words and words[0]:
        yield letters[: words[0]]
    if bare := _BARE.match(shown(letters).upper()):
        yield tuple(letter for letter in letters[bare.end() :] if letter.seen != " ")


def _likeliest(letters: tuple[Letter, ...], patterns: Sequence[str]) -> Sighted | None:
    """The likeliest text that is a serial, and how near the next one is."""
    serials = (each for each in _texts(letters) if any(re.fullmatch(rule, each[1]) for rule in patterns))
    cost, text = next(serials, (0.0, ""))
    if not text:
        return None
    if any(_odds(letter, symbol) < _LEAST for letter, symbol in zip(letters, text, strict=True)):
        return None
    rival, _ = next(serials, (float("inf"), ""))
    return Sighted(text, exp(cost - rival))


def _odds(letter: Letter, symbol: str) -> float:
    return letter.odds[SYMBOLS.index(symbol)]


def _texts(letters: tuple[Letter, ...]) -> Iterator[tuple[float, str]]:
    """What the letters may spell, the likeliest first, each with its cost in nats; so many of them."""
    choices = [_choices(letter) for letter in letters]
    if not choices or not all(choices):
        return
    first = (0,) * len(choices)
    waiting, known = [(sum(each[0][0] for each in choices), first)], {first}
    for _ in range(_TRIED):
        if not waiting:
            return
        cost, taken = heapq.heappop(waiting)
        yield cost, "".join(each[place][1] for each, place in zip(choices, taken, strict=True))
        for at, place in enumerate(taken):
            further = (*taken[:at], place + 1, *taken[at + 1 :])
            if place + 1 < len(choices[at]) and further not in known:
                known.add(further)
                heapq.heappush(waiting, (cost + choices[at][place + 1][0] - choices[at][place][0], further))


def _choices(letter: Letter) -> list[tuple[float, str]]:
    """What a letter may be, the likeliest first, each with its cost in nats."""
    likely = ((odds, symbol) for odds, symbol in zip(letter.odds, SYMBOLS, strict=True) if odds >= _RIVAL)
    return sorted((-log(odds), symbol) for odds, symbol in likely)
