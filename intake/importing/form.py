"""The form of a file: what must be known to read it, and is never guessed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec


class Encoding(StrEnum):
    """How bytes stand for characters."""

    UTF_8 = "utf-8"
    SHIFT_JIS = "shift-jis"
    """As Windows writes it, code page 932: with ① and 髙, which the standard alone does not hold."""

    @property
    def codec(self) -> str:
        """Python's name; a byte order mark is taken off."""
        return {Encoding.UTF_8: "utf-8-sig", Encoding.SHIFT_JIS: "cp932"}[self]


class Delimiter(StrEnum):
    """What stands between two cells of a CSV file."""

    COMMA = ","
    SEMICOLON = ";"
    TAB = "\t"

    @property
    def word(self) -> str:
        """Its name."""
        return self.name.lower()


class Form(msgspec.Struct, frozen=True):
    """How to read a file."""

    encoding: Encoding | None = None
    """None: UTF-8 if the whole file is valid UTF-8, else Shift-JIS if the whole file is valid Shift-JIS."""

    delimiter: Delimiter = Delimiter.COMMA
    sheet: str | None = None
    """Of a workbook; None: the only one."""

    skip: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    """Rows above the columns' names."""
