"""The register: models and lists as data, and what they say of a serial, read here for a second time."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cached_property

from intake.campaign import Campaign, Model
from intake.simulation.row import ANY, WITHHELD, Row
from intake.simulation.said import Verdict

_LIKE = "ATEST{}Q"
"""How training serials begin that no row names, with their model's figures in the middle."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the lists say of a serial."""

    verdict: Verdict
    model: str | None = None
    colour: str | None = None
    campaign: str | None = None
    asks_model: bool = False
    """Whether it is no verdict yet: the unit's model decides, which the serial does not give."""


class Register:
    """The site's campaigns with their lists in force."""

    def __init__(self, campaigns: tuple[Campaign, ...], rows: list[Row]) -> None:
        """Begin. The serials of all the campaigns are made of the same characters."""
        self.campaigns = campaigns
        self._rows = rows
        self._alphabet = "".join(sorted(campaigns[0].serial.alphabet))

    @cached_property
    def models(self) -> dict[str, Model]:
        """Every model by its name; of two campaigns' alike the first."""
        found: dict[str, Model] = {}
        for campaign in self.campaigns:
            for model in campaign.models:
                found.setdefault(model.name, model)
        return found

    @cached_property
    def lengths(self) -> frozenset[int]:
        """How long serials are."""
        return frozenset(length for each in self.campaigns for length in each.serial.lengths)

    @property
    def fold(self) -> dict[str, str]:
        """What cannot stand in a serial, and what is meant by it."""
        return self.campaigns[0].serial.fold

    def model(self, name: str) -> Model:
        """Give a model by its name."""
        return self.models[name]

    def jans(self) -> tuple[str, ...]:
        """Give every trade code of the campaigns."""
        models = [model for campaign in self.campaigns for model in campaign.models]
        return tuple(jan for model in models for colour in model.colours for jan in colour.jans)

    def is_valid(self, serial: str) -> bool:
        """Tell whether a serial is whole and well formed for one campaign at least."""
        return any(_is_valid(serial, campaign) for campaign in self.campaigns)

    def has_model(self, campaign: str | None, model: str) -> bool:
        """Tell whether a model is among those of a campaign."""
        return any(each.id == campaign and model in {m.name for m in each.models} for each in self.campaigns)

    def is_abroad(self, campaign: str | None) -> bool:
        """Tell whether a campaign's replacements leave from another site."""
        return any(each.id == campaign and not each.dispatched_here for each in self.campaigns)

    def all_lots(self) -> frozenset[str]:
        """Give the models of which every unit is named."""
        return frozenset(each.model for each in self._rows if each.is_whole_model)

    def judge(self, serial: str, told: str | None = None) -> Finding:
        """Say what the lists say of a serial, row by row; `told` is what a card says of the model."""
        if not self.is_valid(serial):
            return Finding(Verdict.UNCERTAIN if self._is_look_alike(serial) else Verdict.INVALID)
        named = [each for each in self._rows if each.names(serial)]
        named += [each for each in self._rows if each.is_whole_model and each.model == told]
        sure = [each for each in named if not each.is_withheld]
        if len({(each.campaign, each.model) for each in sure}) > 1:
            return Finding(Verdict.UNCERTAIN)
        if sure:
            colours = {each.colour for each in sure if each.colour}
            colour = colours.pop() if len(colours) == 1 else None
            return Finding(Verdict.AFFECTED, sure[0].model, colour, sure[0].campaign)
        return self._open(named, told)

    def _open(self, withheld: list[Row], told: str | None) -> Finding:
        """Say what is left where no row names the serial for certain."""
        if told is None and self.all_lots():
            return Finding(Verdict.UNCERTAIN, asks_model=True)
        if told not in self.models and self.all_lots():
            return Finding(Verdict.UNCERTAIN)
        if withheld:
            return Finding(Verdict.UNCERTAIN, withheld[0].model, campaign=withheld[0].campaign)
        return Finding(Verdict.NOT_AFFECTED)

    def _is_look_alike(self, serial: str) -> bool:
        """Tell whether it is valid once O is read as 0 and I as 1."""
        meant = "".join(self.fold.get(character, character) for character in serial)
        return meant != serial and self.is_valid(meant)

    def wants_colour(self, model: str) -> bool:
        """Tell whether the replacement of a model depends on the unit's colour."""
        return self.model(model).remedy.colour is not None

    def is_excluded(self, model: str, colour: str | None) -> bool:
        """Tell whether the notice leaves this colour of the model out."""
        return any(each.name == colour and not each.in_scope for each in self.model(model).colours)

    def rows(self, *, coloured: bool) -> list[Row]:
        """Give the rows whose units need no colour card (`coloured`), or those whose units do."""
        certain = [each for each in self._rows if not (each.is_whole_model or each.is_withheld)]
        at_home = [each for each in certain if not self.is_abroad(each.campaign)]
        return [
            each
            for each in at_home
            if (each.colour is not None or not self.wants_colour(each.model)) == coloured
        ]

    def rows_abroad(self) -> list[Row]:
        """Give the rows of campaigns whose replacements leave from another site."""
        return [each for each in self._rows if self.is_abroad(each.campaign)]

    def rows_withheld(self) -> list[Row]:
        """Give the rows in which the maker withholds characters."""
        return [each for each in self._rows if each.is_withheld]

    def draw(self, chance: random.Random, within: Row) -> str:
        """Draw a serial of a row."""
        if within.masks:
            mask = chance.choice(within.masks)
            return "".join(
                chance.choice(self._alphabet) if each in {ANY, WITHHELD} else each for each in mask
            )
        reach = self._number(within.last) - self._number(within.first)
        return self.after(within.first, chance.randint(0, reach))

    def after(self, serial: str, by: int) -> str:
        """Count on from a serial (or back, with less than 0)."""
        return self._text(self._number(serial) + by, len(serial))

    def _number(self, serial: str) -> int:
        number = 0
        for character in serial:
            number = number * len(self._alphabet) + self._alphabet.index(character)
        return number

    def _text(self, number: int, length: int) -> str:
        characters = []
        for _ in range(length):
            number, digit = divmod(number, len(self._alphabet))
            characters.append(self._alphabet[digit])
        return "".join(reversed(characters))

    def draw_unlisted(self, chance: random.Random, model: str) -> str:
        """Draw a valid serial no row names, in the manner of the model's own."""
        heads = [each.first[:-6] for each in self._rows if each.model == model and each.first]
        while True:
            head = chance.choice(heads or [_LIKE.format(model[1:])])
            drawn = head + "".join(chance.choices(self._alphabet, k=6))
            if not any(each.names(drawn) for each in self._rows):
                return drawn


def _is_valid(serial: str, campaign: Campaign) -> bool:
    rule = campaign.serial
    formed = re.fullmatch(rule.pattern or ".*", serial)
    return len(serial) in rule.lengths and set(serial) <= set(rule.alphabet) and formed is not None
