"""Drawing: each parcel as a physical thing, by chance and by the mix."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from intake.own_label import LabelKind
from intake.simulation.code import Code, carrier, own
from intake.simulation.goods import Claim, Extra, ExtraGoods, Goods, Health, Kind, Print, UnitGoods
from intake.simulation.mix import Mix
from intake.simulation.register import Register
from intake.simulation.row import Row

CARRIER_BASE = 31_200_000_000
_CLAIMED_SHARE = 0.9
"""How many parcels were announced, where returns are."""

_ALWAYS_CLAIMED = {
    *(Kind.CLAIM_CONFIRMED, Kind.PRINTED_AS_CLAIMED, Kind.MISMATCH, Kind.WRONG_MODEL),
    *(Kind.EXTRA_UNIT, Kind.SHORT),
}
_NEVER_CLAIMED = {Kind.UNLABELLED, Kind.LEFT_BEHIND, Kind.HOT_UNOPENED}
_CLAIMED_WITHOUT_SERIAL = {
    Kind.WRONG_MODEL,
    Kind.KEYED,
    Kind.PRINTED,
    Kind.UNREADABLE,
    Kind.LOOK_ALIKE,
    Kind.HOT,
    Kind.TWIN,
}


class Draw:
    """Draws parcels; every serial and label is used once unless a second time is meant."""

    def __init__(self, register: Register, chance: random.Random, mix: Mix, first: int) -> None:
        """Begin; labels are numbered from `first`."""
        self._register = register
        self._chance = chance
        self._mix = mix
        self._number = first
        self._seen: list[UnitGoods] = []
        self._serials: set[str] = set()
        self._single: dict[Kind, Callable[[], UnitGoods]] = {
            Kind.COLOUR_CARD: lambda: self.listed(coloured=False),
            Kind.EXCLUDED_COLOUR: self._excluded,
            Kind.ALL_LOTS: self._of_all_lots,
            Kind.WRONG_MODEL: self._of_any,
            Kind.WITHHELD: lambda: self._within(register.rows_withheld()),
            Kind.ABROAD: lambda: self._within(register.rows_abroad()),
            Kind.NOT_LISTED: self.unlisted,
            Kind.OTHER_MODEL: self._other_model,
            Kind.LOOK_ALIKE: self.look_alike,
            Kind.DAMAGED: lambda: self.listed(Health.DENTED),
            Kind.SWOLLEN: lambda: self.listed(Health.SWOLLEN),
            Kind.HOT: lambda: self.listed(Health.HOT),
            Kind.UNREADABLE: lambda: self._printed(Print.WORN),
            Kind.KEYED: lambda: self._printed(Print.TEXT),
            Kind.CLAIM_CONFIRMED: lambda: self._printed(Print.TEXT),
            Kind.PRINTED: lambda: self._printed(Print.SEEN),
            Kind.PRINTED_AS_CLAIMED: lambda: self._printed(Print.SEEN),
            Kind.OTHER_COLOUR: self._other_colour,
            Kind.DUPLICATE: self._again,
        }

    def parcels(self, count: int) -> Iterator[Goods]:
        """Draw parcels."""
        kinds, weights = list(self._mix.kinds), list(self._mix.kinds.values())
        for _ in range(count):
            yield self.parcel(self._chance.choices(kinds, weights)[0])

    def parcel(self, kind: Kind) -> Goods:
        """Draw a parcel of one kind."""
        goods = self._filled(kind)
        return replace(goods, claim=self._claim(goods))

    def _filled(self, kind: Kind) -> Goods:
        label = self._label(kind)
        if kind is Kind.EMPTY:
            return Goods(kind, label, ())
        first = self._single.get(kind, self.listed)()
        self._seen.append(first)
        if kind in {Kind.TWO_UNITS, Kind.EXTRA_UNIT}:
            return Goods(kind, label, (first, self.listed()))
        if kind is Kind.TWIN:
            return Goods(kind, label, (first, _twin(first)))
        if kind is Kind.LEFT_BEHIND:
            return Goods(kind, label, (first,), overlooked=(self.listed(),))
        return Goods(kind, label, (first,), self._extras(kind))

    def _claim(self, goods: Goods) -> Claim | None:
        """Announce the parcel as its owner did, who may have been wrong."""
        is_expected = goods.kind in _ALWAYS_CLAIMED or self._chance.random() < _CLAIMED_SHARE
        if not self._mix.claims or goods.kind in _NEVER_CLAIMED or not is_expected:
            return None
        inside = [*goods.units, *(extra.battery for extra in goods.extras if extra.battery)]
        serials = [unit.serial for unit in inside]
        if goods.kind in {Kind.SHORT, Kind.EMPTY}:
            serials.append(self.listed().serial)
        if goods.kind is Kind.MISMATCH:
            serials = [self.listed().serial]
        if goods.kind is Kind.EXTRA_UNIT:
            serials = serials[:1]
        named = () if self._is_unread(goods.kind) else tuple(serials)
        model = self._other_than(inside[0]) if goods.kind is Kind.WRONG_MODEL else None
        return Claim(f"C-{goods.label.name}", goods.label.name, named, len(serials), model)

    def _is_unread(self, kind: Kind) -> bool:
        """Tell whether the owner left the serial open, as every other one does whose unit no list names."""
        return kind in _CLAIMED_WITHOUT_SERIAL or (kind is Kind.NOT_LISTED and self._number % 2 == 0)

    def _other_than(self, unit: UnitGoods) -> str:
        """Name a model the unit is not of."""
        return self._chance.choice([name for name in self._register.models if name != unit.model])

    def _label(self, kind: Kind) -> Code:
        number = self.number()
        if kind is Kind.UNLABELLED:
            return own(LabelKind.PARCEL, number)
        return carrier(CARRIER_BASE + number, check_holds=kind is not Kind.CHECK_FAILS)

    def number(self) -> int:
        """Give a number no label has yet."""
        self._number += 1
        return self._number

    def stray_label(self) -> Code:
        """Print the label of a parcel that is not to be opened yet."""
        return carrier(CARRIER_BASE + self.number())

    def listed(self, health: Health = Health.SOUND, *, coloured: bool = True) -> UnitGoods:
        """Draw a unit of the list, one whose replacement needs no colour card or one whose does."""
        return self._within(self._register.rows(coloured=coloured), health)

    def _within(self, rows: list[Row], health: Health = Health.SOUND) -> UnitGoods:
        while True:
            within = self._chance.choice(rows)
            serial = self._register.draw(self._chance, within)
            if serial not in self._serials:
                break
        self._serials.add(serial)
        return UnitGoods(serial, within.model, within.colour or self._colour(within.model), health)

    def _colour(self, model: str) -> str | None:
        names = [each.name for each in self._register.model(model).colours if each.in_scope]
        return self._chance.choice(names) if names else None

    def _excluded(self) -> UnitGoods:
        """Draw a unit in a colour the notice leaves out, where the list does not say its colour."""
        models = [
            each for each in self._register.models.values() if any(not c.in_scope for c in each.colours)
        ]
        while models:
            unit = self.listed(coloured=False)
            out = [each.name for each in self._register.model(unit.model).colours if not each.in_scope]
            if out:
                return UnitGoods(unit.serial, unit.model, self._chance.choice(out))
        return self.listed()

    def _other_colour(self) -> UnitGoods:
        """Draw a unit in a colour no card shows."""
        unit = self.listed(coloured=False)
        return UnitGoods(unit.serial, unit.model, None)

    def unlisted(self) -> UnitGoods:
        """Draw a unit no list names, of a model of which there are others."""
        return self._unnamed(
            [name for name in self._register.models if name not in self._register.all_lots()]
        )

    def _of_all_lots(self) -> UnitGoods:
        """Draw a unit of a model of which every one is recalled."""
        return self._unnamed(sorted(self._register.all_lots()))

    def _of_any(self) -> UnitGoods:
        return self._chance.choice((self.listed, self._of_all_lots))()

    def _other_model(self) -> UnitGoods:
        """Draw a unit whose model is on no card."""
        unit = self.unlisted()
        return UnitGoods(unit.serial, self._chance.choice(("UN3480", "UN3481")), None)

    def _unnamed(self, models: list[str]) -> UnitGoods:
        """Draw a unit of one of these models whose serial no row names."""
        model = self._chance.choice(models)
        while True:
            serial = self._register.draw_unlisted(self._chance, model)
            if serial not in self._serials:
                break
        self._serials.add(serial)
        return UnitGoods(serial, model, self._colour(model))

    def look_alike(self) -> UnitGoods:
        """Draw a unit whose code holds an O where its serial has a 0."""
        fold = self._register.fold
        while True:
            unit = self.listed()
            for wrong, right in fold.items():
                if right in unit.serial:
                    at = unit.serial.rindex(right)
                    worn = unit.serial[:at] + wrong + unit.serial[at + 1 :]
                    return UnitGoods(worn, unit.model, unit.colour)

    def _printed(self, how: Print) -> UnitGoods:
        unit = self.listed()
        return UnitGoods(unit.serial, unit.model, unit.colour, print=how)

    def _again(self) -> UnitGoods:
        """Draw a unit whose serial came before."""
        before = [unit for unit in self._seen if unit.print is Print.CLEAR and unit.health is not Health.HOT]
        return _twin(self._chance.choice(before)) if before else self.listed()

    def _extras(self, kind: Kind) -> tuple[ExtraGoods, ...]:
        if kind is Kind.BATTERY_IN_BOX:
            return (ExtraGoods(Extra.BOX, battery=self.listed()),)
        if kind is Kind.RETURNED:
            return (ExtraGoods(Extra.OTHER, is_returned=True),)
        if kind is Kind.BOX:
            jan = self._chance.choice((None, *self._register.jans()))
            return (ExtraGoods(Extra.BOX, jan),)
        known = {Kind.CABLE: Extra.CABLE, Kind.MANUAL: Extra.MANUAL, Kind.OTHER: Extra.OTHER}
        return (ExtraGoods(known[kind]),) if kind in known else ()


def _twin(unit: UnitGoods) -> UnitGoods:
    return UnitGoods(unit.serial, unit.model, unit.colour)
