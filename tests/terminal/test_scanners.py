"""Several scanners at one desk: one that talks back, one that types and is taken away, and the keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.scanners.doubles.gun import Sound
from tests.scanners.doubles.honeywell import HoneywellAck
from tests.scanners.typist import CTRL, ESC, F12, Typist, tap
from tests.scanners.virtual.edge import Edge
from tests.scanners.virtual.keyboard import VirtualKeyboard
from tests.terminal.conftest import Terminal

BROKEN = """
from intake.cli import main
from intake.scan import Scan
from intake.station import Station

accept = Station.accept

def broken(station, arrived):
    if isinstance(arrived, Scan):
        raise RuntimeError("a fault nobody foresaw")
    return accept(station, arrived)

Station.accept = broken
main()
"""

Opener = Callable[..., Terminal]
Q = 16
F10 = 68


def shows(*words: str) -> Callable[[str], bool]:
    """Tell whether all words stand on a screen."""
    return lambda screen: all(word in screen for word in words)


def test_two_scanners_and_the_keyboard_at_one_desk(open_terminal: Opener, tmp_path: Path, edge: Edge) -> None:
    """Each scan is answered on the screen and at its gun; no key of a gun that types reaches the desk."""
    typist = Typist("us")
    with (
        HoneywellAck(tmp_path / "gun") as talking,
        VirtualKeyboard(tmp_path / "event-kbd") as typing,
    ):
        scanners = [
            {"device": str(talking.link), "name": "gun 1", "feedback": "honeywell_ack"},
            {
                "device": str(typing.path),
                "name": "gun 2",
                "kind": "keyboard",
                "usb": "0c2e:0b61",
                "layout": "us",
            },
        ]
        preload = edge.environ["LD_PRELOAD"]
        terminal = open_terminal(None, LD_PRELOAD=preload, INTAKE_SCANNERS=json.dumps(scanners))
        terminal.until(shows("gun 1: ready", "gun 2: ready"))
        assert talking.pull(b"RI-O-0001-T")
        terminal.until(shows("Signed in"))
        talking.wait(lambda: talking.tones == [Sound.GOOD])
        typing.type(typist.types("A312000079193B"))
        terminal.until(shows("312000079193 is open"))
        terminal.keys("ATEST1263K00FVU8", "Enter")
        terminal.until(shows("ATEST1263K00FVU8"))
        assert talking.pull(b"RI-Q-0001-0")
        talking.wait(lambda: talking.tones == [Sound.GOOD, Sound.BAD])
        spoilt = [tap(Q, CTRL), tap(ESC), tap(F10), tap(F12)]
        typing.type(b"".join(typist.types("AB", end=keys) for keys in spoilt) + typist.types("RI-C-INTACT"))
        typing.type(typist.types("RI-C-INTACT"))
        terminal.until(shows("RI-C-INTACT", "Scan the new bag label"))
        talking.unplug()
        terminal.until(shows("gun 1: unplugged"))
        talking.plug()
        terminal.until(shows("gun 1: ready", "gun 2: ready"))
        assert typing.is_grabbed
        assert talking.complaints == []
        assert "F10 once more" not in terminal.screen


def test_a_gun_whose_scan_stops_the_desk_hears_bad(open_terminal: Opener, tmp_path: Path) -> None:
    """Nobody will answer it any more, and with Host ACK it would wait."""
    program = tmp_path / "broken.py"
    program.write_text(BROKEN, "utf-8")
    with HoneywellAck(tmp_path / "gun") as talking:
        scanners = [{"device": str(talking.link), "name": "gun 1", "feedback": "honeywell_ack"}]
        terminal = open_terminal(None, program=str(program), INTAKE_SCANNERS=json.dumps(scanners))
        terminal.until(shows("gun 1: ready"))
        assert talking.pull(b"RI-O-0001-T")
        talking.wait(lambda: talking.tones == [Sound.BAD])
        terminal.until(shows("STOP. Nothing is taken"))
