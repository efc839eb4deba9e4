"""Lines from a pipe or a file: scans and requests for a station without a screen."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from intake.scan import Fault
from scanners.frames import MAX_LENGTH, Frame, Framer, Framing, Terminator, fault_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST: Final = 65_536
"""Bytes taken in one read: the size of a pipe (Linux, pipe(7))."""


def lines(descriptor: int, max_length: int = MAX_LENGTH) -> Iterator[Frame]:
    """Every line of an open file as soon as it is whole, ended by LF or CR LF; empty ones not.

    A line of more than `max_length` bytes comes once, cut there, as OVER_LONG; memory stays
    bounded. Any other fault is about the line as a code: a JSON line with a TAB between its
    tokens is GARBLED, so look for a leading `{` first. The last line needs no terminator.

    Raises:
        OSError: The file cannot be read, such as a terminal that went away.

    """
    ends = frozenset({Terminator.LF, Terminator.CRLF})
    framer = Framer(Framing(ends, max_length=max_length))
    while data := os.read(descriptor, _MOST):
        yield from framer.feed(data)
    for rest in framer.lost():
        # The end of a file ends its last line; that is no loss.
        yield rest if rest.fault is Fault.OVER_LONG else Frame(rest.raw, fault_of(rest.raw))
