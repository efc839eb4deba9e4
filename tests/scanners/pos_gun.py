"""A HID-POS scanner's reports, written from makers' tables: a second reading, none of it the decoder's."""

from __future__ import annotations

from collections.abc import Iterator

HONEYWELL = bytes.fromhex(
    "058c 0902 a101"  # Bar Code Scanner page, Bar Code Scanner: application
    "0912 a102 8502"  # Scanned Data Report: logical, report 2
    "1500 26ff00 7508"  # bytes
    "9501 0501 093b 8102"  # Generic Desktop, Byte Count
    "9503 058c 09fb 09fc 09fd 8102"  # Symbology Identifier 1 to 3
    "9538 09fe 820201"  # 56 bytes of Decoded Data
    "0666ff 9502 0904 0900 8102"  # the maker's own page: Code ID, reserved
    "058c 2501 7501 9508 09ff 8102"  # Decode Data Continued, in bit 0 of a byte
    "c0"
    "0914 a102 8504 1500 2501 7501 9508 0900 095f 0960 0900 0900 0985 0986 9186 c0"  # Trigger Report
    "c0"
)
"""As Honeywell's Xenon and Access-IS' LSR118 describe themselves; the report has 64 bytes."""

SIMPLE = bytes.fromhex(
    "058c 0902 a101 8502 1500 26ff00 7508 9501 09fb 8102 09fc 8102 09fd 8102"
    "9538 09fe 820201"
    "7501 9501 2501 09ff 8102 7507 8103"  # the flag and seven bits of padding
    "8503 7508 9502 0910 8102"  # report 3: something else, of two bytes
    "c0"
)
"""Without a byte count: the data end before NULs. Its report has 61 bytes."""

FIELD = 56
"""Bytes of data in a report."""


def honeywell(code: bytes, identifier: bytes = b"]Q1", *, more: bool = False) -> bytes:
    """One report: id, length, identifier, data, two bytes of the maker's own, the flag."""
    report = bytes([2, len(code)]) + identifier + code.ljust(FIELD, b"\0") + b"s\0" + bytes([more])
    assert len(report) == 64
    return report


def simple(code: bytes, identifier: bytes = b"]Q1", *, more: bool = False) -> bytes:
    """One report: id, identifier, data, the flag."""
    return bytes([2]) + identifier + code.ljust(FIELD, b"\0") + bytes([more])


WRITERS = {HONEYWELL: honeywell, SIMPLE: simple}


def reports(code: bytes, identifier: bytes = b"]Q1", descriptor: bytes = HONEYWELL) -> Iterator[bytes]:
    """The reports of a code: full ones, each saying that more follows, and the rest."""
    while len(code) > FIELD:
        yield WRITERS[descriptor](code[:FIELD], identifier, more=True)
        code = code[FIELD:]
    yield WRITERS[descriptor](code, identifier)
