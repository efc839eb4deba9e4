"""Safety texts: the site's own words for an emergency and for a swollen unit, or the shipped ones."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import msgspec

from intake.catalogue import data_folder
from intake.errors import StorageError
from intake.language import Language
from intake.printable import cell_count, printable

_FILE = "emergency.toml"
_EMERGENCY, _SWOLLEN = 40, 30
"""Cells a line may take: of the red card, and of the panel beside a swollen unit."""

_Texts = Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=6)]


class SafetyTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do, one short line for each thing."""

    emergency: _Texts
    """On the red card; the first line is its title."""

    swollen: _Texts
    """Beside a swollen unit."""

    def __post_init__(self) -> None:
        """Raises ValueError for a line that could not be shown as it stands."""
        _expect_lines(self.emergency, _EMERGENCY)
        _expect_lines(self.swollen, _SWOLLEN)


def load(state: Path | None = None, *, data: Path | None = None) -> dict[Language, SafetyTexts]:
    """Read `emergency.toml` of the state folder, else the shipped one, in both languages.

    Raises StorageError with one sentence, also where a language is missing or a line cannot be shown.
    """
    own = state / _FILE if state else None
    path = own if own and own.exists() else (data or data_folder()) / "emergency" / "default.toml"
    try:
        return _whole(msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[Language, SafetyTexts]))
    except (OSError, ValueError) as error:
        raise StorageError(
            f"{path}: expected [en] and [ja] with emergency and swollen, got: {error}"
        ) from error


def _whole(texts: dict[Language, SafetyTexts]) -> dict[Language, SafetyTexts]:
    missing = sorted(set(Language) - texts.keys())
    if missing:
        raise ValueError(f"no [{missing[0]}]")
    return texts


def _expect_lines(lines: tuple[str, ...], cells: int) -> None:
    for line in lines:
        if printable(line, len(line)) != line:
            raise ValueError(f"a line with a character that nobody sees: {printable(line)}")
        if cell_count(line) > cells:
            raise ValueError(f"a line wider than {cells} cells: {printable(line)}")
