"""Languages the desk speaks, and which of them a terminal can show."""

from __future__ import annotations

from enum import StrEnum

_TEXT_CONSOLE = "linux"
"""TERM of the kernel's text console, whose font has 512 characters at most (setfont(8)): no Japanese."""


class Language(StrEnum):
    """One language, by its ISO 639-1 code."""

    JA = "ja"
    EN = "en"


def shown_on(terminal: str) -> frozenset[Language]:
    """Give the languages that can be read on a terminal of that name, the value of TERM."""
    return frozenset({Language.EN} if terminal == _TEXT_CONSOLE else Language)
