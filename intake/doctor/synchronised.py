"""The check of the clock's steering: whether the kernel says that a time service keeps it right."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fine, warning

_STA_UNSYNC = 0x0040
STATUS = 5 * ctypes.sizeof(ctypes.c_long)
"""Where `status` stands in struct timex: after modes and four longs (adjtimex(2))."""

_TIMEX = 512
"""Bytes, more than struct timex has on any processor."""


def look(_case: Case) -> Iterator[Finding]:
    """Ask the kernel; asked with no modes, adjtimex(2) changes nothing and needs no right."""
    asked = ctypes.create_string_buffer(_TIMEX)
    try:
        answer = ctypes.CDLL(None).adjtimex(asked)
    except AttributeError:  # a C library without it
        answer = -1
    yield judged(answer, ctypes.c_int.from_buffer(asked, STATUS).value)


def judged(answer: int, status: int) -> Finding:
    """Say what the kernel's answer and its status bits mean."""
    if answer < 0:
        return warning(Check.SYNCHRONISED, "synchronised_unknown")
    if status & _STA_UNSYNC:
        return warning(Check.SYNCHRONISED, "synchronised_not")
    return fine(Check.SYNCHRONISED, "synchronised")
