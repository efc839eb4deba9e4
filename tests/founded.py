"""A training folder that was founded once: a test that wants one copies it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from argon2 import PasswordHasher

from intake import sqlite
from intake.founding import TRAINING_PIN, found


@dataclass(frozen=True)
class Founded:
    """The folder of a station named dock-1, in which nothing has happened."""

    folder: Path

    def copy(self, place: Path) -> Path:
        """Give a folder of a test's own in `place`, which must not exist."""
        return Path(shutil.copytree(self.folder, place))


def found_training(place: Path) -> Founded:
    """Found it in `place`."""
    found(place, training=True, station="dock-1")
    hasten(place)
    return Founded(place)


def hasten(folder: Path) -> None:
    """Keep the PINs in hashes that cost nothing: nobody guesses them here."""
    hashed = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(TRAINING_PIN)
    people = sqlite.connect(folder / "people.db", journal_mode="DELETE")
    people.execute("UPDATE person SET pin = ?", (hashed,))
    people.close()
