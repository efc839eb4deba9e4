"""Doubts: a worker who asks about a thing first, without taking it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.own_label import LabelKind
from intake.simulation.code import Code, CodeKind, card, own, serial
from intake.simulation.goods import Print, UnitGoods
from intake.simulation.slip import FOREIGN_JAN

if TYPE_CHECKING:
    from intake.simulation.bench import Bench


class Doubt:
    """Doubts of one worker."""

    def __init__(self, worker: Bench, how_often: float) -> None:
        self._worker = worker
        self._how_often = how_often

    def maybe(self, unit: UnitGoods) -> None:
        """Look something up, now and then."""
        if not self._how_often or not self._worker.happens(self._how_often):
            return
        self._worker.pull(card("LOOKUP"))
        self._worker.slip.twice(card("LOOKUP"))
        code = self._worker.chance.choice(self._things(unit))
        self._worker.pull(code)
        self._worker.slip.twice(code)

    def _things(self, unit: UnitGoods) -> list[Code]:
        worker, account = self._worker, self._worker.desk.account
        crates, cases = list(account.hall.crates), list(account.cases)
        listed = worker.draw.listed().serial
        things = [serial(listed), serial(listed[:-1]), serial(f"SN:{listed}", listed)]
        things += [serial(worker.draw.unlisted().serial), serial(worker.draw.look_alike().serial)]
        things += [serial(unit.serial)] if unit.print is Print.CLEAR else []
        things += [serial(name) for name in [*account.pieces][-1:]]
        things += worker.bags[-2:]
        crate, case = worker.chance.choice(crates), worker.chance.choice(cases)
        things += [Code(CodeKind.CONTAINER, crate, crate), Code(CodeKind.PARCEL, case, case)]
        things += [own(LabelKind.REJECT_BIN, 1), Code(CodeKind.FOREIGN_JAN, FOREIGN_JAN, FOREIGN_JAN)]
        return [*things, worker.draw.stray_label(), card("NO"), own(LabelKind.CONTAINER, 9999)]
