"""Languages the desk speaks."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """One language, by its ISO 639-1 code."""

    JA = "ja"
    EN = "en"
