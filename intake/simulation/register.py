"""The register: models and lists as data, and what they say of a serial, read here for a second time."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from intake.affected import AffectedList, AffectedRange
from intake.campaign import Campaign, Model
from intake.simulation.said import Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What the lists say of a serial."""

    verdict: Verdict
    model: str | None = None
    colour: str | None = None


class Register:
    """One campaign with its list in force."""

    def __init__(self, campaign: Campaign, listing: AffectedList) -> None:
        self.campaign = campaign
        self._ranges = listing.ranges
        self._alphabet = "".join(sorted(campaign.serial.alphabet))

    def model(self, name: str) -> Model:
        """Give a model by its name."""
        return self.campaign.model(name)

    def jans(self) -> tuple[str, ...]:
        """Give every trade code of the campaign."""
        colours = [colour for model in self.campaign.models for colour in model.colours]
        return tuple(jan for colour in colours for jan in colour.jans)

    def is_valid(self, serial: str) -> bool:
        """Tell whether a serial is whole and well formed."""
        rule = self.campaign.serial
        formed = re.fullmatch(rule.pattern or ".*", serial)
        return len(serial) in rule.lengths and set(serial) <= set(rule.alphabet) and formed is not None

    def judge(self, serial: str) -> Finding:
        """Say what the list says, range by range."""
        naming = [each for each in self._ranges if each.first <= serial <= each.last]
        naming = [each for each in naming if len(each.first) == len(serial)]
        if not self.is_valid(serial):
            return Finding(Verdict.UNCERTAIN if self._is_look_alike(serial) else Verdict.INVALID)
        if not naming:
            return Finding(Verdict.NOT_AFFECTED)
        if len({each.model for each in naming}) > 1:
            return Finding(Verdict.UNCERTAIN)
        colours = {each.colour for each in naming if each.colour}
        return Finding(Verdict.AFFECTED, naming[0].model, colours.pop() if len(colours) == 1 else None)

    def _is_look_alike(self, serial: str) -> bool:
        """Tell whether it is valid once O is read as 0 and I as 1."""
        fold = self.campaign.serial.fold
        meant = "".join(fold.get(character, character) for character in serial)
        return meant != serial and self.is_valid(meant)

    def wants_colour(self, model: str) -> bool:
        """Tell whether the replacement of a model depends on the unit's colour."""
        return self.model(model).remedy.colour is not None

    def is_excluded(self, model: str, colour: str | None) -> bool:
        """Tell whether the notice leaves this colour of the model out."""
        return any(each.name == colour and not each.in_scope for each in self.model(model).colours)

    def ranges(self, *, coloured: bool) -> list[AffectedRange]:
        """Give the ranges whose units need no colour card (`coloured`), or those whose units do."""
        return [
            each
            for each in self._ranges
            if (each.colour is not None or not self.wants_colour(each.model)) == coloured
        ]

    def draw(self, chance: random.Random, within: AffectedRange) -> str:
        """Draw a serial of a range."""
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
        """Draw a valid serial no list names, in the manner of the model's own."""
        samples = [each.first for each in self._ranges if each.model == model]
        while True:
            head = chance.choice(samples)[:-6]
            drawn = head + "".join(chance.choices(self._alphabet, k=6))
            if self.judge(drawn).verdict is Verdict.NOT_AFFECTED:
                return drawn
