"""AIM symbology identifiers: what kind of code a scanner says it read.

A scanner that is told to sends `]cm` before the data: a flag `]`, a code character c and a
modifier m. It is off by default on every gun we know of, so UNKNOWN is the usual answer.

Source: ISO/IEC 15424:2008, table 1 and annex B; GS1 General Specifications, figure 5.1.2-2.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from intake.scan import Scan, Symbology

if TYPE_CHECKING:
    from intake.scan import Fault, Method, Moment

_CODES: Final = b"ABCDEFGHIJKLMNOPQRSTUXZcdehopsz"
"""Code characters in use. `Y` (system expansion) is left out: it is not of the form `]cm`."""

_IDENTIFIER: Final = re.compile(rb"\]([" + _CODES + rb"])([0-9A-Za-z])")

_BY_IDENTIFIER: Final = {
    b"C1": Symbology.GS1_128,
    b"E0": Symbology.EAN_13,
    b"E3": Symbology.EAN_13,
    b"E4": Symbology.EAN_8,
    b"Q3": Symbology.GS1_QR,
    b"Q4": Symbology.GS1_QR,
    b"d2": Symbology.GS1_DATA_MATRIX,
    b"d5": Symbology.GS1_DATA_MATRIX,
    b"e0": Symbology.GS1_DATABAR,
}
"""Identifiers whose modifier changes the kind: FNC1 in first position, or the length of an EAN."""

_BY_CODE: Final = {
    b"A": Symbology.CODE_39,
    b"C": Symbology.CODE_128,
    b"F": Symbology.CODABAR,
    b"G": Symbology.CODE_93,
    b"I": Symbology.ITF,
    b"L": Symbology.PDF417,
    b"Q": Symbology.QR,
    b"d": Symbology.DATA_MATRIX,
    b"z": Symbology.AZTEC,
}


def split(raw: bytes) -> tuple[Symbology, bytes]:
    """The kind of code and the data without its identifier, for any bytes at all.

    Only one identifier is taken off, and only a valid one; without it the kind is UNKNOWN and
    the data are `raw`. Source: ISO/IEC 15424:2008.
    """
    found = _IDENTIFIER.match(raw)
    if found is None:
        return Symbology.UNKNOWN, raw
    code, modifier = found.groups()
    kind = _BY_IDENTIFIER.get(code + modifier) or _BY_CODE.get(code, Symbology.OTHER)
    return kind, raw[found.end() :]


def scan_of(
    raw: bytes,
    source: str,
    method: Method,
    moment: Moment,
    fault: Fault | None = None,
    arrived: bytes | None = None,
) -> Scan:
    """A frame as a `Scan`. Bytes that are not UTF-8 become U+FFFD in its text, never in its raw.

    Where a keyboard changed the code, `raw` is what it holds and `arrived` what the keyboard gave.
    """
    kind, data = split(raw)
    return Scan(
        raw=raw if arrived is None else arrived,
        text=data.decode("utf-8", "replace"),
        source=source,
        wall=moment.wall,
        monotonic=moment.monotonic,
        method=method,
        symbology=kind,
        fault=fault,
        repaired=arrived is not None and arrived != raw,
    )
