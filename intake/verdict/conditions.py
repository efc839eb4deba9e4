"""Conditions: what a row of a list asks besides the serial, and whether what is told of the unit meets it."""

from __future__ import annotations

from collections.abc import Mapping

from intake.affected import Match, NamedBy
from intake.campaign import Campaign
from intake.verdict.judgement import Reason, Told

ORDER = (Reason.MODEL_DECIDES, Reason.COLOUR_DECIDES, Reason.CHANNEL_DECIDES, Reason.MASKED_MATCH)
"""What may be open. What the operator can answer at once comes first."""


def excluded(match: Match, told: Told) -> Reason | None:
    """Tell by what a row leaves the unit out, whose colour or channel is known."""
    if match.colours and told.colour is not None and told.colour not in match.colours:
        return Reason.COLOUR_EXCLUDED
    if match.channels and told.channel is not None and told.channel not in match.channels:
        return Reason.CHANNEL_EXCLUDED
    return None


def is_possible(match: Match, told: Told, fitting: Mapping[str, Campaign]) -> bool:
    """Tell whether the row may name the unit: its campaign has such serials, and nothing told excludes it."""
    if match.campaign not in fitting or excluded(match, told) is not None:
        return False
    return told.model in {None, match.model} or not _asks_model(match, fitting)


def still_open(match: Match, told: Told, fitting: Mapping[str, Campaign]) -> Reason | None:
    """Give what has to be known before a possible row names the unit; None when it does."""
    if told.model is None and _asks_model(match, fitting):
        return Reason.MODEL_DECIDES
    # One colour alone is what the maker says of these serials: nobody has to be asked.
    if len(match.colours) > 1 and told.colour is None:
        return Reason.COLOUR_DECIDES
    if match.channels and told.channel is None:
        return Reason.CHANNEL_DECIDES
    return Reason.MASKED_MATCH if match.by is NamedBy.MASKED else None


def _asks_model(match: Match, fitting: Mapping[str, Campaign]) -> bool:
    """Tell whether the row counts only for a unit that was said to be of its model."""
    return match.by is NamedBy.ALL_UNITS or not fitting[match.campaign].serial.names_model


def speaks_of_serial(match: Match, told: Told, campaign: Campaign) -> bool:
    """Tell whether the row may name the unit by its serial: one that means every unit says nothing of it."""
    return match.by is not NamedBy.ALL_UNITS and is_possible(match, told, {campaign.id: campaign})
