"""The catalogue: all campaigns of a site, and what is found in them by a name, a JAN or a serial.

Published notices contradict themselves (the notice of 21 October 2025 prints JAN 4571411205187 for two
models), so a JAN is a hint that may name several items, and only a serial decides.
"""

from __future__ import annotations

import msgspec

from intake.campaign.campaign import Campaign


class ReplacementItem(msgspec.Struct, frozen=True):
    """What to send for one unit."""

    item: str
    colour: str | None  # None when the item has one colour of its own


class CatalogueItem(msgspec.Struct, frozen=True):
    """A product of a campaign as sold, by the names of campaign, model and colour."""

    campaign: str
    model: str
    colour: str


class Catalogue(msgspec.Struct, frozen=True):
    """All campaigns of the site."""

    campaigns: tuple[Campaign, ...] = ()
    left_out: tuple[Campaign, ...] = ()
    """Those the site does not meet: nothing is judged by them; what was recorded under them stays known."""

    def campaign(self, name: str) -> Campaign:
        """Give a campaign by its id, also one left out. Raises KeyError on any other."""
        known = (*self.campaigns, *self.left_out)
        for campaign in known:
            if campaign.id == name:
                return campaign
        raise KeyError(f"expected one of {', '.join(c.id for c in known) or 'none'}, got {name}")

    def is_unique(self, serial: str, campaign: str | None) -> bool:
        """Tell whether a normal serial stands for one unit alone, by its campaign or else any it fits."""
        own = [each.serial for each in (*self.campaigns, *self.left_out) if each.id == campaign]
        rules = own or [each.serial for each in self.campaigns if each.serial.matches(serial)]
        return not rules or any(rule.unique for rule in rules)

    def items_of_jan(self, gtin13: str) -> tuple[CatalogueItem, ...]:
        """Give every item sold under a JAN: none, one, or several, for a JAN is not a key."""
        return tuple(
            CatalogueItem(campaign.id, model.name, colour.name)
            for campaign in self.campaigns
            for model in campaign.models
            for colour in model.colours
            if gtin13 in colour.jans
        )

    def replacement(self, campaign: str, model: str, colour: str | None) -> ReplacementItem | None:
        """Name what to send for a unit; None when its colour must be known and is not.

        Whether anything may be sent is not decided here. Raises KeyError as `campaign` and `model`.
        """
        remedy = self.campaign(campaign).model(model).remedy
        if remedy.colour is None:
            return ReplacementItem(remedy.item, None)
        return None if colour is None else ReplacementItem(remedy.item, colour)
