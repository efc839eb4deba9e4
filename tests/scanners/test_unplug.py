"""Guns of every kind, pulled out at every byte of a code and plugged in again under another name.

CI pulls 200 times, `PROOF=1` ten times as often.
"""

import json
import os
from collections import Counter

import pytest

from intake.scan import Fault
from scanners.light import LightState
from tests.scanners.rigs import Heard, KeyboardRig, PortRig, PosRig
from tests.scanners.virtual.bus import Bus

ROUNDS = 200 if os.environ.get("PROOF") == "1" else 20
GUNS = [PortRig] * 4 + [KeyboardRig] * 4 + [PosRig] * 2


@pytest.fixture
def rigs(tmp_path):
    bus = Bus(tmp_path)
    rigs = [kind(bus, number) for number, kind in enumerate(GUNS)]
    yield rigs
    for rig in rigs:
        rig.gun.unplug()


@pytest.fixture
def lane(edge, rigs):
    with edge.run("tests.scanners.lane") as program:
        order = {
            "scanners": [rig.scanner for rig in rigs],
            "search": False,
            "folder": str(rigs[0].bus.roots.dev.parent),
        }
        program.tell(json.dumps(order))
        yield program


def cut_at(rig, turn):
    """After how many pieces it is pulled: over the turns and the guns of a kind, after each."""
    return 1 + (turn * GUNS.count(type(rig)) + rig.number) % (len(rig.pieces(rig.code)) - rig.end)


def is_back(lights):
    """Whether it was lost and is open again: what is typed earlier is thrown away."""
    return LightState.LOST in lights and LightState.READY in lights[lights.index(LightState.LOST) :]


def until_whole(heard, rig, lit):
    """Send a code to a gun that is back, `lit` lights later; what came until that code, which is the last."""
    heard.until(lambda: is_back(heard.lights[rig.source][lit:]))
    rig.send(rig.pieces(rig.code))
    heard.until(lambda: (rig.code, None) in heard.scans[rig.source])
    *before, whole = heard.scans.pop(rig.source)
    assert whole == (rig.code, None)
    return before


@pytest.mark.timeout(600 if ROUNDS > 20 else 120)
def test_half_a_code_is_never_taken_and_the_next_is_whole(rigs, lane):
    heard = Heard(lane)
    heard.until(lambda: all(LightState.READY in heard.lights[rig.source] for rig in rigs))
    cut: Counter[str] = Counter()
    for turn in range(ROUNDS):
        lit = {rig: len(heard.lights[rig.source]) for rig in rigs}
        for rig in rigs:
            rig.send(rig.pieces(rig.code)[: cut_at(rig, turn)])
            rig.replug()
        for rig in rigs:
            before = until_whole(heard, rig, lit[rig])
            assert [fault for _, fault in before] in ([], [Fault.CUT_SHORT]), before
            assert all(rig.code.startswith(part) for part, _ in before), before
            cut[rig.kind] += len(before)
    assert all(cut[rig.kind] for rig in rigs)
    lane.tell(json.dumps({"stop": True}))
    assert lane.until("lost")["lost"] == 0
    assert not any(heard.scans.values())
