"""A serial gun, a gun that types and the terminal's keyboard at once: none lost, none joined, order kept.

CI sends 2,000 scans, `PROOF=1` ten times as many. The seed is fixed; another one is another day.
"""

import json
import os
import random
import threading

import pytest

from scanners.keyboard import SOURCE as TERMINAL
from scanners.light import LightState
from tests.scanners.rigs import Heard, KeyboardRig, PortRig, wait
from tests.scanners.virtual.bus import Bus

SCANS = 20_000 if os.environ.get("PROOF") == "1" else 2_000
SEED = 6
BACKLOG = 16_384
"""Bytes the kernel's stand-in keeps for one reader of a gun that types; the real one keeps 64 records."""


class Terminal:
    """The keyboard of the terminal: keys that come in bursts of any length."""

    source = TERMINAL

    def __init__(self, lane):
        self._lane = lane

    def pieces(self, code):
        return list(f"{code}\r")

    def give(self, piece):
        self._lane.tell(json.dumps({"type": piece}))


@pytest.fixture
def guns(tmp_path):
    bus = Bus(tmp_path)
    guns = [PortRig(bus, 0), KeyboardRig(bus, 1)]
    yield guns
    for gun in guns:
        gun.gun.unplug()


@pytest.fixture
def lane(edge, guns):
    with edge.run("tests.scanners.lane") as program:
        folder = str(guns[0].bus.roots.dev.parent)
        order = {"scanners": [gun.scanner for gun in guns], "search": False, "folder": folder}
        program.tell(json.dumps(order))
        yield program


def interleaved(chance, sources, codes):
    """Whose piece comes when: of each source in order, between the sources at random."""
    left = {
        source: [piece for code in codes[source.source] for piece in source.pieces(code)]
        for source in sources
    }
    left = {source: pieces[::-1] for source, pieces in left.items()}
    while left:
        source = chance.choice(list(left))
        for _ in range(min(chance.randrange(1, 80), len(left[source]))):
            yield source, left[source].pop()
        if not left[source]:
            del left[source]


@pytest.mark.timeout(600 if SCANS > 2_000 else 120)
def test_none_is_lost_none_joined_and_each_keeps_its_order(guns, lane):
    chance = random.Random(SEED)
    sources = [*guns, Terminal(lane)]
    codes: dict[str, list] = {source.source: [] for source in sources}
    for number in range(SCANS):
        codes[chance.choice(sources).source].append(f"A{number}-{number % 7}")
    heard = Heard(lane)
    heard.until(lambda: all(LightState.READY in heard.lights[gun.source] for gun in guns))
    listening = threading.Thread(target=heard.until_the_end, daemon=True)
    listening.start()
    for source, piece in interleaved(chance, sources, codes):
        if source is guns[1] and source.gun.unread > BACKLOG:
            wait(lambda: guns[1].gun.unread == 0)
        source.give(piece)
    wait(lambda: sum(map(len, list(heard.scans.values()))) >= SCANS)
    lane.tell(json.dumps({"stop": True}))
    listening.join()
    assert heard.scans == {source: [(code, None) for code in sent] for source, sent in codes.items()}
