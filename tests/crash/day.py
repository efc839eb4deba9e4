"""A day at the dock as a tape: parcels good and bad, slips of the hand, codes that mean nothing, requests.

The same seed gives the same day. Nothing in it waits for an answer: where the right container depends on
the verdict, both are scanned, and the wrong one is refused, which has to be recorded as well.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path

from intake.own_label import LabelKind, OwnLabel

DATA = Path(__file__).parents[2] / "data" / "campaigns" / "jp-2025-10-21.training.csv"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
BADGE = OwnLabel(LabelKind.BADGE, 1).code
NEWCOMER, NAME = OwnLabel(LabelKind.BADGE, 77).code, "Aoki"
"""A badge added in the morning, and the name that goes to a file of its own."""

BIN = OwnLabel(LabelKind.REJECT_BIN, 1).code
FIRST_CONTAINER = 101
"""Containers of the day stand beside those a training folder begins with, whose limits are too small."""

CONTAINERS = {
    (condition, un_number): OwnLabel(LabelKind.CONTAINER, FIRST_CONTAINER + number).code
    for number, (condition, un_number) in enumerate(
        (condition, un_number) for condition in ("R", "D", "N") for un_number in ("UN3480", "UN3481")
    )
}


def listed(model: str) -> list[str]:
    """Return affected serials of one model, one of each range of the training list."""
    rows = [line for line in DATA.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [row["first"] for row in csv.DictReader(rows) if row["model"] == model and row["first"]]


def label(kind: LabelKind, number: int) -> str:
    """Return an own label's text."""
    return OwnLabel(kind, number).code


def carrier_number(number: int) -> str:
    """Return a Letter Pack number with its modulo-7 check digit."""
    return f"{number:011}{number % 7}"


def request(request_id: str, wish: dict[str, object]) -> str:
    """Return a request as a line of standard input."""
    return json.dumps({"request": {"id": request_id, "by": "crash", "wish": wish}})


def morning() -> list[str]:
    """Open the day's containers and sign in; one request comes twice, as a sender unsure of it would do."""
    limits = {"units": 5000, "wh": 1e6, "grams": 10**8}
    wishes: list[dict[str, object]] = [
        {
            "type": "containers.open",
            "code": code,
            "condition": condition,
            "un_number": un_number,
            "limits": limits,
        }
        for (condition, un_number), code in CONTAINERS.items()
    ]
    wishes.append({"type": "operators.add", "code": NEWCOMER, "role": "lead", "name": NAME, "pin": "2468"})
    lines = [request(f"morning-{number}", wish) for number, wish in enumerate(wishes)]
    return [*lines, lines[-1], BADGE]


class Day:
    """Makes parcels; every label and serial is used once unless a slip is meant."""

    def __init__(self, seed: int) -> None:
        """Begin a day."""
        self._chance = random.Random(f"day {seed}")
        self._banks, self._speakers = listed("A1263"), listed("A3117")
        self._number = seed % 1000 * 1000

    def parcels(self, count: int) -> list[str]:
        """Return the scans of `count` parcels; the last one is closed."""
        lines = [line for _ in range(count) for line in self._parcel()]
        return [*lines, "RI-C-CLOSE"]

    def _parcel(self) -> Iterator[str]:
        self._number += 1
        carried = self._chance.random() < 0.8
        yield (
            carrier_number(48_000_000_000 + self._number)
            if carried
            else label(LabelKind.PARCEL, self._number)
        )
        if self._chance.random() < 0.3:
            yield from self._slip()
        kinds = (self._bank, self._bank, self._speaker, self._unlisted, self._unreadable)
        yield from self._chance.choice(kinds)()
        if self._chance.random() < 0.2:
            yield from self._accessory()
        if self._chance.random() < 0.1:
            yield from self._bank()

    def _bank(self) -> Iterator[str]:
        yield self._chance.choice(self._banks)
        yield from self._placed("UN3480")

    def _speaker(self) -> Iterator[str]:
        yield self._chance.choice(self._speakers)
        yield "RI-C-COLOUR-NAVY"
        yield from self._placed("UN3481")

    def _unlisted(self) -> Iterator[str]:
        yield "ATEST1263Z" + "".join(self._chance.choices(ALPHABET, k=6))
        yield "RI-C-MODEL-A1263"
        yield from self._placed("UN3480")

    def _unreadable(self) -> Iterator[str]:
        yield "RI-C-UNREADABLE"
        yield "RI-C-MODEL-A1263"
        yield from self._placed("UN3480")

    def _placed(self, un_number: str) -> Iterator[str]:
        condition = "D" if self._chance.random() < 0.1 else "R"
        self._number += 1
        yield "RI-C-D" if condition == "D" else "RI-C-INTACT"
        yield label(LabelKind.BAG, self._number)
        yield CONTAINERS[condition, un_number]
        yield CONTAINERS["N", un_number]

    def _accessory(self) -> Iterator[str]:
        yield self._chance.choice(("RI-C-CABLE", "RI-C-BOX"))
        yield "RI-C-YES"
        yield BIN

    def _slip(self) -> Iterator[str]:
        yield self._chance.choice(
            (
                "ATEST1263K00FVU",  # a character is missing
                label(LabelKind.BAG, 999_999),  # not the time for it
                f"https://example.jp/{self._chance.random()}",
                f"ヤマダ タロウ 様 {self._chance.randrange(10**6)}",
                "RI-Q-0101-0",  # check character
                "RI-C-CLOSE",
            )
        )
