"""One scan of every kind, and every state of a receipt that scans can lead to.

`CASES` are the scans, each with what the log says of it; `explored()` walks from an empty receipt through all
of them, breadth first, until nothing new turns up, and gives every move on the way. Receipts that differ only
in identifiers, times and what lies safely in containers count as one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import cache, partial
from itertools import count
from typing import Any, NamedTuple

from msgspec.structs import replace

from intake.accessory import AccessoryKind
from intake.affected import Match
from intake.barcode import SerialText, read
from intake.campaign import Catalogue
from intake.condition import Condition
from intake.container import Container, ContainerState, Limits, Load
from intake.disposition import EmergencyOutcome
from intake.events import Event
from intake.operator import Operator, Role
from intake.outcome import Line
from intake.own_label import CommandWord, LabelKind
from intake.receipt import (
    Decision,
    Earlier,
    Known,
    LastScan,
    Parcel,
    Policy,
    Receipt,
    Step,
    awaited,
    decide,
    prompt,
    step_of,
)
from intake.receipt.emergency import end
from intake.request import CloseEmergency
from intake.scan import Fault, Scan, Symbology
from intake.verdict import ListStatus, judge
from tests.intake import lists
from tests.intake.receipt.world import after, command, label, letter_pack, scan_of

CAMPAIGN = next(found for found in map(lists.campaign, count(1)) if found.serial.fold)
CATALOGUE = Catalogue((CAMPAIGN,))
COLOURED, PLAIN = CAMPAIGN.models[:2]
"""A model whose remedy needs the unit's colour, and one whose does not."""

IN_SCOPE, EXCLUDED = COLOURED.colours[0], COLOURED.colours[2]
_RNG = random.Random("cases")
_SERIALS = [lists.serial(CAMPAIGN, _RNG) for _ in range(5)]
OF_PLAIN, OF_COLOURED, OF_WANTING, OF_EXCLUDED, OF_NOBODY = _SERIALS
WRONG, MEANT = next(iter(CAMPAIGN.serial.fold.items()))
CONFUSABLE = OF_PLAIN[0] + MEANT * (len(OF_PLAIN) - 2) + WRONG
_NAMED = {OF_PLAIN: (PLAIN, None), OF_COLOURED: (COLOURED, IN_SCOPE), OF_WANTING: (COLOURED, None)}
_NAMED[OF_EXCLUDED] = (COLOURED, EXCLUDED)
LISTS = (ListStatus(CAMPAIGN.id, "3.1"),)

NOW = "2031-03-04T05:06:07.089Z"
OLD = Parcel("old", letter_pack(77777777777), NOW, label(LabelKind.BADGE, 2), closed_at=NOW, closing="close")
"""A parcel closed long ago."""

BEFORE = Earlier(OLD.label, OLD.id, NOW, OLD.operator)
BADGE = label(LabelKind.BADGE, 1)
BADGE_2 = label(LabelKind.BADGE, 2)
BIN = label(LabelKind.REJECT_BIN, 1)
BAG = label(LabelKind.BAG, 3)
BOX = label(LabelKind.CONTAINER, 4)
RIGHT = label(LabelKind.CONTAINER, 5)
KIT = f"KIT{CAMPAIGN.id.removeprefix('zz-')}-00042"
"""The number on a collection kit of the campaign (`tests.intake.lists.mapping`)."""

Says = Callable[[Receipt], dict]


class Case(NamedTuple):
    """A scan, and what the log says of it."""

    name: str
    text: str
    says: Says = lambda _receipt: {}
    symbology: Symbology = Symbology.UNKNOWN
    fault: Fault | None = None

    @property
    def scan(self) -> Scan:
        return replace(scan_of(self.text, symbology=self.symbology), fault=self.fault)


class Move(NamedTuple):
    """What one case led to from one state."""

    before: Any
    name: str
    decision: Decision
    after: Any


class Crash(NamedTuple):
    """A case that got no answer."""

    before: Receipt
    name: str
    error: Exception


def judged(normal: str):
    """Say what the lists say of a serial."""
    model, colour = _NAMED.get(normal, (None, None))
    named = [Match(CAMPAIGN.id, model.name, colour.name if colour else None, "3.1", False)] if model else []
    return judge(normal, CATALOGUE, LISTS, tuple(named))


def container_for(receipt, **changes) -> Container | None:
    """Give a container that takes the unit in hand, but for `changes`."""
    unit = receipt.unit
    if unit is None or unit.parcelled is None:
        return None
    made = Container(BOX, unit.condition, unit.un_number, Limits())
    return replace(made, **{name: value(made) for name, value in changes.items()})


def _right(receipt: Receipt) -> Container | None:
    return container_for(receipt, code=lambda _: RIGHT)


def _wrong(name: str, **changes) -> list[Case]:
    """Give the scan of a wrong container, with a right one open and with none."""

    def beside_a_right_one(receipt: Receipt) -> dict:
        return {"container": container_for(receipt, **changes), "fitting": _right(receipt)}

    def alone(receipt: Receipt) -> dict:
        return {"container": container_for(receipt, **changes)}

    return [
        Case(f"{name}, another is right", BOX, beside_a_right_one),
        Case(f"{name}, none is open", BOX, alone),
    ]


_OTHER_CLASS = {Condition.N: Condition.R, Condition.R: Condition.N, Condition.D: Condition.K1}
_OTHER_UN = {"UN3480": "UN3481", "UN3481": "UN3480"}


def _is(**known) -> Says:
    return lambda _receipt: known


CASES = (
    *(Case(word, command(word)) for word in CommandWord if not word.takes_argument and word != "YES"),
    Case(
        "YES",
        command(CommandWord.YES),
        lambda receipt: {"parcel_before": BEFORE if receipt.offered else None},
    ),
    *(
        Case(f"card {name}", command(CommandWord.MODEL, name))
        for name in (PLAIN.name, COLOURED.name, "UN3480", "UN3481", "NOWHERE")
    ),
    *(
        Case(f"card {name}", command(CommandWord.COLOUR, name.upper()))
        for name in (IN_SCOPE.name, EXCLUDED.name, "plaid")
    ),
    Case("badge", BADGE, _is(operator=Operator(BADGE, Role.OPERATOR))),
    Case("another badge", BADGE_2, _is(operator=Operator(BADGE_2, Role.LEAD))),
    Case("retired badge", BADGE_2, _is(operator=Operator(BADGE_2, Role.LEAD, retired=True))),
    Case("unknown badge", label(LabelKind.BADGE, 99)),
    *(Case(kind.name, label(kind, 8)) for kind in (LabelKind.CAGE, LabelKind.RETURNABLE)),
    Case("bag", BAG),
    Case("used bag", BAG, _is(bag_before=BEFORE)),
    Case("reject bin", BIN, _is(bin_known=True)),
    Case("unknown reject bin", BIN),
    Case("parcel label", label(LabelKind.PARCEL, 5)),
    Case("parcel number", letter_pack(11111111111)),
    Case("parcel number NW-7", f"A{letter_pack(22222222222)}B", symbology=Symbology.CODABAR),
    Case("parcel number, check fails", "333333333330"),
    Case("kit number", KIT),
    Case("parcel number, seen before", OLD.label, _is(parcel_before=BEFORE)),
    Case("parcel label, disk low", label(LabelKind.PARCEL, 6), _is(disk_low=True)),
    Case("JAN of the catalogue", IN_SCOPE.jans[0]),
    Case("JAN of another thing", "4901234567894", symbology=Symbology.EAN_13),
    *(
        Case(f"serial {name}", text)
        for name, text in (
            ("affected", OF_PLAIN),
            ("affected with its colour", OF_COLOURED),
            ("affected, colour wanted", OF_WANTING),
            ("affected, colour left out", OF_EXCLUDED),
            ("not affected", OF_NOBODY),
            ("uncertain", CONFUSABLE),
            ("invalid", OF_PLAIN[:-1]),
        )
    ),
    Case("serial affected, no bags", OF_PLAIN, _is(policy=Policy(bag_labels=False))),
    Case("serial uncertain, no bags", CONFUSABLE, _is(policy=Policy(bag_labels=False))),
    Case("serial affected, before", OF_PLAIN, _is(unit_before=BEFORE)),
    Case("serial uncertain, before", CONFUSABLE, _is(unit_before=BEFORE)),
    Case("serial not affected, before", OF_NOBODY, _is(unit_before=replace(BEFORE, operator=None))),
    Case(
        "right container",
        BOX,
        lambda receipt: {"container": container_for(receipt), "fitting": container_for(receipt)},
    ),
    *_wrong("closed container", state=lambda _: ContainerState.SEALED),
    *_wrong("container of another class", condition=lambda one: _OTHER_CLASS.get(one.condition, "N")),
    *_wrong("container of another UN number", un_number=lambda one: _OTHER_UN[one.un_number]),
    *_wrong("full container", load=lambda one: Load(one.limits.units)),
    Case("unknown container", BOX),
    Case("unknown container, right one named", BOX, lambda receipt: {"fitting": container_for(receipt)}),
    *(Case(f"fault {fault}", OF_PLAIN, fault=fault) for fault in Fault),
    Case("nothing", ""),
    Case("no text", "\ufffd\ufffd"),
    Case("control characters", "\x1b[2J"),
    Case("kana", "アンカー"),
    Case("damaged own label", "RI-Q-12"),
    Case("misread own label", f"{BOX[:-1]}{'0' if BOX[-1] != '0' else '1'}"),
    Case("address", "https://example.com/?name=Taro"),
    Case("repeat", OF_PLAIN, _is(last=LastScan(OF_PLAIN.encode(), "port:gun", -1, 9))),
)


def known_of(case: Case, reading, receipt: Receipt) -> Known:
    """Give what the log and the lists say of a case."""
    known = Known(CATALOGUE, judgement=judged(reading.normal) if isinstance(reading, SerialText) else None)
    return replace(known, **case.says(receipt))


def reading_of(case: Case, receipt: Receipt):
    """Say what a case means where the desk stands."""
    return awaited(receipt, case.scan, read(case.scan, CATALOGUE))


_SEQ = count(1)


def folded(receipt: Receipt, decision: Decision) -> Receipt:
    """Record a decision and fold it."""
    events = [
        Event(next(_SEQ), f"e{next(_SEQ)}", NOW, receipt.operator, draft.parcel, draft.unit, draft.fact)
        for draft in decision.drafts
    ]
    return after(receipt, events, {OLD.id: replace(OLD, closed_at=None, closing=None)})


def fresh() -> tuple[str, ...]:
    """Give four identifiers."""
    return tuple(f"i{next(_SEQ)}" for _ in range(4))


def take(receipt: Receipt, case: Case) -> Decision:
    """Decide one case."""
    reading = reading_of(case, receipt)
    return decide(receipt, case.scan, reading, known_of(case, reading, receipt), fresh())


def end_emergency(receipt):
    """End the emergency as a lead."""
    wish = CloseEmergency(BADGE_2, "1234", EmergencyOutcome.WATER_BATH)
    return end(receipt, wish, Known(CATALOGUE, lead_verified=True))


def shape(receipt: Receipt) -> tuple:
    """Give what two receipts must share to be the same state."""
    return (
        receipt.operator is not None,
        receipt.incident is not None,
        receipt.offered is not None,
        receipt.misread is not None,
        _parcel_shape(receipt.parcel),
    )


def _parcel_shape(parcel: Parcel | None) -> tuple | None:
    if parcel is None:
        return None
    pending = [item for item in parcel.accessories if item.pending]
    closed_box = any(item.kind is AccessoryKind.BOX and not item.found_empty for item in pending)
    unit = parcel.unit_in_hand
    hand = unit and (
        *(unit.verdict, unit.serial is None, unit.model, unit.un_number, unit.colour_wanted, unit.colour),
        *(unit.condition, unit.bag_wanted, unit.bag is None, unit.open_holds),
    )
    return parcel.noticed, parcel.incident is None, bool(parcel.units), bool(pending), closed_box, hand


@cache
def explored() -> tuple[tuple[Move, ...], tuple[Crash, ...]]:
    """Give every move from every state that can be reached, and every case that got no answer."""
    moves, crashes, seen, border = [], [], {shape(Receipt())}, [Receipt()]
    while border:
        reached = []
        for receipt, (name, tried) in ((one, way) for one in border for way in _ways(one)):
            try:
                decision = tried(receipt)
            except Exception as error:  # noqa: BLE001 (collected: one crash must not hide the rest)
                crashes.append(Crash(receipt, name, error))
                continue
            moves.append(Move(receipt, name, decision, folded(receipt, decision)))
            if (found := shape(moves[-1].after)) not in seen:
                seen.add(found)
                reached.append(moves[-1].after)
        border = reached
    return tuple(moves), tuple(crashes)


def _ways(receipt: Receipt):
    yield from ((case.name, partial(take, case=case)) for case in CASES)
    if step_of(receipt) is Step.EMERGENCY:
        yield ENDING, end_emergency


def moves() -> tuple[Move, ...]:
    """Give every move that scans and the lead can make."""
    return explored()[0]


BY_NAME = {case.name: case for case in CASES}
ENDING = "the lead ends it"


class Desk:
    """A desk at which cases are scanned one after the other, from an empty receipt."""

    def __init__(self, *names: str) -> None:
        self.receipt: Any = Receipt()
        self.scan("badge", *names)

    def scan(self, *names: str) -> Decision:
        """Scan cases by name and give the last one's decision."""
        for name in names:
            decision = end_emergency(self.receipt) if name == ENDING else take(self.receipt, BY_NAME[name])
            self.receipt = folded(self.receipt, decision)
        return decision

    @property
    def step(self) -> Step:
        """What the desk waits for."""
        return step_of(self.receipt)

    @property
    def unit(self) -> Any:
        """The last unit of the open parcel."""
        return self.receipt.parcel.units[-1]


def asked(receipt: Receipt, fitting: Container | None = None) -> Line:
    """Give what the desk asks for next."""
    return prompt(receipt, fitting)


def said(decision: Decision) -> tuple:
    """Give an answer's message and severity."""
    return decision.answer.message, decision.answer.severity


def fact_of(decision: Decision, place: int = 0) -> Any:
    """Give one of the facts recorded."""
    return decision.drafts[place].fact


def recorded(decision: Decision) -> list[str]:
    """Give the names of the facts recorded."""
    return [type(draft.fact).__name__ for draft in decision.drafts]
