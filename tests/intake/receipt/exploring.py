"""Every state of a receipt that scans, keys and a lead's requests can lead to.

`explored()` walks from an empty receipt through all cases, breadth first, until nothing new turns up, and
gives every move on the way. Receipts that differ only in what no rule at their step looks at count as one
(`shape`): an open question hides the unit behind it, for any scan that is no answer drops it
(test_decide proves that); so does an accessory on the table, an emergency, an empty desk.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from msgspec.structs import replace

from intake.accessory import AccessoryKind
from intake.hold import HoldKind
from intake.question import Ask
from intake.receipt import Decision, Parcel, Receipt, Step, Unit, step_of, undoing
from tests.intake.receipt.cases import BY_NAME, CASES, OF_PLAIN
from tests.intake.receipt.desk import (
    ENDING,
    LEAD_UNDOES,
    LOCKING,
    NO_PICTURE,
    OFFERED,
    Acts,
    State,
    requested,
    take,
)

Shape = tuple


class Move(NamedTuple):
    """What one case, key or request led to from one state."""

    before: Any
    """The receipt it was made from."""

    name: str
    decision: Decision
    after: Any
    acts: Acts
    """What led to `before`."""

    now: Acts
    """What led to `after`."""

    shape: Shape
    leads_to: Shape

    @property
    def state(self) -> State:
        return State(self.before, self.acts)

    @property
    def reached(self) -> State:
        return State(self.after, self.now)


class Crash(NamedTuple):
    """A case that got no answer."""

    before: Receipt
    name: str
    error: Exception


def shape(receipt: Receipt) -> Shape:  # noqa: PLR0911 (one for each kind of state)
    """Give what two receipts must share to be the same state."""
    step, parcel = step_of(receipt), receipt.parcel
    head = (step, receipt.cage is not None)
    if step is Step.SIGNED_OUT:
        return (*head, step_of(replace(receipt, operator="anybody")), _table(parcel))
    if step is Step.EMERGENCY:
        return (*head, receipt.operator is None, _table(parcel), parcel and parcel.unit_in_hand is None)
    if receipt.question is not None:
        unit = receipt.unit
        return (*head, receipt.question.ask, unit and unit.condition, unit and unit.un_number is None)
    if parcel is None:
        return head
    unit = parcel.unit_in_hand
    if step is Step.REJECT:
        beneath = step_of(replace(receipt, parcel=replace(parcel, accessories=())))
        return (*head, _table(parcel), beneath, unit.condition if unit else parcel.noticed)
    if parcel.keyed is not None:
        return (*head, parcel.keyed, parcel.noticed)
    if unit is None:
        return (*head, _open(parcel), receipt.misread is not None)
    if parcel.claim is not None or parcel.orphan or parcel.loose:
        return (*head, _claim(parcel), bool(parcel.loose), bool(unit.open_holds))
    return (*head, _hand(step, unit))


def _table(parcel: Parcel | None) -> tuple | None:
    """Give what lies there beside units."""
    if parcel is None:
        return None
    pending = [item for item in parcel.accessories if item.pending]
    boxes = [item for item in pending if item.kind is AccessoryKind.BOX and not item.found_empty]
    return bool(pending), bool(boxes), bool(parcel.loose)


def _open(parcel: Parcel) -> tuple:
    """Give what an open parcel without a unit in hand stands at."""
    units = bool(parcel.units) + (OF_PLAIN in parcel.serials)
    return units, bool(parcel.loose), _claim(parcel), parcel.noticed


def _claim(parcel: Parcel) -> tuple:
    named = parcel.claim is not None
    return named, parcel.orphan, bool(parcel.below_claim), bool(parcel.above_claim)


def _hand(step: Step, unit: Unit) -> tuple:
    """Give what the rest of a unit's way depends on."""
    looked_at = (unit.condition, unit.bag_wanted and unit.bag is None, bool(unit.open_holds))
    owed = (unit.verdict, unit.serial is None, HoldKind.DUPLICATE in unit.open_holds)
    if step is Step.UNIT:
        return (*looked_at, *owed, unit.un_number is None, unit.asks_card, unit.how)
    progress = unit.denied if unit.checklist_wanted and step is Step.CONDITION else None
    return (*looked_at, *owed, unit.un_number, progress)


@cache
def explored() -> tuple[tuple[Move, ...], tuple[Crash, ...]]:
    """Give every move from every state that can be reached, and every case that got no answer."""
    moves, crashes, seen, border = [], [], {shape(Receipt())}, [State(Receipt())]
    while border:
        reached = []
        for state in border:
            here = shape(state.receipt)
            for name in (*BY_NAME, *_requests(state)):
                try:
                    decision = _decided(state, name)
                except Exception as error:  # noqa: BLE001 (collected: one crash must not hide the rest)
                    crashes.append(Crash(state.receipt, name, error))
                    continue
                after = state.after(decision)
                found = shape(after.receipt)
                moves.append(
                    Move(state.receipt, name, decision, after.receipt, state.acts, after.acts, here, found)
                )
                if found not in seen:
                    seen.add(found)
                    reached.append(after)
        border = reached
    return tuple(moves), tuple(crashes)


def _decided(state: State, name: str) -> Decision:
    case = BY_NAME.get(name)
    return take(state.receipt, case, state.acts) if case else requested(state, name)


def _requests(state: State) -> list[str]:
    """Give what is not scanned and would be granted."""
    if step_of(state.receipt) is Step.EMERGENCY:
        return [ENDING]
    names = [LOCKING] if state.receipt.operator is not None else []
    if state.receipt.question is not None and state.receipt.question.ask is Ask.PHOTO:
        names += [OFFERED, NO_PICTURE]
    return [*names, LEAD_UNDOES] if isinstance(requested(state, LEAD_UNDOES), Decision) else names


def moves() -> tuple[Move, ...]:
    """Give every move that scans, keys and the lead can make."""
    return explored()[0]


def receipts() -> list[Receipt]:
    """Give one receipt of every state, and of every state with a question the moves lead to."""
    return list({(move.leads_to, repr(move.after.question)): move.after for move in moves()}.values())


def scans() -> list[Move]:
    """Give the moves that scans and keys make."""
    return [move for move in moves() if move.name in BY_NAME]


class Undone(NamedTuple):
    """A move undone right after it was made."""

    move: Move
    asked: Decision
    """What `RI-C-UNDO` was answered."""

    by_lead: bool
    decision: Any
    receipt: Receipt


@cache
def undone() -> tuple[Undone, ...]:
    """Undo every move that recorded something of a parcel: by scans, by the lead where these are refused."""
    found = []
    for move in scans():
        facts_recorded = {type(draft.fact) for draft in move.decision.drafts if draft.parcel}
        if not facts_recorded & set(undoing.TABLE) or facts_recorded & set(undoing.BARS):
            continue
        asked = take(move.after, BY_NAME["UNDO"], move.now)
        state = move.reached.after(asked)
        by_lead = state.receipt.question is None
        decision: Any = _decided(state, LEAD_UNDOES if by_lead else "reason MISREAD")
        receipt = state.after(decision).receipt if isinstance(decision, Decision) else state.receipt
        found.append(Undone(move, asked, by_lead, decision, receipt))
    return tuple(found)


__all__ = ["CASES", "Crash", "Move", "explored", "moves", "receipts", "scans", "shape", "undone"]
