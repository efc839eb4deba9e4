"""The site: everything a day rests on that is data, read from the shipped files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from intake import catalogue
from intake.errors import StorageError
from intake.simulation.crate import Grade
from intake.simulation.register import Register


@dataclass(frozen=True, slots=True)
class Site:
    """One site and its settings."""

    register: Register
    checklist: tuple[Grade | None, ...]
    """The class a "yes" to each sign leads to, in the order asked; None stands for an emergency."""

    checklist_every: int = 20
    """After so many units one has to answer the whole checklist; 0: none has to."""

    bags: bool = True


def load() -> Site:
    """Read the campaign with a training list, and the checklist. Raises StorageError where there is none."""
    for campaign in catalogue.load().campaigns:
        listing = catalogue.training_list(campaign)
        if listing is not None:
            return Site(Register(campaign, listing), _checklist())
    raise StorageError("expected a campaign with a training list, got none: nothing can be simulated")


def _checklist() -> tuple[Grade | None, ...]:
    path = catalogue.data_folder() / "conditions.toml"
    signs = tomllib.loads(path.read_text("utf-8"))["signs"]
    return tuple(None if sign["class"] == "K2" else Grade(sign["class"]) for sign in signs)
