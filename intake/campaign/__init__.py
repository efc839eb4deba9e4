"""Recall campaigns: which models a maker takes back, how their serials look, what owners get for them."""

from intake.campaign.campaign import Campaign, Colour, Model, Remedy, RemedyColour, Title, UnNumber
from intake.campaign.catalogue import Catalogue, CatalogueItem, ReplacementItem
from intake.campaign.parsing import CampaignError, parse

__all__ = [
    "Campaign",
    "CampaignError",
    "Catalogue",
    "CatalogueItem",
    "Colour",
    "Model",
    "Remedy",
    "RemedyColour",
    "ReplacementItem",
    "Title",
    "UnNumber",
    "parse",
]
