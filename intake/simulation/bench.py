"""The bench: what a worker does with one unit, from the bag it came in to the container it goes into."""

from __future__ import annotations

import random

from intake.own_label import LabelKind
from intake.simulation import placing
from intake.simulation.account import Ask, Piece
from intake.simulation.code import Code, CodeKind, card, own, printed, serial
from intake.simulation.crate import Crate, Grade
from intake.simulation.desk import Desk
from intake.simulation.doubt import Doubt
from intake.simulation.draw import Draw
from intake.simulation.goods import Health, Kind, Print, UnitGoods
from intake.simulation.hand import Hand
from intake.simulation.mix import Mix
from intake.simulation.naming import SIX
from intake.simulation.placing import misfit
from intake.simulation.regret import Regret
from intake.simulation.said import Said, Step
from intake.simulation.slip import Slip

_CARDS = {Health.SOUND: "INTACT", Health.DENTED: "D", Health.SWOLLEN: "K1"}
_SIGNS = {Health.DENTED: Grade.D, Health.SWOLLEN: Grade.K1}
_MOST_PULLS = 80
"""No unit needs more: a worker who is lost is a fault of the simulation."""

HALF = 0.5
_BOXED = 0.3
"""How many units without a code have one on their box."""

_PREFIXED = 0.2
"""How many codes hold the letters SN: before the serial."""


class Bench(Hand):
    """A hand that takes units in."""

    def __init__(self, desk: Desk, draw: Draw, chance: random.Random, mix: Mix) -> None:
        super().__init__(desk, draw, chance)
        self.mix = mix
        self.slip = Slip(self, mix.slips)
        self.regret = Regret(self, mix.undo)
        self.doubt = Doubt(self, mix.look_ups)
        self.bags: list[Code] = []
        """Labels torn off the roll, the last one still in the hand or on its bag."""

        self._crates = 1000 + draw.number() % 1000 * 5

    def work(self, unit: UnitGoods, kind: Kind = Kind.ORDINARY) -> None:
        """Take one unit in: do what the screen asks for until it is in a container."""
        if (kind is not Kind.CHECKLIST and unit.health is not Health.SOUND and self.happens(HALF)) or (
            self.mix.habits and self.happens(self.mix.habits)
        ):
            self.pull(card(_CARDS[unit.health]))
        for _ in range(_MOST_PULLS):
            piece = self.desk.account.piece or self.name(unit, kind)
            if kind is Kind.CHECKLIST and self.desk.step is Step.CONDITION and not piece.wants_checklist:
                self.pull(card("CHECK"))
            self._next(unit, piece)
            if piece.place is not None and not self.regret.redone():
                self.store.units[piece.serial, piece.bag, piece.place] += 1
                return
        raise AssertionError(f"expected to place {unit} in {_MOST_PULLS} pulls")

    def name(self, unit: UnitGoods, kind: Kind) -> Piece:
        """Tell the desk which unit it is."""
        self.slip.maybe(serial(unit.serial))
        self.regret.maybe()
        self.doubt.maybe(unit)
        if unit.print is Print.TEXT:
            self._by_keys(unit)
        elif unit.print is Print.SEEN:
            self._by_print(unit)
        elif unit.print is Print.WORN:
            self.pull(card("UNREADABLE"))
        else:
            self._by_code(unit, kind)
        piece = self.desk.account.piece
        if piece is None:
            raise AssertionError(f"expected a unit in hand, got none for {unit}")
        return piece

    def _by_code(self, unit: UnitGoods, kind: Kind) -> None:
        if kind is Kind.MISREAD:
            self.pull(serial(unit.serial[:-1]))
        printed = f"SN:{unit.serial}" if self.happens(_PREFIXED) else unit.serial
        code = serial(printed, unit.serial)
        if self.pull(code).message is Said.SERIAL_TAKEN_HERE:
            self.pull(card("YES"))
        else:
            self.slip.twice(code)

    def _by_keys(self, unit: UnitGoods) -> None:
        """Key the last six where the claim names the serial, else all of it, and read it back."""
        if self.desk.account.open_case().awaited:
            if self.mix.slips and self.happens(self.mix.slips):
                self.key("ZZZZZZ")
                self.key("enter")
            for character in unit.serial[-SIX:]:
                self.key(character)
            return
        self._key_all(unit.serial)
        if self.slip.happens():
            self.pull(serial(self.draw.listed().serial))
            self.pull(card("NO"))
            self._key_all(unit.serial)
        self.slip.maybe(card("YES"))
        self.pull(card("YES"))

    def _by_print(self, unit: UnitGoods) -> None:
        """Hold the unit before the camera; then key its last six, unless its claim names it already."""
        if self.slip.happens():  # the camera misreads: the fingers say so
            self.pull(printed(self.draw.listed().serial))
            self._key_all(unit.serial[-SIX:])
            self.pull(card("NO"))
        if self.pull(printed(unit.serial)).message is not Said.SERIAL_PRINTED:
            return
        self.slip.maybe(card("YES"))
        if self.slip.happens():
            self.pull(card("YES"))
        if self.mix.slips and self.happens(_BOXED):
            self.pull(serial(unit.serial))
        else:
            self._key_all(unit.serial[-SIX:])

    def _key_all(self, text: str) -> None:
        if self.key(text).message is Said.KEY_TAKEN:
            self.key("enter")

    def _next(self, unit: UnitGoods, piece: Piece) -> None:
        """Do what the screen asks for, now and then something else first, or take the act back after."""
        self.slip.maybe(self._asked(unit, piece), unit)
        self.regret.maybe()
        self.doubt.maybe(unit)
        code = self._asked(unit, piece)
        self.pull(code)
        self.slip.twice(code)
        if piece.place is None:
            self.regret.redone()

    def _asked(self, unit: UnitGoods, piece: Piece) -> Code:
        match self.desk.step:
            case Step.UNIT if piece.un is None:
                return card("MODEL", unit.model)
            case Step.UNIT:
                return card("COLOUR", (unit.colour or "other").upper())
            case Step.CONDITION:
                return self._condition(unit, piece)
            case Step.BAG:
                return self._bag()
            case Step.CONTAINER:
                return self._crate(piece)
            case step:
                raise AssertionError(f"expected to be asked for the unit, got {step}")

    def _condition(self, unit: UnitGoods, piece: Piece) -> Code:
        if not piece.wants_checklist:
            return card(_CARDS[unit.health])
        signs, at = self.desk.account.checklist, self.desk.account.answered or 0
        # The last sign of a class is the plain one: an old burn, too, is D, but this unit has none.
        is_last = signs[at] not in signs[at + 1 :]
        return card("YES" if signs[at] is _SIGNS.get(unit.health, "sound") and is_last else "NO")

    def _bag(self) -> Code:
        """Tear the next label off the roll, unless the one torn off is still in the hand."""
        if not self.bags or self.bags[-1].name in self.desk.account.bags_used:
            self.bags.append(own(LabelKind.BAG, self.draw.number()))
        return self.bags[-1]

    def _crate(self, piece: Piece) -> Code:
        crate = self._holding(piece) or self.desk.account.right_crate(piece) or self._new_crate(piece)
        return self._crate_label(crate)

    def _holding(self, piece: Piece) -> Crate | None:
        """Use the box at the desk, now and then, where it takes the unit."""
        boxes = [crate for crate in self.desk.account.hall.crates.values() if crate.is_holding]
        fitting = [crate for crate in boxes if misfit(crate, piece) is None]
        return fitting[0] if fitting and self.mix.holding and self.happens(self.mix.holding) else None

    def empty_boxes(self) -> None:
        """Carry what the boxes at the desk hold into containers, box by box."""
        for box in self.desk.account.hall.holding():
            held = [piece for piece in self.pieces() if piece.place == box.code]
            target = self._target(held)
            self.pull(card("MOVE"))
            self.pull(self.chance.choice((own(LabelKind.BAG, 999_999), self._crate_label(box))))
            if self.desk.account.question and self.desk.account.question.ask is Ask.MOVE_WHAT:
                self.pull(self._crate_label(box))
            self.pull(self._crate_label(target))
            for piece in held:
                self.store.units[piece.serial, piece.bag, box.code] -= 1
                self.store.units[piece.serial, piece.bag, piece.place or ""] += 1

    def pieces(self) -> list[Piece]:
        """Give every unit of the day."""
        return [piece for case in self.desk.account.cases.values() for piece in case.pieces]

    def _target(self, held: list[Piece]) -> Crate:
        """Find a container that takes all of a box, or have a new one put into use."""
        first = held[0]
        wh, grams = sum(piece.wh for piece in held), sum(piece.grams for piece in held)
        for crate in self.desk.account.hall.crates.values():
            if misfit(crate, first) is None and not crate.is_holding and crate.has_room(wh, grams, len(held)):
                return crate
        return self._new_crate(first)

    def _crate_label(self, crate: Crate) -> Code:
        return Code(CodeKind.CONTAINER, crate.code, crate.code)

    def _new_crate(self, piece: Piece) -> Crate:
        """Put another crate into use: by its label and a class card, or by a lead's request."""
        grade, un = piece.grade, piece.un
        if grade is None or un is None:
            raise AssertionError("expected a unit with class and UN number")
        self._seal_full(grade, un)
        code = self.new_crate_label()
        if self.mix.class_cards and self.happens(self.mix.class_cards):
            self._by_class_card(code, grade, un)
        else:
            wish = {"type": "containers.open", "code": code.name, "condition": grade, "un_number": un}
            self.ask(wish, placing.opened(self.desk.account, code.name, grade, un))
        return self.desk.account.hall.crates[code.name]

    def new_crate_label(self) -> Code:
        """Take the next pre-printed container label."""
        self._crates += 1
        return own(LabelKind.CONTAINER, self._crates)

    def _seal_full(self, grade: Grade, un: str) -> None:
        """Have a full crate of the class sealed, now and then."""
        crates = self.desk.account.hall.crates.values()
        alike = [crate for crate in crates if (crate.grade, crate.un) == (grade, un)]
        full = [crate for crate in alike if crate.is_open and not crate.is_holding and not crate.is_suspect]
        if full and self.desk.step is Step.CONTAINER and self.happens(HALF):
            self.pull(self._crate_label(full[0]))
        if full and self.happens(HALF):
            wish = {"type": "containers.seal", "code": full[0].code}
            self.ask(wish, placing.sealed(self.desk.account, full[0].code))

    def _by_class_card(self, code: Code, grade: Grade, un: str) -> None:
        self.pull(code)
        if self.happens(self.mix.slips):
            self.pull(card("CLASS", f"{Grade.D if grade is Grade.R else Grade.R}-{un}"))
        is_bare = self.desk.account.piece is not None and self.happens(HALF)
        self.pull(card("CLASS", str(grade) if is_bare else f"{grade}-{un}"))
