"""One scan of every kind, each with what the log says of it.

`CASES` are the scans. Campaign and serials are made from a seed (`tests.intake.lists`); everything a case
knows follows from the receipt it is scanned at, by this file's own short rules.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count
from typing import Any, NamedTuple

from msgspec.structs import replace

from intake import facts
from intake.affected import Match, NamedBy
from intake.barcode import read
from intake.campaign import Catalogue, Model, UnNumber
from intake.claim import Claim, ClaimedUnit
from intake.condition import Checklist, Condition, Sign
from intake.container import Container, ContainerState, Limits, Load, Parcelled, Room
from intake.disposition import Closing
from intake.events import Event
from intake.operator import Operator, Role
from intake.own_label import CommandWord, LabelKind
from intake.question import Ask
from intake.receipt import (
    Cage,
    Earlier,
    Known,
    LastScan,
    Placed,
    Policy,
    Receipt,
    awaited,
    serial_in_question,
    told_by_card,
)
from intake.scan import Fault, Method, Scan, Symbology
from intake.verdict import NOTHING_TOLD, ListStatus, Told, judge
from tests.intake import lists
from tests.intake.receipt.world import command, label, letter_pack, scan_of

CAMPAIGN = next(found for found in map(lists.campaign, count(1)) if found.serial.fold)
CATALOGUE = Catalogue((CAMPAIGN,))
COLOURED, PLAIN = CAMPAIGN.models[:2]
"""A model whose remedy needs the unit's colour, and one whose does not."""

IN_SCOPE, EXCLUDED = COLOURED.colours[0], COLOURED.colours[2]
_RNG = random.Random("cases")
_SERIALS = [lists.serial(CAMPAIGN, _RNG) for _ in range(8)]
OF_PLAIN, OF_COLOURED, OF_WANTING, OF_EXCLUDED, OF_NOBODY, OF_A_MODEL, OF_SOME_COLOURS, OF_A_CHANNEL = (
    _SERIALS
)
WRONG, MEANT = next(iter(CAMPAIGN.serial.fold.items()))
CONFUSABLE = OF_PLAIN[0] + MEANT * (len(OF_PLAIN) - 2) + WRONG
SOME_COLOURS = (IN_SCOPE.name, COLOURED.colours[1].name)


def match(model: Model, **conditions: Any) -> Match:
    """Give a row of the list in force that names a serial of a model, on conditions."""
    return Match(CAMPAIGN.id, model.name, "3.1", False, **conditions)


_NAMED = {
    OF_PLAIN: (match(PLAIN),),
    OF_COLOURED: (match(COLOURED, colours=(IN_SCOPE.name,)),),
    OF_WANTING: (match(COLOURED),),
    OF_EXCLUDED: (match(COLOURED, colours=(EXCLUDED.name,)),),
    OF_A_MODEL: (
        match(PLAIN, by=NamedBy.ALL_UNITS),
        match(COLOURED, by=NamedBy.ALL_UNITS, colours=SOME_COLOURS),
    ),
    OF_SOME_COLOURS: (match(COLOURED, colours=SOME_COLOURS),),
    OF_A_CHANNEL: (match(PLAIN, channels=("shop",)),),
}
"""What the list says: of a serial, of two models whatever the serial, in some colours, as sold in one way."""

LISTS = (ListStatus(CAMPAIGN.id, "3.1"),)

NOW = "2031-03-04T05:06:07.089Z"
BADGE, BADGE_2 = (label(LabelKind.BADGE, number) for number in (1, 2))
BIN = label(LabelKind.REJECT_BIN, 1)
BAG = label(LabelKind.BAG, 3)
TAG = label(LabelKind.RETURNABLE, 8)
CAGE, CAGE_2 = (label(LabelKind.CAGE, number) for number in (8, 9))
BOX, RIGHT, HOLDING = (label(LabelKind.CONTAINER, number) for number in (4, 5, 6))
KIT = f"KIT{CAMPAIGN.id.removeprefix('zz-')}-00042"
"""The number on a collection kit of the campaign (`tests.intake.lists.mapping`)."""

CLAIM = Claim("C-1", (ClaimedUnit(OF_PLAIN), ClaimedUnit(OF_COLOURED)))
OLD_LABEL = letter_pack(77777777777)
_IDENTIFIED = facts.UnitIdentified(None, "", None, (), bag_wanted=True, un_number=UnNumber.UN3480, wh=9.0)
OLD_HISTORY = tuple(
    Event(place, f"old-{place}", NOW, BADGE_2, "old", unit, fact)
    for place, (unit, fact) in enumerate(
        (
            (None, facts.ParcelOpened(OLD_LABEL)),
            ("old-unit", _IDENTIFIED),
            ("old-unit", facts.UnitContained(HOLDING)),
            (None, facts.ParcelClosed(Closing.CLOSE)),
        )
    )
)
"""A parcel closed long ago; its unit waits in a holding box."""

BEFORE = Earlier(OLD_LABEL, "old", NOW, BADGE_2)
HELD = Placed("old-unit", "old", HOLDING, True, True, Parcelled(Condition.R, UnNumber.UN3480, 9.0, 300))
OTHER_HELD = replace(HELD, unit="other-unit", parcel="elsewhere")

CHECKLIST = Checklist(
    tuple(
        Sign(name, condition, f"{name}?", f"{name}か", evidence)
        for name, condition, evidence in (
            ("heat", Condition.K2, False),
            ("swollen", Condition.K1, False),
            ("burnt", Condition.D, True),
            ("dent", Condition.D, False),
        )
    )
)
POLICY = Policy(checklist=CHECKLIST)
NO_BAGS = replace(POLICY, bag_labels=False)

Says = Callable[[Receipt], dict]


class Case(NamedTuple):
    """A scan, and what the log says of it."""

    name: str
    text: str
    says: Says = lambda _receipt: {}
    symbology: Symbology = Symbology.UNKNOWN
    fault: Fault | None = None
    method: Method = Method.PORT
    act: dict = {}  # noqa: RUF012 (never changed)
    """What differs in the act that would be undone."""

    @property
    def scan(self) -> Scan:
        return replace(scan_of(self.text, symbology=self.symbology), fault=self.fault, method=self.method)


def judged(normal: str, told: Told = NOTHING_TOLD):
    """Say what the lists say of a serial."""
    return judge(normal, CATALOGUE, LISTS, _NAMED.get(normal, ()), told)


def container_for(receipt, **changes) -> Container | None:
    """Give a container that takes the unit in hand, but for `changes`."""
    unit = receipt.unit
    if unit is None or unit.parcelled is None:
        return None
    return _changed(Container(BOX, unit.condition, unit.un_number, Limits()), changes)


def _changed(made: Container, changes: dict) -> Container:
    return replace(made, **{name: value(made) for name, value in changes.items()})


def _standing(receipt: Receipt, **changes) -> Container:
    """Give a container in use: of the unit in hand's class, or of the class of what waits in the box."""
    return container_for(receipt, **changes) or _changed(
        Container(BOX, Condition.R, UnNumber.UN3480, Limits()), changes
    )


def _asks(receipt: Receipt, *asks: Ask) -> bool:
    return receipt.question is not None and receipt.question.ask in asks


def _container(*placed: Placed, fits: bool = True, **changes) -> Says:
    """Say what a container's label means; `fits`: a right one is named beside a wrong one."""

    def says(receipt: Receipt) -> dict:
        found: dict[str, Any] = {"container": _standing(receipt, **changes)}
        if _asks(receipt, Ask.MOVE_WHERE):
            found["placed"] = placed or (HELD,)
        return found | ({"fitting": container_for(receipt, code=lambda _: RIGHT)} if fits else {})

    return says


def _wrong(name: str, **changes) -> list[Case]:
    """Give the scan of a wrong container, with a right one open, with none, and for two units at once."""
    return [
        Case(f"{name}, another is right", BOX, _container(**changes)),
        Case(f"{name}, none is open", BOX, _container(fits=False, **changes)),
    ]


_OTHER_CLASS = {Condition.N: Condition.R, Condition.R: Condition.N, Condition.D: Condition.K1}
_OTHER_UN = {UnNumber.UN3480: UnNumber.UN3481, UnNumber.UN3481: UnNumber.UN3480}
_AGED = Limits(age_ms=1000)


def _is(**known) -> Says:
    return lambda _receipt: known


def _named(*placed: Placed, **known) -> Says:
    """Say what a bag, a serial or a holding box names while it is asked what is to be moved or looked up."""
    return lambda receipt: known | ({"placed": placed} if _asks(receipt, Ask.MOVE_WHAT, Ask.LOOK_UP) else {})


def _holding_box(receipt: Receipt) -> dict:
    box = replace(_standing(receipt), code=HOLDING, holding=True, load=Load(2, 18.0, 600))
    return {"container": box, "placed": (HELD, OTHER_HELD)}


def _yes(receipt: Receipt) -> dict:
    known: dict[str, Any] = {"parcel_before": BEFORE} if _asks(receipt, Ask.REOPEN) else {}
    second = _asks(receipt, Ask.SECOND_UNIT, Ask.SECOND_PRINTED, Ask.SECOND_KEYED)
    return known | ({"unit_before": BEFORE} if second else {})


_SERIAL_CASES = (
    ("affected", OF_PLAIN),
    ("affected with its colour", OF_COLOURED),
    ("affected, colour wanted", OF_WANTING),
    ("affected, colour left out", OF_EXCLUDED),
    ("not affected", OF_NOBODY),
    ("uncertain", CONFUSABLE),
    ("its model decides", OF_A_MODEL),
    ("its colour decides", OF_SOME_COLOURS),
    ("its channel decides", OF_A_CHANNEL),
    ("invalid", OF_PLAIN[:-1]),
)
_COMMANDS = (
    *(Case(word, command(word)) for word in CommandWord if not word.takes_argument and word != "YES"),
    Case("YES", command(CommandWord.YES), _yes),
    Case("OUT, a holding box is not empty", command(CommandWord.OUT), _is(waiting=((HOLDING, 2),))),
    Case("CLOSE, cage of three", command(CommandWord.CLOSE), _is(cage=Cage(3))),
    Case("UNREADABLE, checklist due", command(CommandWord.UNREADABLE), _is(unchecked=19)),
    Case("CHECK, no checklist", command(CommandWord.CHECK), _is(policy=Policy())),
    Case("UNDO, its container is closed", command(CommandWord.UNDO), act={"fixed": True}),
    Case("UNDO, another badge's act", command(CommandWord.UNDO), act={"operator": "another"}),
)
_CARDS = (
    *(
        Case(f"card {name}", command(CommandWord.MODEL, name))
        for name in (PLAIN.name, COLOURED.name, "UN3480", "UN3481", "NOWHERE")
    ),
    *(
        Case(f"card {name}", command(CommandWord.COLOUR, name.upper()))
        for name in (IN_SCOPE.name, EXCLUDED.name, "plaid", "other")
    ),
    *(
        Case(f"class card {name}", command(CommandWord.CLASS, name))
        for name in ("N", "R", "D", "K1", "K2", "R-UN3480", "R-UN3481", "D-UN3480", "R-UN9999")
    ),
    *(
        Case(f"reason {name}", command(CommandWord.REASON, name))
        for name in ("MISREAD", "WRONG-UNIT", "WRONG-PLACE", "MISTAKE", "BOREDOM")
    ),
    *(Case(f"language {name}", command(CommandWord.LANGUAGE, name)) for name in ("EN", "FR")),
)
_OWN_LABELS = (
    Case("badge", BADGE, _is(operator=Operator(BADGE, Role.OPERATOR))),
    Case("another badge", BADGE_2, _is(operator=Operator(BADGE_2, Role.LEAD))),
    Case("retired badge", BADGE_2, _is(operator=Operator(BADGE_2, Role.LEAD, retired=True))),
    Case("unknown badge", label(LabelKind.BADGE, 99)),
    Case("bag", BAG),
    Case("used bag", BAG, _named(HELD, bag_before=BEFORE)),
    Case("bag in quarantine", BAG, _named(replace(HELD, holding=False), bag_before=BEFORE)),
    Case("bag in a closed container", BAG, _named(replace(HELD, is_open=False), bag_before=BEFORE)),
    Case("reject bin", BIN, _is(bin_known=True)),
    Case("unknown reject bin", BIN),
    Case("returnable", TAG),
    Case("used returnable", TAG, _is(tag_used=True)),
    Case("cage", CAGE, _is(cage=Cage(3))),
    Case("another cage", CAGE_2, _is(cage=Cage(3))),
    Case("right container", BOX, _container()),
    Case("right container, history missing", BOX, lambda one: _container()(one) | {"recovering": True}),
    Case("right container, for two", BOX, _container(HELD, OTHER_HELD)),
    Case("nearly full container, for two", BOX, _container(HELD, OTHER_HELD, load=lambda _: Load(49))),
    Case("container they lie in", BOX, _container(replace(HELD, container=BOX))),
    Case("holding box", HOLDING, _holding_box),
    *_wrong("closed container", state=lambda _: ContainerState.SEALED),
    *_wrong("container of another class", condition=lambda one: _OTHER_CLASS.get(one.condition, Condition.N)),
    *_wrong("container of another UN number", un_number=lambda one: _OTHER_UN[one.un_number]),
    *_wrong("full container", load=lambda one: Load(one.limits.units)),
    *_wrong("container under watch", suspect=lambda _: True),
    *_wrong("old container", limits=lambda _: _AGED, age_ms=lambda _: 1001),
    *_wrong("late box", limits=lambda _: _AGED, age_ms=lambda _: 1001, holding=lambda _: True),
    *_wrong("container in a full zone", room=lambda _: Room(0)),
    Case("unknown container", BOX),
    Case("unknown container, right one named", BOX, lambda one: {"fitting": container_for(one)}),
)
_NUMBERS = (
    Case("parcel label", label(LabelKind.PARCEL, 5)),
    Case("parcel number", letter_pack(11111111111)),
    Case("parcel number NW-7", f"A{letter_pack(22222222222)}B", symbology=Symbology.CODABAR),
    Case("parcel number, check fails", "333333333330"),
    Case("parcel number with a claim", letter_pack(44444444444), _is(claim=CLAIM, expecting=True)),
    Case("parcel number nobody announced", letter_pack(44444444444), _is(expecting=True)),
    Case("parcel number, lies in another cage", letter_pack(55555555555), _is(cage=Cage(3, CAGE_2))),
    Case("parcel number, lies in the cage", letter_pack(55555555555), _is(cage=Cage(3, CAGE))),
    Case("kit number", KIT),
    Case("parcel number, seen before", OLD_LABEL, _is(parcel_before=BEFORE)),
    Case("parcel number, lost", letter_pack(88888888888), _is(lost=True)),
    Case("parcel label, disk low", label(LabelKind.PARCEL, 6), _is(disk_low=True)),
    Case("JAN of the catalogue", IN_SCOPE.jans[0]),
    Case("JAN of another thing", "4901234567894", symbology=Symbology.EAN_13),
)
_SERIALS_READ = (
    *(Case(f"serial {name}", text, _named(HELD)) for name, text in _SERIAL_CASES),
    *(
        Case(f"print {name}", text, method=Method.CAMERA)
        for name, text in (
            ("affected", OF_PLAIN),
            ("not affected", OF_NOBODY),
            ("invalid", OF_PLAIN[:-1]),
            ("of a command", command(CommandWord.YES)),
        )
    ),
    Case("camera affected", OF_PLAIN, symbology=Symbology.CODE_128, method=Method.CAMERA),
    Case("serial affected, no bags", OF_PLAIN, _is(policy=NO_BAGS)),
    Case("serial uncertain, no bags", CONFUSABLE, _is(policy=NO_BAGS)),
    Case("serial affected, before", OF_PLAIN, _is(unit_before=BEFORE)),
    Case("serial uncertain, before", CONFUSABLE, _is(unit_before=BEFORE)),
    Case("serial not affected, before", OF_NOBODY, _is(unit_before=replace(BEFORE, operator=None))),
    Case("serial affected, checklist due", OF_COLOURED, _is(unchecked=19)),
    Case("serial affected, checklist never due", OF_COLOURED, _is(policy=replace(POLICY, checklist_every=0))),
    *(
        Case(f"keyed {name}", text, method=Method.KEYED)
        for name, text in (
            ("affected", OF_PLAIN),
            ("not affected", OF_NOBODY),
            ("uncertain", CONFUSABLE),
            ("its model decides", OF_A_MODEL),
            ("invalid", OF_PLAIN[:-1]),
            ("last six", OF_PLAIN[-6:]),
            ("last six of another", OF_COLOURED[-6:]),
            ("last six of nobody's", OF_NOBODY[-6:]),
        )
    ),
)
_STRANGE = (
    *(Case(f"fault {fault}", OF_PLAIN, fault=fault) for fault in Fault),
    Case("nothing", ""),
    Case("no text", "\ufffd\ufffd"),
    Case("control characters", "\x1b[2J"),
    Case("kana", "アンカー"),
    Case("damaged own label", "RI-Q-12"),
    Case("misread own label", f"{BOX[:-1]}{'0' if BOX[-1] != '0' else '1'}"),
    Case("address", "https://example.com/?name=Taro"),
    Case("a word that may be a name", "TARO"),
    Case("repeat", OF_PLAIN, _is(last=LastScan(OF_PLAIN.encode(), "port:gun", -1, 9))),
)
CASES = (*_COMMANDS, *_CARDS, *_OWN_LABELS, *_NUMBERS, *_SERIALS_READ, *_STRANGE)
BY_NAME = {case.name: case for case in CASES}


def reading_of(case: Case, receipt: Receipt):
    """Say what a case means where the desk stands."""
    return awaited(receipt, case.scan, read(case.scan, CATALOGUE))


def known_of(case: Case, reading, receipt: Receipt) -> Known:
    """Give what the log and the lists say of a case."""
    normal = serial_in_question(receipt, case.scan, reading)
    known = Known(CATALOGUE, POLICY, judgement=judged(normal) if normal is not None else None)
    told, unit = told_by_card(receipt, reading, CATALOGUE), receipt.unit
    if told is not None and unit is not None and unit.serial is not None:
        known = replace(known, judgement=judged(unit.serial, told))
    return replace(known, **case.says(receipt))
