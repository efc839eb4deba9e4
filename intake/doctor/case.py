"""A case: the station that is examined, at one moment, and where its machine is looked at."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from intake import settings
from intake.errors import IntakeError
from intake.language import Language
from intake.settings import Settings
from intake.surroundings import now


@dataclass(frozen=True, slots=True)
class Case:
    """What every check is given."""

    folder: Path
    wall: int
    """Now, in milliseconds since 1970."""

    settings: Settings = field(default_factory=Settings)
    """The defaults where those of the folder cannot be read."""

    settings_fault: str = ""
    """Why they cannot be read."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    machine: Path = Path("/")
    """Where /proc, /etc and /usr lie."""

    @classmethod
    def of(cls, folder: Path, wall: int | None = None, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the settings of a state folder, now or at `wall`."""
        moment = now().wall if wall is None else wall
        try:
            read = settings.load(folder, environment)
        except IntakeError as error:
            return cls(folder, moment, _defaults(environment), str(error), environment)
        return cls(folder, moment, read, environment=environment)


def _defaults(environment: Mapping[str, str]) -> Settings:
    """Give the defaults, in the language asked for: what is wrong is read by a person."""
    asked = environment.get("INTAKE_LANGUAGE", "")
    return Settings(language=Language(asked)) if asked in set(Language) else Settings()
