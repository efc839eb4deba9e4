"""The hand: pulls triggers, presses keys, has the lead ask for things; each act with its answer foretold."""

from __future__ import annotations

import json
import random
from typing import Any

from intake.own_label import LabelKind
from intake.simulation.account import Reply
from intake.simulation.act import Act, Doing, Expected
from intake.simulation.code import Code, CodeKind, own
from intake.simulation.desk import Desk
from intake.simulation.draw import Draw
from intake.simulation.store import Store

LEAD = own(LabelKind.BADGE, 2)
PIN = "0000"
AGAIN_MS = 1600
"""After so long the same code is a second scan."""


class Hand:
    """One person's hand at one desk."""

    def __init__(self, desk: Desk, draw: Draw, chance: random.Random) -> None:
        self.desk = desk
        self.draw = draw
        self.chance = chance
        self.store = Store()
        self.acts: list[Act] = []
        self.parcel = 0
        """Number of the parcel on the table."""

        self._now = 0
        self._last = ""

    def happens(self, share: float) -> bool:
        """Let chance decide."""
        return self.chance.random() < share

    def pull(self, code: Code, after: int | None = None) -> Expected:
        """Pull the trigger at a code, or let the camera read print.

        At a person's pace, or `after` so many milliseconds.
        """
        wait = self.chance.randrange(700, 3000) if after is None else after
        if after is None and code.text == self._last:
            wait = max(wait, AGAIN_MS)
        self._last = code.text
        self._now += wait
        doing = Doing.PRINT if code.kind is CodeKind.PRINT else Doing.SCAN
        return self._act(doing, code.text, wait, self.desk.scan(code, self._now))

    def key(self, key: str) -> Expected:
        """Press a key."""
        self._last = ""
        return self._act(Doing.KEY, key, 0, self.desk.key(key))

    def ask(self, wish: dict[str, Any], reply: Reply) -> Expected:
        """Let the lead ask for something at another screen."""
        return self._act(Doing.REQUEST, json.dumps(wish), 0, self.desk.requested(reply))

    def ask_as_lead(self, wish: dict[str, Any], reply: Reply) -> Expected:
        """Let the lead ask for something that takes badge and PIN."""
        return self.ask(wish | {"lead": LEAD.name, "pin": PIN}, reply)

    def _act(self, doing: Doing, text: str, wait: int, expected: Expected) -> Expected:
        self.acts.append(Act(doing, text, wait, self._now, self.parcel, expected))
        return expected
