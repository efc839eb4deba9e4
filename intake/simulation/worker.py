"""The worker: opens parcels, takes out what is in them, puts things away, and errs."""

from __future__ import annotations

from typing import Any

from intake.own_label import LabelKind
from intake.simulation import alarm, asking, signing
from intake.simulation.account import EMERGENCY, Piece, Reply
from intake.simulation.bench import HALF, Bench
from intake.simulation.code import Code, CodeKind, card, own, serial
from intake.simulation.crate import Grade
from intake.simulation.goods import Extra, ExtraGoods, Goods, Health, Kind, Print, UnitGoods
from intake.simulation.hand import PIN
from intake.simulation.placing import misfit
from intake.simulation.said import Said

OPERATOR = own(LabelKind.BADGE, 1)
BIN = own(LabelKind.REJECT_BIN, 1)
CAGE = own(LabelKind.CAGE, 1)

_OPENED = {Said.PARCEL_OPENED, Said.PARCEL_OPENED_CLAIM, Said.PARCEL_OPENED_CHECK_FAILS}
_TURNED_OVER = 0.3
"""How soon a bag thought empty is turned over once more."""


_EMPTIED_EVERY = 10
"""Parcels after which the boxes at the desk are emptied: well within the hour they may wait."""


class Worker(Bench):
    """One person at one desk, for a day."""

    _later: list[Goods]

    def begin(self) -> None:
        """Sign in."""
        self._later = []
        self._tags: list[Code] = []
        if self.mix.slips:
            self.pull(self.draw.stray_label())
        self.pull(OPERATOR)
        if self.mix.undo:
            self.pull(card("UNDO"))

    def arrive(self, labels: list[Code]) -> None:
        """Put a morning's parcels into a cage."""
        self.pull(CAGE)
        for label in labels:
            if self.pull(label).message is Said.PARCEL_ARRIVED:
                self.store.caged[label.name] = CAGE.name
            self.slip.twice(label)
        if self.mix.slips:
            self.pull(labels[0])
            self.pull(card("INTACT"))
        self.pull(CAGE if self.happens(HALF) else card("CLOSE"))

    def end(self) -> None:
        """Close what is open, look at the containers and sign out."""
        self.look_again()
        self._close()
        if self.desk.account.hall.holding():
            self.pull(card("OUT"))
        self.empty_boxes()
        if self.mix.arrivals:
            self._arrive_late()
        if self.mix.rounds:
            self._round()
        self.empty_boxes()
        if self.pull(card("OUT")).message is not Said.SIGNED_OUT:
            raise AssertionError("expected to go home, got an answer that keeps the worker")

    def look_again(self) -> None:
        """Turn over every bag in which something was left behind."""
        while self._later:
            self._second_look(self._later.pop())

    def _arrive_late(self) -> None:
        """Put what came after noon into a cage, one of them opened already."""
        opened = next(iter(self.desk.account.cases))
        self.arrive([Code(CodeKind.PARCEL, opened, opened), self.draw.stray_label(), self.draw.stray_label()])

    def take_in(self, goods: Goods) -> None:
        """Take one parcel in, from its label to its last thing."""
        self.parcel += 1
        if self.parcel % _EMPTIED_EVERY == 0:
            self.empty_boxes()
        if self.slip.happens() and self.happens(HALF):
            self._lock()
        if self.mix.class_cards and self.slip.happens():
            self._open_ahead()
        if goods.kind is Kind.HOT_UNOPENED:
            self._close()
            self._alarm(goods.label)
            return
        self._open(goods.label)
        things: list[ExtraGoods | UnitGoods] = [*goods.extras, *goods.units]
        self.chance.shuffle(things)
        for thing in things:
            self._take_out(thing, goods)
        self._finish(goods)

    def _open(self, label: Code) -> None:
        self.slip.maybe(label)
        self.regret.maybe()
        case = self.desk.account.case
        said = self.pull(label).message
        if said not in _OPENED:
            raise AssertionError(f"expected to open {label.text}, got {said}")
        if case is not None:
            self.store.closed[case.label] = True
        self.store.closed[label.name] = False
        self.store.caged.pop(label.name, None)
        self.slip.twice(label)

    def _finish(self, goods: Goods) -> None:
        if goods.kind is Kind.EMPTY:
            self._end_with("EMPTY")
        elif self._is_below_claim() or goods.kind is Kind.SHORT:
            if self.happens(self.mix.slips):
                self._end_with("CLOSE")
            if self.desk.account.case is not None:
                self._end_with("SHORT")
        elif goods.overlooked:
            self._later.append(goods)
        elif self._later and self.happens(_TURNED_OVER):
            self._second_look(self._later.pop())

    def _is_below_claim(self) -> bool:
        case = self.desk.account.open_case()
        return case.claim is not None and len(case.pieces) < case.claim.count

    def _end_with(self, word: str) -> None:
        case = self.desk.account.open_case()
        self.pull(card(word))
        self.store.closed[case.label] = self.desk.account.case is None

    def _lock(self) -> None:
        """Be away too long: the desk locks, keeps the parcel, and wants a badge again."""
        account = self.desk.account
        badge = account.badge or ""
        self.ask({"type": "desk.lock"}, signing.locked(account))
        if self.happens(HALF):
            self.pull(card("INTACT"))
        self.pull(Code(CodeKind.BADGE, badge, badge))

    def _open_ahead(self) -> None:
        """Put a container into use before it is needed, the first card without its UN number."""
        self.pull(self.new_crate_label())
        self.pull(card("CLASS", "R"))
        self.pull(card("CLASS", "R-UN3480"))

    def _close(self) -> None:
        if self.desk.account.case is not None:
            self._end_with("CLOSE")

    def _second_look(self, goods: Goods) -> None:
        """Find something left behind in a bag thought empty: its label opens the parcel again."""
        self._close()
        self.pull(goods.label)
        self.pull(card("YES"))
        self.store.closed[goods.label.name] = False
        for unit in goods.overlooked:
            self.work(unit)

    def _take_out(self, thing: ExtraGoods | UnitGoods, goods: Goods) -> None:
        if isinstance(thing, ExtraGoods):
            self._extra(thing, goods.label)
        elif thing.health is Health.HOT:
            self._burning(thing)
        else:
            self.work(thing, goods.kind)

    # --- other things -----------------------------------------------------------------------------------

    def _extra(self, extra: ExtraGoods, label: Code) -> None:
        code = Code(CodeKind.JAN, extra.jan, extra.jan) if extra.jan else card(extra.kind.upper())
        self.slip.maybe(code)
        self.pull(code)
        self.slip.twice(code)
        if extra.kind is Extra.BOX:
            self.slip.maybe(card("YES"))
            self.pull(card("NO" if extra.battery else "YES"))
        self._put_aside(extra, label)
        if extra.battery is not None:
            if self.slip.happens():
                self.pull(self.draw.stray_label())
            self.work(extra.battery)

    def _put_aside(self, extra: ExtraGoods, label: Code) -> None:
        where = BIN
        if extra.is_returned:
            if self._tags and self.slip.happens():
                self.pull(self._tags[-1])
            where = own(LabelKind.RETURNABLE, self.draw.number() % 10_000)
            self._tags.append(where)
        self.slip.maybe(where)
        self.pull(where)
        self.slip.twice(where)
        if where is BIN and self.regret.redone():
            self.pull(where)
        self.store.extras[label.name, extra.kind, where.name] += 1

    # --- emergencies ------------------------------------------------------------------------------------

    def _burning(self, unit: UnitGoods) -> None:
        """Meet a hot unit: at once, or only after its serial was read."""
        if unit.print is Print.CLEAR and self.happens(HALF):
            self.pull(serial(unit.serial))
        self._alarm()
        piece = self.desk.account.open_case().pieces[-1]
        self.store.units[piece.serial, piece.bag, EMERGENCY] += 1

    def _alarm(self, unopened: Code | None = None) -> None:
        """Raise the alarm and have the lead end it, naming what else it took."""
        self.pull(card("K2"))
        if self.happens(HALF):  # somebody goes on scanning, as people do
            self.pull(card("CLOSE"))
            self.slip.twice(card("CLOSE"))
        wish: dict[str, Any] = {"type": "emergency.close", "outcome": "water_bath"}
        if self.slip.happens():
            self.ask(wish | {"lead": OPERATOR.name, "pin": PIN}, Reply(Said.LEAD_NOT_VERIFIED))
        if unopened is not None:
            wish["parcels"] = {unopened.name: "outdoor_observation"}
            self.store.lost[unopened.name] = "outdoor_observation"
        burnt = self._burnt()
        if burnt is not None:
            wish |= {"units": {burnt.bag: "fire_service"}, "suspects": [burnt.place]}
            self.store.units[burnt.serial, burnt.bag, burnt.place or ""] -= 1
            self.store.units[burnt.serial, burnt.bag, EMERGENCY] += 1
        self.ask_as_lead(wish, alarm.ended(self.desk.account, burnt))

    def _burnt(self) -> Piece | None:
        """Choose a unit that burns in its container, now and then; its neighbours are suspect then."""
        lying = [piece for piece in self.pieces() if piece.bag and piece.grade is Grade.D]
        lying = [piece for piece in lying if piece.place and piece.place != EMERGENCY]
        return self.chance.choice(lying) if lying and self.happens(self.mix.burns) else None

    # --- rounds -----------------------------------------------------------------------------------------

    def _round(self) -> None:
        """Look at every container in use, and let the lead move one unit into an emptier one."""
        self.pull(card("INSPECT"))
        for code in list(self.desk.account.hall.crates):
            self.pull(Code(CodeKind.CONTAINER, code, code))
        self._rearrange()

    def _rearrange(self) -> None:
        account = self.desk.account
        bagged = [piece for piece in self.pieces() if piece.bag]
        movable = [piece for piece in bagged if piece.grade is Grade.R and piece.place != EMERGENCY]
        if not movable:
            return
        piece = self.chance.choice(movable)
        others = [crate for crate in account.hall.crates.values() if crate.code != piece.place]
        fitting = [crate for crate in others if misfit(crate, piece) is None]
        crate = self.chance.choice(fitting or others)
        self.pull(card("MOVE"))
        self.pull(Code(CodeKind.BAG, piece.bag or "", piece.bag or ""))
        before = (piece.serial, piece.bag, piece.place or "")
        wish = {"type": "units.move", "unit": piece.bag, "container": crate.code}
        self.ask_as_lead(wish, asking.moved(account, piece.bag or "", crate.code))
        self.store.units[before] -= 1
        self.store.units[piece.serial, piece.bag, piece.place or ""] += 1
        if account.question is not None:  # refused: what is to be moved is still asked
            self.pull(card("NO"))
