"""Conditions: what a row of a list asks besides the serial, and whether what is told of the unit meets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from intake.affected import Match, NamedBy
from intake.campaign import Campaign, Catalogue
from intake.verdict.judgement import OTHER_MODEL, Reason, Told

OF_MODEL = frozenset({Reason.MODEL_DECIDES, Reason.MODEL_UNKNOWN})
"""Nobody has said a model that a list knows."""

ORDER = (
    *(Reason.MODEL_DECIDES, Reason.MODEL_UNKNOWN),
    *(Reason.COLOUR_DECIDES, Reason.CHANNEL_DECIDES, Reason.MASKED_MATCH),
)
"""What may be open. What the operator can answer at once comes first."""


def fitting(normal: str, catalogue: Catalogue) -> Mapping[str, Campaign]:
    """Give the campaigns of which a text is a whole valid serial, by their ids."""
    return {each.id: each for each in catalogue.campaigns if each.serial.matches(normal)}


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A serial the lists are asked about, with what is told of its unit."""

    normal: str
    """In normal form."""

    told: Told
    catalogue: Catalogue
    fitting: Mapping[str, Campaign]
    """The campaigns of which it is a whole valid serial."""

    @classmethod
    def of(cls, normal: str, told: Told, catalogue: Catalogue) -> Self:
        """Ask about a serial in normal form."""
        return cls(normal, told, catalogue, fitting(normal, catalogue))

    @property
    def having_model(self) -> set[str]:
        """The campaigns that have the model which is told."""
        told, campaigns = self.told.model, self.catalogue.campaigns
        return {each.id for each in campaigns if any(model.name == told for model in each.models)}

    def colour(self, match: Match) -> str | None:
        """Give the colour told of the unit; None where the row's model has no such colour: a mistyped one."""
        told = self.told.colour
        if told is None or told in match.colours:
            return told
        campaigns = [each for each in self.catalogue.campaigns if each.id == match.campaign]
        models = [model for each in campaigns for model in each.models if model.name == match.model]
        return told if any(told == colour.name for model in models for colour in model.colours) else None

    def excluded(self, match: Match) -> Reason | None:
        """Tell by what a row leaves the unit out, whose colour or channel is known."""
        if match.colours and self.colour(match) not in {None, *match.colours}:
            return Reason.COLOUR_EXCLUDED
        if match.channels and self.told.channel not in {None, *match.channels}:
            return Reason.CHANNEL_EXCLUDED
        return None

    def is_possible(self, match: Match) -> bool:
        """Tell whether the row may name the unit: it speaks of such serials, and nothing told excludes it."""
        if self.excluded(match) is not None:
            return False
        if match.campaign not in self.fitting:
            return self._is_of_model(match)
        is_of_model = self.told.model in {None, match.model} or self._may_be_mistold(match)
        return is_of_model or not self._asks_model(match)

    def _is_of_model(self, match: Match) -> bool:
        """Tell whether every unit of the model is meant that this one is told to be, whatever its serial."""
        is_known = any(each.id == match.campaign for each in self.catalogue.campaigns)
        return match.by is NamedBy.ALL_UNITS and match.model == self.told.model and is_known

    def still_open(self, match: Match) -> Reason | None:
        """Give what has to be known before a possible row names the unit; None when it does."""
        if self.told.model is None and self._asks_model(match):
            return Reason.MODEL_DECIDES
        if self._may_be_mistold(match):
            return Reason.MODEL_UNKNOWN
        # One colour alone is what the maker says of these serials: nobody has to be asked.
        if len(match.colours) > 1 and self.colour(match) is None:
            return Reason.COLOUR_DECIDES
        if match.channels and self.told.channel is None:
            return Reason.CHANNEL_DECIDES
        return Reason.MASKED_MATCH if match.by is NamedBy.MASKED else None

    def _may_be_mistold(self, match: Match) -> bool:
        """Tell whether it may be of the row's model after all: who finds no card has proved nothing."""
        return self.told.model == OTHER_MODEL and self._asks_model(match)

    def _asks_model(self, match: Match) -> bool:
        """Tell whether the row counts only for a unit that was said to be of its model."""
        return match.by is NamedBy.ALL_UNITS or not self.fitting[match.campaign].serial.names_model


def speaks_of_serial(match: Match, normal: str, told: Told, catalogue: Catalogue) -> bool:
    """Tell whether the row may name the unit by its serial: one that means every unit says nothing of it."""
    return match.by is not NamedBy.ALL_UNITS and Inquiry.of(normal, told, catalogue).is_possible(match)
