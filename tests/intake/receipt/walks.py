"""Random days at the desk: numbers become scans and requests that mostly make sense where the desk stands."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from intake.campaign import UnNumber
from intake.claim import TAIL, Claim, ClaimedUnit
from intake.condition import Condition, Observation
from intake.container import misfit
from intake.correction import UndoReason
from intake.disposition import EmergencyOutcome
from intake.own_label import CommandWord, LabelKind
from intake.photo import PhotoFault
from intake.question import Ask
from intake.receipt import Step
from intake.request import (
    ErasePhoto,
    FailPhoto,
    LockDesk,
    MoveUnit,
    OfferPhoto,
    OpenContainer,
    SealContainer,
    SuspectContainer,
)
from intake.scan import Method, Symbology
from tests.intake import lists
from tests.intake.receipt.world import LEAD_PIN, World, command, label, letter_pack

BADGES = tuple(label(LabelKind.BADGE, number) for number in (1, 2, 7, 9, 5))
PARCELS = (
    *(letter_pack(number) for number in (12345678901, 23456789012, 34567890123)),
    "123456789012",
    label(LabelKind.PARCEL, 1),
)
LOST = letter_pack(99)
"""An unopened parcel the lead says an emergency ended."""

CAGES = tuple(label(LabelKind.CAGE, number) for number in (1, 2))
WORDS = {word: command(word) for word in CommandWord if not word.takes_argument}
YES, NO = WORDS[CommandWord.YES], WORDS[CommandWord.NO]
ACCESSORIES = tuple(WORDS[word] for word in (CommandWord.CABLE, CommandWord.BOX))
GRAVE = tuple(WORDS[word] for word in (CommandWord.D, CommandWord.K1))
K2, UNDO, INTACT = (WORDS[word] for word in (CommandWord.K2, CommandWord.UNDO, CommandWord.INTACT))
PHOTO = WORDS[CommandWord.PHOTO]
ENDINGS = tuple(WORDS[word] for word in (CommandWord.CLOSE, CommandWord.SHORT, CommandWord.EMPTY))
PLACES = tuple(WORDS[word] for word in (CommandWord.MOVE, CommandWord.INSPECT))
REASONS = tuple(command(CommandWord.REASON, reason.card) for reason in UndoReason)
CLASSES = tuple(
    command(CommandWord.CLASS, name) for name in ("R", "N", "D", "K1", "R-UN3480", "D-UN3481", "K2")
)
TAG = label(LabelKind.RETURNABLE, 1)
LEAD = label(LabelKind.BADGE, 7)


class Walk:
    """A world and the pool of things that are scanned in it."""

    def __init__(self, seed: int) -> None:
        self.world = World(seed, campaigns=1 + seed % 2).furnish()
        campaign, listing = self.world.catalogue.campaigns[0], self.world.lists[0]
        rng = self.world.rng
        self.affected = [lists.inside(campaign, each, rng) for each in listing.rows[:5]]
        spared = [lists.unnamed(campaign, listing, rng) for _ in range(2)]
        broken = lists.serial(campaign, rng)
        folded = [broken.replace(m, wrong) for wrong, m in campaign.serial.fold.items() if m in broken]
        self.serials = (*self.affected, *spared, broken[:-1], *folded, "4571411204692")
        self.cards = [
            command(CommandWord.MODEL, name)
            for name in ("UN3480", *(model.name for model in campaign.models), "UN3481", "NOWHERE-1")
        ]
        names = {colour.name.upper() for model in campaign.models for colour in model.colours}
        self.colours = [command(CommandWord.COLOUR, name) for name in (*sorted(names), "PLAID", "OTHER")]
        self.own_jans = [colour.jans[0] for model in campaign.models for colour in model.colours]
        self.bags = self.pictures = 0
        one, two, three = (ClaimedUnit(each) for each in (*self.affected[:2], spared[0]))
        self.claims = {PARCELS[0]: Claim("C-1", (one,)), PARCELS[1]: Claim("C-2", (two, three))}
        for un_number in UnNumber:
            self.world.open_container(Condition.R, un_number, holding=True)
        if seed % 3:
            self.world.claims = self.claims

    @property
    def sensible(self) -> tuple[str, ...]:
        """What may well be scanned where the desk stands."""
        receipt = self.world.receipt
        if receipt.question is not None and receipt.operator and receipt.incident is None:
            return self._answers[receipt.question.ask]
        if receipt.cage is not None and self.world.step is Step.IDLE:
            return (*PARCELS, *CAGES, ENDINGS[0])
        menus: dict[Step, tuple[str, ...]] = {
            Step.SIGNED_OUT: BADGES,
            Step.IDLE: (*PARCELS, *PARCELS, YES, "OUT", BADGES[1], *PLACES, UNDO, "NEW", CAGES[0]),
            Step.PARCEL_OPEN: (
                *(*self.serials, *PARCELS, *ENDINGS, WORDS[CommandWord.UNREADABLE]),
                *(*GRAVE, INTACT, *ACCESSORIES, UNDO, *PLACES, "KEY", "KEY", "TAIL", "NEW", "UNDO AS LEAD"),
                *("PRINT", "PRINT"),
            ),
            Step.UNIT: (*self.cards, *self.colours, GRAVE[0], UNDO, YES, NO, "KEYED", "TAIL KEYED", "SEEN"),
            Step.CONDITION: (
                *(INTACT,) * 4,
                *(NO,) * 4,
                YES,
                WORDS[CommandWord.CHECK],
                *GRAVE,
                K2,
                UNDO,
                PHOTO,
            ),
            Step.BAG: ("BAG", "BAG", "BAG", "OLD BAG", GRAVE[0], UNDO, PHOTO),
            Step.CONTAINER: (
                *("RIGHT",) * 4,
                "HOLD",
                "HOLD",
                "OPEN",
                "NEW",
                *self.world.containers(),
                GRAVE[0],
                UNDO,
            ),
            Step.REJECT: (
                YES,
                NO,
                UNDO,
                label(LabelKind.REJECT_BIN, 1),
                "TAG",
                label(LabelKind.RETURNABLE, 1),
            ),
            Step.EMERGENCY: ("END", "END", "END WITH MORE", "END ELSEWHERE", YES),
        }
        return menus[self.world.step]

    @property
    def _answers(self) -> dict[Ask, tuple[str, ...]]:
        containers = tuple(self.world.containers())
        return {
            Ask.REOPEN: (YES, YES, PARCELS[0]),
            Ask.SECOND_UNIT: (YES, NO, self.serials[0]),
            Ask.SECOND_PRINTED: (YES, NO, self.serials[0]),
            Ask.SECOND_KEYED: (YES, NO, self.serials[0]),
            Ask.EMPTY: (YES, YES, self.serials[0], NO),
            Ask.OPEN_CONTAINER: (*CLASSES, *CLASSES, *containers[:1]),
            Ask.UNDO: (*REASONS, UNDO, YES),
            Ask.MOVE_WHAT: ("WAITING", "WAITING", *containers, "OLD BAG", *self.serials[:2]),
            Ask.MOVE_WHERE: ("FIT", "FIT", "FIT", *containers, "NEW"),
            Ask.INSPECT: (*containers, "NEW"),
            Ask.LOOK_UP: (*self.serials, *containers[:1], "OLD BAG", PARCELS[0], NO, "KEY"),
            Ask.PHOTO: ("OFFER", "OFFER", "OFFER", "NO PICTURE", YES, "SEEN", NO),
            Ask.KEEP_PHOTO: (YES, YES, YES, PHOTO, "SEEN", NO),
            Ask.NO_PHOTO: (PHOTO, PHOTO, YES, NO),
        }

    @property
    def anything(self) -> tuple[str, ...]:
        """What may be scanned or asked for at any time."""
        return (
            *(K2, "SEAL", "OPEN", "END", "STALE", "DISK", "BAG", "OUT", "RIGHT", "EXPECT", "LOCK"),
            *("UNDO AS LEAD", "UNDO AS LEAD", "MOVE AS LEAD", "SUSPECT", "KEY", "TAIL", "NEW"),
            *("OFFER", "NO PICTURE", "ERASE PICTURE", "PRINT", "SEEN"),
            *(*BADGES, *PARCELS, LOST, *CAGES, *self.serials, *self.cards, *self.colours, *self.own_jans[:2]),
            *(*WORDS.values(), *REASONS, *CLASSES),
            *(label(kind, 1) for kind in LabelKind),
            *("", "\x1b[2J", "RI-Q-0001-X", "かな", "http://example.com/?q=1"),
        )

    def go(self, number: int) -> None:
        """Do what a number stands for."""
        menu = self.sensible if number % 8 else self.anything
        self.do(menu[number // 8 % len(menu)], number)

    def do(self, act: str, number: int = 0) -> None:
        """Scan a text, or do what a word stands for."""
        found = {
            "OUT": self._out,
            "BAG": self._bag,
            "OLD BAG": lambda: self.world.scan(label(LabelKind.BAG, 1)),
            "TAG": lambda: self.world.scan(label(LabelKind.RETURNABLE, len(self.world.events))),
            "RIGHT": self._right,
            "NEW": lambda: self.world.scan(label(LabelKind.CONTAINER, len(self.world.containers()) + 1)),
            "OPEN": self._open,
            "WAITING": self._waiting,
            "FIT": self._fit,
            "HOLD": self._hold,
            "SEAL": lambda: self.world.ask(SealContainer(self._some_container(number))),
            "SUSPECT": lambda: self.world.ask(SuspectContainer(self._some_container(number), 1.0, "warm")),
            "END": lambda: self.world.close_emergency(self._outcome()),
            "END WITH MORE": self._end_with_more,
            "END ELSEWHERE": lambda: self.world.close_emergency(self._outcome(), elsewhere=True),
            "LOCK": lambda: self.world.ask(LockDesk()),
            "UNDO AS LEAD": lambda: self._undo_as_lead(number),
            "MOVE AS LEAD": self._move_as_lead,
            "KEY": lambda: self._key(self.serials[number // 64 % len(self.serials)]),
            "TAIL": lambda: self._key(self.affected[number // 64 % len(self.affected)][-TAIL:]),
            "KEYED": lambda: self._key(self._keyed),
            "TAIL KEYED": lambda: self._key(self._keyed[-TAIL:]),
            "PRINT": lambda: self._print(self.serials[number // 64 % len(self.serials)]),
            "SEEN": lambda: self._see(self._keyed),
            "OFFER": self._offer,
            "NO PICTURE": lambda: self.world.ask(FailPhoto(self._wanted, PhotoFault.TOO_LATE)),
            "ERASE PICTURE": lambda: self.world.ask(ErasePhoto(self._picture, "asked for")),
            "STALE": self._stale,
            "DISK": self._disk,
            "EXPECT": self._expect,
        }.get(act)
        if found is None:
            self.world.scan(act)
        else:
            found()

    def _out(self) -> None:
        self.world.scan(WORDS[CommandWord.OUT])

    def _bag(self) -> None:
        self.bags += 1
        self.world.scan(label(LabelKind.BAG, self.bags))

    def _right(self) -> None:
        fitting = self.world.fitting()
        self.world.scan(fitting.code if fitting else label(LabelKind.CONTAINER, 1))

    def _waiting(self) -> None:
        waiting = [*self.world.waiting(), (label(LabelKind.CONTAINER, 1), 0)]
        self.world.scan(waiting[0][0])

    def _fit(self) -> None:
        question = self.world.receipt.question
        placed = self.world.placed(question.about) if question else ()
        found = self.world.containers().values()
        fits = [one.code for one in found if placed and misfit(one, placed[0].parcelled) is None]
        self.world.scan(next((code for code in fits if code != placed[0].container), TAG))

    def _hold(self) -> None:
        unit = self.world.receipt.unit
        boxes = [one for one in self.world.containers().values() if one.holding]
        fits = [one.code for one in boxes if unit and one.un_number == unit.un_number]
        self.world.scan(next(iter(fits), TAG))

    def _key(self, text: str) -> None:
        self.world.scan(text, method=Method.KEYED)

    def _print(self, text: str) -> None:
        self.world.scan(text, method=Method.CAMERA)

    def _see(self, text: str) -> None:
        self.world.scan(text, method=Method.CAMERA, symbology=Symbology.CODE_128)

    @property
    def _wanted(self) -> str:
        question = self.world.receipt.question
        return question.about if question and question.ask is Ask.PHOTO else "nothing"

    @property
    def _picture(self) -> str:
        """The newest picture; one camera may give the same again."""
        return f"{self.pictures:064x}"

    def _offer(self) -> None:
        self.pictures += self.world.clock % 2
        self.world.ask(OfferPhoto(self._wanted, self._picture))

    @property
    def _keyed(self) -> str:
        parcel = self.world.receipt.parcel
        return parcel.keyed.serial if parcel and parcel.keyed else self.serials[0]

    def _some_container(self, number: int) -> str:
        codes = list(self.world.containers())
        return codes[number // 64 % len(codes)] if number % 16 else codes[-1]

    def _outcome(self) -> EmergencyOutcome:
        return list(EmergencyOutcome)[self.world.clock % len(EmergencyOutcome)]

    def _end_with_more(self) -> None:
        contained = [u.bag for p in self.world.parcels.values() for u in p.units if u.container and u.bag]
        units = dict.fromkeys(contained[:1], EmergencyOutcome.FIRE_SERVICE)
        parcels = {LOST: EmergencyOutcome.WATER_BATH}
        self.world.close_emergency(self._outcome(), units=units, parcels=parcels)

    def _move_as_lead(self) -> None:
        seen = (None, None, Observation.D, Observation.K1)[self.world.clock // 1000 % 4]
        contained = [
            unit for parcel in self.world.parcels.values() for unit in parcel.units if unit.container
        ]
        name = next((unit.bag or unit.serial for unit in contained), None) or "nothing"
        for code in [*self.world.containers(), self.world.fitting() and self.world.fitting().code]:
            if code and self.world.ask(MoveUnit(name, code, LEAD, LEAD_PIN, seen)).answer.severity == "ok":
                break

    def _undo_as_lead(self, number: int) -> None:
        reasons = list(UndoReason)
        self.world.undo_as_lead(reasons[number // 64 % len(reasons)])

    def _stale(self) -> None:
        self.world.stale = not self.world.stale

    def _disk(self) -> None:
        self.world.disk_low = not self.world.disk_low

    def _expect(self) -> None:
        self.world.claims = None if self.world.claims is not None else self.claims

    def _open(self) -> None:
        unit = self.world.receipt.unit
        if unit is None or unit.parcelled is None:
            number = len(self.world.containers()) + 1
            self.world.ask(OpenContainer(label(LabelKind.CONTAINER, number), Condition.K2, UnNumber.UN3480))
        else:
            self.world.open_container(unit.condition, unit.un_number)


def walks(length: int = 60) -> st.SearchStrategy[Any]:
    """Give a strategy: a seed and the numbers to walk by."""
    return st.tuples(
        st.integers(0, 40), st.lists(st.integers(0, 8 * 200), min_size=length // 2, max_size=length)
    )


def walk(seed: int, numbers: list[int], look: Any = None) -> Walk:
    """Walk; `look` is called with the world after each act."""
    walked = Walk(seed)
    walked.world.sign_in()
    for number in numbers:
        walked.go(number)
        if look is not None:
            look(walked.world)
    return walked
