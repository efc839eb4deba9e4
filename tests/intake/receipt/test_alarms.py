"""An emergency is left by no scan: whatever a gun sends, whatever a hand types."""

from __future__ import annotations

import os
import random

import pytest

from intake.barcode import read
from intake.outcome import Message
from intake.own_label import CommandWord, LabelKind
from intake.receipt import Decision, awaited, decide
from intake.scan import Method, Scan, Severity, Symbology
from tests.intake.receipt.cases import CASES, CATALOGUE, known_of
from tests.intake.receipt.desk import Desk, State, fresh, recorded
from tests.intake.receipt.world import command, label

SCANS = 1_000_000 if os.environ.get("PROOF") == "1" else 25_000
"""For each of four emergencies."""

KEYS = (
    *("\r", "\n", "\t", "\x1b", "\r\n", "\x00", "\x7f", "\x1d", "\x04", "\x1b[A", "\x1bOP", "\x1bOS"),
    *("\x1b[15~", "\x1b[24~", "\x1b[3~", "\x1b\x1b", "\x03", "\x1a", "\x11"),
)
"""Enter, tab, escape, cursor and function keys as a terminal sends them."""

EMERGENCIES = {
    "signed out": ("OUT", "K2"),
    "idle": ("K2",),
    "while a cage is filled": ("cage", "K2"),
    "with a unit in hand": ("parcel number", "serial affected", "INTACT", "K2"),
}


def texts(rng: random.Random):
    """Yield texts for ever: keys, noise, our own labels, cards, cases."""
    words = [word for word in CommandWord if not word.takes_argument]
    with_argument = [word for word in CommandWord if word.takes_argument]
    kinds = list(LabelKind)
    while True:
        yield "".join(rng.choice(KEYS) for _ in range(rng.randint(1, 4)))
        yield rng.choice(KEYS) + command(rng.choice(words)) + rng.choice(KEYS)
        yield "".join(chr(rng.randrange(0x20, 0x250)) for _ in range(rng.randint(0, 20)))
        yield command(rng.choice(words))
        yield command(rng.choice(with_argument), rng.choice(("R-UN3480", "MISTAKE", "A1", "OTHER")))
        kind = rng.choice(kinds)
        yield label(kind, rng.randrange(10**kind.width))


def raw(rng: random.Random, text: str) -> Scan:
    method = rng.choice((Method.PORT, Method.KEYED, Method.KEYBOARD))
    return Scan(text.encode("utf-8", "surrogatepass"), text, "gun", 0, rng.randrange(10**12), method)


@pytest.mark.parametrize("names", EMERGENCIES.values(), ids=EMERGENCIES)
def test_no_scan_of_a_hundred_thousand_leaves_it(names):
    receipt = Desk(*names).receipt
    rng, made = random.Random(str(names)), texts(random.Random("texts"))
    for place in range(SCANS):
        scan = raw(rng, next(made))
        reading = awaited(receipt, scan, read(scan, CATALOGUE))
        decision = decide(receipt, scan, reading, known_of(CASES[0], reading, receipt), ("i",) * 8)
        _expect_refused(decision)
        if place % 100 == 0:
            assert State(receipt).after(decision).receipt == receipt


def _expect_refused(decision: Decision) -> None:
    answer, (draft,) = decision.answer, decision.drafts
    assert answer.message is Message.EMERGENCY_ON
    assert answer.severity is Severity.EMERGENCY
    assert type(draft.fact).__name__ == "ScanRefused"


@pytest.mark.parametrize("names", EMERGENCIES.values(), ids=EMERGENCIES)
def test_no_case_leaves_it_whatever_the_log_says_of_it(names):
    """Every badge known, every container open, every bin in use."""
    desk = Desk(*names)
    before = desk.receipt
    for case in CASES:
        for symbology in (Symbology.UNKNOWN, Symbology.CODABAR, Symbology.QR):
            decision = desk.take(case._replace(symbology=symbology))
            assert decision.answer.severity is Severity.EMERGENCY, case.name
            assert recorded(decision) in (["ScanRefused"], ["ScanRepeated"])
            assert desk.receipt == before


def test_identifiers_are_never_given_twice():
    given = [each for _ in range(100) for each in fresh()]
    assert len(given) == len(set(given)) == 800
