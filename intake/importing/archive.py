"""Archives: what a workbook unpacks to, looked at before it is opened. A small one can unpack to anything.

openpyxl streams sheets and holds everything else in memory: shared texts at several times their size, other
parts as trees at ten times theirs. The archive's own directory is a bound, for no more than it says is
unpacked of any part (`zipfile.ZipExtFile`).
"""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from intake.importing.fault import TableError

_LARGEST = 1 << 30
"""Bytes of all parts."""

_TEXTS = 96 << 20
"""Bytes of the texts its sheets share: two million serials; nine times as much is held (measured)."""

_OTHERS = 16 << 20
"""Bytes of all parts that are neither: styles, pictures, properties."""

_CONTENTS = "[Content_Types].xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
"""Where sheets lie; what openpyxl reads whole by its name lies elsewhere."""


class PartKind(StrEnum):
    """What is held in memory of a part, and how."""

    SHEETS = "sheets"
    TEXTS = "shared texts"
    OTHERS = "other parts"


_MOST = {PartKind.TEXTS: _TEXTS, PartKind.OTHERS: _OTHERS}


def expect_bounded(path: Path) -> None:
    """Raise TableError for a workbook that unpacks to more than a desk can spare, BadZipFile for none."""
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
        sizes = {each.filename: each.file_size for each in parts}
        if len(sizes) < len(parts):
            raise TableError(f"{path.name}: expected every part of the workbook once, got one twice")
        _expect_at_most(path.name, "all parts", _LARGEST, sum(sizes.values()))
        _expect_at_most(path.name, _CONTENTS, _OTHERS, sizes.get(_CONTENTS, 0))
        kinds = _kinds(packed.read(_CONTENTS))
    for kind, most in _MOST.items():
        of_kind = (size for part, size in sizes.items() if kinds.get(part, PartKind.OTHERS) is kind)
        _expect_at_most(path.name, kind, most, sum(of_kind))


def _expect_at_most(name: str, what: str, most: int, got: int) -> None:
    if got > most:
        raise TableError(
            f"{name}: {what}: expected at most {most:,} bytes unpacked, got {got:,}: save it as CSV"
        )


def _kinds(contents: bytes) -> dict[str, PartKind]:
    """Give what the parts are by the archive's own account (ECMA-376, part 2); in doubt OTHERS."""
    from openpyxl.xml.constants import SHARED_STRINGS, WORKSHEET_TYPE  # noqa: PLC0415 (150 ms, only for workbooks)
    from openpyxl.xml.functions import fromstring  # noqa: PLC0415 (the same)

    said: dict[str, set[str | None]] = {}
    for entry in fromstring(contents).iter():
        said.setdefault(entry.get("PartName", "/")[1:], set()).add(entry.get("ContentType"))
    return {part: _kind(part, types, SHARED_STRINGS, WORKSHEET_TYPE) for part, types in said.items()}


def _kind(part: str, types: set[str | None], texts: str, sheet: str) -> PartKind:
    if types == {texts}:
        return PartKind.TEXTS
    return PartKind.SHEETS if types == {sheet} and _SHEET.fullmatch(part) else PartKind.OTHERS
