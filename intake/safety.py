"""Safety texts: the site's own words for an emergency and for a swollen unit, or the shipped ones."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import msgspec

from intake.catalogue import data_folder
from intake.errors import StorageError
from intake.language import Language

_FILE = "emergency.toml"
_Texts = Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=6)]


class SafetyTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to do, one short line for each thing."""

    emergency: _Texts
    """On the red card; the first line is its title."""

    swollen: _Texts
    """Beside a swollen unit."""


def load(state: Path | None = None, *, data: Path | None = None) -> dict[Language, SafetyTexts]:
    """Read `emergency.toml` of the state folder, else the shipped one. Raises StorageError."""
    own = state / _FILE if state else None
    path = own if own and own.exists() else (data or data_folder()) / "emergency" / "default.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[Language, SafetyTexts])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise StorageError(
            f"{path}: expected [en] and [ja] with emergency and swollen, got: {error}"
        ) from error
