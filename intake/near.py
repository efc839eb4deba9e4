"""Near serials: which valid ones eyes, fingers and cameras take for one another.

A code with a check character is read right or not at all. A person, a camera that reads print, and the
codes that carry no check character (Code 39, ISO/IEC 16388; Codabar; Interleaved 2 of 5, ISO/IEC 16390) may
give another valid serial than the one that stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from intake.campaign import Catalogue
from intake.scan import Method, Scan, Symbology
from intake.serial_number import SerialRule

CONFUSABLE = ("0ODQ", "1IL", "17", "2Z", "38", "5S", "6G", "8B", "UV")
"""Characters taken for one another. The notices of the recalls of 2025 warn of 0/O, 1/I/L and 2/Z; the others
are chosen by their shape."""

_UNCHECKED = frozenset({Symbology.CODE_39, Symbology.CODABAR, Symbology.ITF})


def _others(group: str) -> Iterator[tuple[str, str]]:
    return ((one, other) for one in group for other in group if other != one)


_PAIRS = tuple(dict.fromkeys(chain.from_iterable(map(_others, CONFUSABLE))))


def is_vouched(scan: Scan) -> bool:
    """Tell whether a check character vouches for the text.

    It does for a code of unknown kind, where a gun does not say which: those it reads most have one.
    """
    return scan.method is not Method.KEYED and scan.symbology not in _UNCHECKED and not is_print(scan)


def is_print(scan: Scan) -> bool:
    """Tell whether a camera read the text off print: it names no kind of code."""
    return scan.method is Method.CAMERA and scan.symbology is Symbology.UNKNOWN


def look_alikes(normal: str, rule: SerialRule) -> tuple[str, ...]:
    """Give the valid serials of a rule that one error makes of `normal`, or the other way round.

    In this order, each once and never `normal` itself: one character exchanged by CONFUSABLE, the same one
    exchanged throughout, two neighbours swapped, one of a pair left out, one doubled. At most 300.
    """
    if all(abs(len(normal) - length) > 1 for length in rule.lengths):
        return ()
    errors = (_exchanged, _exchanged_throughout, _swapped, _left_out, _doubled)
    found = chain.from_iterable(error(normal) for error in errors)
    return tuple(dict.fromkeys(each for each in found if each != normal and rule.matches(each)))


def _exchanged(text: str) -> Iterator[str]:
    for place, character in enumerate(text):
        for one, other in _PAIRS:
            if character == one:
                yield text[:place] + other + text[place + 1 :]


def _exchanged_throughout(text: str) -> Iterator[str]:
    """A camera that takes one 0 for an O takes every one for it."""
    return (text.replace(one, other) for one, other in _PAIRS)


def _swapped(text: str) -> Iterator[str]:
    return (text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1))


def _left_out(text: str) -> Iterator[str]:
    return (text[:at] + text[at + 1 :] for at in range(len(text) - 1) if text[at] == text[at + 1])


def _doubled(text: str) -> Iterator[str]:
    return (text[:at] + text[at] + text[at:] for at in range(len(text)))


def only_look_alike(normal: str, catalogue: Catalogue) -> str | None:
    """Give the one valid serial that may be meant by a text that is none; None where several may."""
    found = {each for campaign in catalogue.campaigns for each in look_alikes(normal, campaign.serial)}
    return found.pop() if len(found) == 1 else None
