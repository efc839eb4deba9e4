"""Slips: what goes wrong at a desk between two proper acts, harmless each, and answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from intake.own_label import LabelKind
from intake.simulation.code import Code, CodeKind, card, misread, own, serial
from intake.simulation.crate import Grade
from intake.simulation.goods import Print, UnitGoods
from intake.simulation.said import Step

if TYPE_CHECKING:
    from intake.simulation.account import Account
    from intake.simulation.bench import Bench

DOUBLE_MS = 300
"""How soon a trigger is pulled twice."""

FOREIGN_JAN = "4901777018884"
"""A bottle of tea: a sound trade code of nobody's recall."""

_OWN = {CodeKind.BADGE, CodeKind.BAG, CodeKind.CONTAINER, CodeKind.REJECT_BIN}
_AT_THE_TABLE = {Step.UNIT, Step.CONDITION, Step.BAG, Step.CONTAINER, Step.REJECT}
_ANYWHERE = (
    card("MODEL", "A9999"),
    card("COLOUR", "PINK"),
    card("REASON", "MISTAKE"),
    card("CLASS", "D-UN3481"),
    own(LabelKind.REJECT_BIN, 77),
)
"""Cards and labels that change nothing wherever they are scanned."""


class Slip:
    """Slips of one worker."""

    def __init__(self, worker: Bench, how_often: float) -> None:
        self._worker = worker
        self._how_often = how_often
        self._kinds: tuple[Callable[[Code, UnitGoods | None], Code | None], ...] = (
            self._web_address,
            self._other_product,
            self._misread,
            self._next_label,
            self._open_label,
            self._serial_again,
            self._wrong_crate,
            self._unused_crate,
            self._used_bag,
            self._sign_out,
            self._other_badge,
            self._own_badge,
            self._answer_unasked,
            self._stray_card,
            self._stray_card,
            self._end_too_early,
            self._milder,
        )

    @property
    def _account(self) -> Account:
        return self._worker.desk.account

    def happens(self) -> bool:
        """Let chance decide whether something goes wrong now."""
        return self._worker.happens(self._how_often)

    def maybe(self, proper: Code, unit: UnitGoods | None = None) -> None:
        """Do something else before the proper act, now and then."""
        if not self.happens():
            return
        code = self._worker.chance.choice(self._kinds)(proper, unit)
        if code is not None:
            self._worker.pull(code)

    def twice(self, code: Code) -> None:
        """Pull the trigger a second time by mistake, now and then."""
        if self.happens():
            self._worker.pull(code, DOUBLE_MS)

    def _web_address(self, _proper: Code, _unit: UnitGoods | None) -> Code:
        return Code(CodeKind.NOISE, f"https://example.jp/{self._worker.chance.randrange(10**6)}", "")

    def _other_product(self, _proper: Code, _unit: UnitGoods | None) -> Code:
        return Code(CodeKind.FOREIGN_JAN, FOREIGN_JAN, FOREIGN_JAN)

    def _misread(self, proper: Code, _unit: UnitGoods | None) -> Code | None:
        return misread(proper) if proper.kind in _OWN else None

    def _next_label(self, _proper: Code, _unit: UnitGoods | None) -> Code | None:
        """Reach for the next parcel too early: where it is refused, for else it would be opened."""
        step, case = self._worker.desk.step, self._account.case
        is_refused = step in _AT_THE_TABLE or (case is not None and not case.pieces)
        return self._worker.draw.stray_label() if is_refused else None

    def _open_label(self, _proper: Code, _unit: UnitGoods | None) -> Code | None:
        """Scan the label of the parcel that is open."""
        case = self._account.case
        return Code(CodeKind.PARCEL, case.label, case.label) if case is not None else None

    def _serial_again(self, _proper: Code, unit: UnitGoods | None) -> Code | None:
        return serial(unit.serial) if unit is not None and unit.print is Print.CLEAR else None

    def _wrong_crate(self, _proper: Code, _unit: UnitGoods | None) -> Code | None:
        """Take a crate of another class or UN number, a sealed one, or one too early."""
        piece = self._account.piece
        wrong = [
            crate.code
            for crate in self._account.hall.crates.values()
            if piece is None
            or not (crate.is_open and not crate.is_suspect and crate.has_room(piece.wh, piece.grams))
            or (crate.grade, crate.un) != (piece.grade, piece.un)
        ]
        name = self._worker.chance.choice(wrong)
        return Code(CodeKind.CONTAINER, name, name)

    def _unused_crate(self, _proper: Code, _unit: UnitGoods | None) -> Code:
        return own(LabelKind.CONTAINER, 9000 + self._worker.chance.randrange(900))

    def _used_bag(self, _proper: Code, _unit: UnitGoods | None) -> Code | None:
        bags = [bag for bag in self._worker.bags if bag.name in self._account.bags_used]
        return self._worker.chance.choice(bags) if bags else None

    def _sign_out(self, _proper: Code, _unit: UnitGoods | None) -> Code | None:
        return card("OUT") if self._account.case is not None else None

    def _other_badge(self, _proper: Code, _unit: UnitGoods | None) -> Code:
        """Hand over: somebody else goes on."""
        return own(LabelKind.BADGE, self._worker.chance.randrange(1, 5))

    def _own_badge(self, _proper: Code, _unit: UnitGoods | None) -> Code:
        name = self._account.badge or ""
        return Code(CodeKind.BADGE, name, name)

    def _answer_unasked(self, _proper: Code, _unit: UnitGoods | None) -> Code | None:
        """Scan YES where nothing asks for it."""
        case, piece = self._account.case, self._account.piece
        is_asked = case is not None and (bool(case.pending) or case.read_back is not None)
        is_asked = is_asked or (piece is not None and piece.wants_checklist)
        return None if is_asked else card("YES")

    def _stray_card(self, _proper: Code, _unit: UnitGoods | None) -> Code:
        return self._worker.chance.choice(_ANYWHERE)

    def _end_too_early(self, _proper: Code, _unit: UnitGoods | None) -> Code | None:
        """Take the wrong card to end a parcel with, or one before it can be ended."""
        case = self._account.case
        if case is None or self._worker.desk.step in _AT_THE_TABLE:
            return card(self._worker.chance.choice(("EMPTY", "SHORT", "CLOSE")))
        return card("EMPTY") if case.pieces else card(self._worker.chance.choice(("SHORT", "CLOSE")))

    def _milder(self, _proper: Code, _unit: UnitGoods | None) -> Code | None:
        """Find the unit less bad than it was said to be, or intact before its checklist."""
        piece = self._account.piece
        if piece is None or self._account.open_case().pending:
            return None
        if piece.grade in {Grade.D, Grade.K1}:
            return card("D")
        is_asked = self._worker.desk.step is Step.CONDITION and not piece.wants_checklist
        return None if is_asked else card("INTACT")
