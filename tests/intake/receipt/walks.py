"""Random days at the desk: numbers become scans and requests that mostly make sense where the desk stands."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.disposition import EmergencyOutcome
from intake.own_label import CommandWord, LabelKind
from intake.receipt import Step
from intake.request import OpenContainer, SealContainer
from tests.intake import lists
from tests.intake.receipt.world import World, command, label, letter_pack

BADGES = tuple(label(LabelKind.BADGE, number) for number in (1, 2, 7, 9, 5))
PARCELS = (
    *(letter_pack(number) for number in (12345678901, 23456789012, 34567890123)),
    "123456789012",
    label(LabelKind.PARCEL, 1),
)
ACCESSORIES = tuple(command(word) for word in (CommandWord.CABLE, CommandWord.BOX))
GRAVE = tuple(command(word) for word in (CommandWord.D, CommandWord.K1))
K2 = command(CommandWord.K2)
IN_A_PARCEL = tuple(
    command(word)
    for word in (CommandWord.UNREADABLE, CommandWord.CLOSE, CommandWord.SHORT, CommandWord.EMPTY)
)


class Walk:
    """A world and the pool of things that are scanned in it."""

    def __init__(self, seed: int) -> None:
        self.world = World(seed, campaigns=1 + seed % 2).furnish()
        campaign, listing = self.world.catalogue.campaigns[0], self.world.lists[0]
        rng = self.world.rng
        self.affected = [lists.inside(campaign, each, rng) for each in listing.ranges[:5]]
        spared = [lists.unnamed(campaign, listing, rng) for _ in range(2)]
        broken = lists.serial(campaign, rng)
        self.serials = (
            *self.affected,
            *spared,
            broken[:-1],
            *(
                broken.replace(meant, wrong)
                for wrong, meant in campaign.serial.fold.items()
                if meant in broken
            ),
            "4571411204692",
        )
        self.cards = [
            command(CommandWord.MODEL, name)
            for name in ("UN3480", *(model.name for model in campaign.models), "UN3481", "NOWHERE-1")
        ]
        names = {colour.name.upper() for model in campaign.models for colour in model.colours}
        self.colours = [command(CommandWord.COLOUR, name) for name in (*sorted(names), "PLAID")]
        self.bags = 0
        self.own_jans = [colour.jans[0] for model in campaign.models for colour in model.colours]

    @property
    def sensible(self) -> tuple:
        """What may well be scanned where the desk stands."""
        yes, intact = command(CommandWord.YES), command(CommandWord.INTACT)
        menus = {
            Step.SIGNED_OUT: BADGES,
            Step.IDLE: (*PARCELS, yes, yes, "OUT", BADGES[1]),
            Step.PARCEL_OPEN: (*self.serials, *PARCELS, *IN_A_PARCEL, *GRAVE, *ACCESSORIES),
            Step.UNIT: (*self.cards, *self.colours, GRAVE[0]),
            Step.CONDITION: (*(intact,) * 6, *GRAVE, K2),
            Step.BAG: ("BAG", "BAG", "BAG", "OLD BAG", GRAVE[0]),
            Step.CONTAINER: ("RIGHT", "RIGHT", "RIGHT", "OPEN", *self.world.containers(), GRAVE[0]),
            Step.REJECT: (yes, label(LabelKind.REJECT_BIN, 1)),
            Step.EMERGENCY: ("END", "END", yes),
        }
        return menus[self.world.step]

    @property
    def anything(self) -> tuple:
        """What may be scanned or asked for at any time."""
        return (
            *(K2, "SEAL", "OPEN", "END", "STALE", "DISK", "BAG", "OUT", "RIGHT"),
            *BADGES,
            *PARCELS,
            *self.serials,
            *self.cards,
            *self.colours,
            *ACCESSORIES,
            *self.own_jans[:2],
            *(command(word) for word in CommandWord if not word.takes_argument),
            *(label(kind, 1) for kind in LabelKind),
            *("", "\x1b[2J", "RI-Q-0001-X", "かな", "http://example.com/?q=1"),
        )

    def go(self, number: int) -> None:
        """Do what a number stands for."""
        menu = self.sensible if number % 8 else self.anything
        self.do(menu[number // 8 % len(menu)])

    def do(self, act: str) -> None:
        """Scan a text, or do what a word stands for."""
        world = self.world
        match act:
            case "OUT":
                world.scan(command(CommandWord.OUT))
            case "BAG":
                self.bags += 1
                world.scan(label(LabelKind.BAG, self.bags))
            case "OLD BAG":
                world.scan(label(LabelKind.BAG, 1))
            case "RIGHT":
                fitting = world.fitting()
                world.scan(fitting.code if fitting else label(LabelKind.CONTAINER, 1))
            case "OPEN":
                self._open()
            case "SEAL":
                world.ask(SealContainer(list(world.containers())[-1]))
            case "END":
                outcome = list(EmergencyOutcome)[world.clock % len(EmergencyOutcome)]
                world.close_emergency(outcome)
            case "STALE":
                world.stale = not world.stale
            case "DISK":
                world.disk_low = not world.disk_low
            case _:
                world.scan(act)

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


def walk(seed: int, numbers, look=None) -> Walk:
    """Walk; `look` is called with the world after each act."""
    walked = Walk(seed)
    walked.world.sign_in()
    for number in numbers:
        walked.go(number)
        if look is not None:
            look(walked.world)
    return walked
