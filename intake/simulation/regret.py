"""Regrets: acts done by mistake and taken back at once, as an honest worker does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.simulation import asking
from intake.simulation.code import Code, card
from intake.simulation.said import Level, Said, Step

if TYPE_CHECKING:
    from intake.simulation.bench import Bench

_FLAGS = ("CABLE", "MANUAL", "BOX", "OTHER")


class Regret:
    """Mistakes of one worker that leave no trace but in the log."""

    def __init__(self, worker: Bench, how_often: float) -> None:
        self._worker = worker
        self._how_often = how_often

    def maybe(self) -> None:
        """Do something that was not meant, and take it back; now and then."""
        if not self._worker.happens(self._how_often):
            return
        code = self._mistake()
        if code is None or self._worker.pull(code).severity is Level.REFUSED:
            return
        was_none = code.name == "UNREADABLE"  # a card pulled with nothing in hand
        self.take_back(was_none=was_none)

    def redone(self) -> bool:
        """Take a proper act back, to be done again; tells whether it was."""
        if not self._worker.happens(self._how_often):
            return False
        return self.take_back()

    def take_back(self, *, was_none: bool = False) -> bool:
        """Take the last act back, by the lead's request where the desk says so."""
        said = self._worker.pull(card("UNDO")).message
        if said is Said.UNDO_ASKED:
            said = self._worker.pull(card("REASON", asking.NO_UNIT if was_none else "MISTAKE")).message
        if said is Said.UNDO_NEEDS_LEAD:
            account = self._worker.desk.account
            wish = {"type": "receipt.undo", "reason": "wrong_unit" if was_none else "mistake"}
            self._worker.ask_as_lead(wish, asking.taken_back(account, was_none=was_none))
            return True
        return said is not Said.UNDO_NOTHING

    def _mistake(self) -> Code | None:
        """Choose something that is taken at this step and ought not to be done."""
        chance, case = self._worker.chance, self._worker.desk.account.case
        if case is None:
            return self._worker.draw.stray_label()
        options = [card(chance.choice(_FLAGS))]
        if self._worker.desk.step is Step.PARCEL_OPEN:
            options.append(card("UNREADABLE"))
            options += [card("CLOSE"), self._worker.draw.stray_label()] if case.pieces else [card("EMPTY")]
        if self._worker.desk.step is not Step.CONDITION:
            options += [card("D"), card("K1")]
        return chance.choice(options)
