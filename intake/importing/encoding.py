"""Encodings: which one a whole file is valid in. No statistics: a serial misread is a serial not found."""

from __future__ import annotations

import codecs
from pathlib import Path

from intake.importing.fault import TableError
from intake.importing.form import Encoding

_CHUNK = 1 << 20
_WIDE = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}


def encoding_of(path: Path) -> Encoding:
    """Give UTF-8 if the whole file is valid UTF-8, else Shift-JIS if the whole file is valid Shift-JIS.

    Raises TableError where it is neither, naming the line that breaks each.
    """
    with path.open("rb") as file:
        wide = _WIDE.get(file.read(2))
    if wide:
        raise TableError(f"{path.name}: expected UTF-8 or Shift-JIS, got {wide}: save it as CSV in UTF-8")
    broken = {}
    for encoding in Encoding:
        line = broken_line(path, encoding)
        if line is None:
            return encoding
        broken[encoding] = line
    said = ", ".join(f"line {line} is no {encoding}" for encoding, line in broken.items())
    raise TableError(f"{path.name}: expected UTF-8 or Shift-JIS, got neither ({said}): say --encoding")


def broken_line(path: Path, encoding: Encoding) -> int | None:
    """Give the first line that is not valid in an encoding; None where all are."""
    decoder = codecs.getincrementaldecoder(encoding.codec)(errors="strict")
    line = 1
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return line + chunk[: error.start].count(b"\n")
            line += chunk.count(b"\n")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return line
    return None
