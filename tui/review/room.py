"""The room: what all screens of the review share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intake.campaign import Catalogue, Model
from intake.language import Language
from intake.settings import Settings
from intake.wording import Wording
from tui.review.reader import Reader


@dataclass(slots=True)
class Room:
    """One review of one state folder."""

    folder: Path
    settings: Settings
    catalogue: Catalogue
    station: str
    training: bool
    wording: Wording
    reader: Reader
    badge: str = ""
    """Who has signed in."""

    @property
    def catalogue_models(self) -> tuple[Model, ...]:
        """Every model of every campaign."""
        return tuple(model for campaign in self.catalogue.campaigns for model in campaign.models)

    @property
    def models(self) -> frozenset[str]:
        """Their names."""
        return frozenset(model.name for model in self.catalogue_models)

    def switch_language(self) -> bool:
        """Speak the other language; tell whether this terminal can show it."""
        if self.wording.is_alone:
            return False
        languages = list(Language)
        place = languages.index(self.wording.language)
        self.wording = Wording(languages[(place + 1) % len(languages)])
        return True
