"""The site: everything a day rests on that is data, read from the shipped files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from intake import catalogue
from intake.campaign import Campaign
from intake.simulation.crate import Grade
from intake.simulation.register import Register
from intake.simulation.row import read


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
    """Read the shipped campaigns and their training lists, and the checklist."""
    campaigns = catalogue.load().campaigns
    rows = [each for campaign in campaigns for each in read(_training_list(campaign), campaign)]
    return Site(Register(campaigns, rows), _checklist())


def _training_list(campaign: Campaign) -> str:
    path = catalogue.data_folder() / "campaigns" / (campaign.training_list or f"{campaign.id}.training.csv")
    return path.read_text("utf-8")


def _checklist() -> tuple[Grade | None, ...]:
    path = catalogue.data_folder() / "conditions.toml"
    signs = tomllib.loads(path.read_text("utf-8"))["signs"]
    return tuple(None if sign["class"] == "K2" else Grade(sign["class"]) for sign in signs)
