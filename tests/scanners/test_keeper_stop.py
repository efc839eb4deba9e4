"""A keeper lets go at once, whatever its gun and its receivers do."""

import fcntl
import time
from dataclasses import replace
from pathlib import Path

import pytest

from intake.scan import Fault
from scanners.assignment import Assignment
from scanners.frames import Framer, Framing
from scanners.light import LightState
from scanners.outbox import CAPACITY

AT_ONCE = 2.0
"""Seconds: its budget is 0.3, which a busy machine stretches; one that does not let go takes a read's 5."""


def timed_stop(keeper):
    begin = time.monotonic()
    left = keeper.stop()
    return time.monotonic() - begin, left


def test_it_stops_at_once_when_ready_and_says_so_last(gun, keep, receiver):
    keeper = keep(gun.link)
    receiver.wait_light(LightState.READY)
    took, left = timed_stop(keeper)
    assert (took < AT_ONCE, left) == (True, 0)
    assert receiver.states[-1] is LightState.STOPPED
    assert timed_stop(keeper)[0] < AT_ONCE
    with Path(gun.device).open("rb") as free:
        fcntl.flock(free, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_it_stops_at_once_while_it_waits_to_search_again(keep, receiver, tmp_path):
    keeper = keep(tmp_path / "nothing")
    receiver.wait_light(LightState.SEARCHING, times=2)
    assert timed_stop(keeper)[0] < AT_ONCE
    assert receiver.states[-1] is LightState.STOPPED


@pytest.mark.parametrize(("sent", "least"), [(1000, 1000), (3000, CAPACITY)], ids=["stuck", "stuck and full"])
def test_it_stops_at_once_while_its_receiver_is_stuck_and_counts_the_rest(
    gun, keep, receiver, received, sent, least
):
    receiver.open.clear()
    keeper = keep(gun.link)
    receiver.wait_light(LightState.READY)
    gun.send(b"SN1\r" * sent)
    received(keeper, 4 * least)
    took, left = timed_stop(keeper)
    assert took < AT_ONCE
    assert least <= left <= sent


def test_it_stops_at_once_while_its_receiver_fails(gun, keep, receiver):
    receiver.failures = [OSError("disk full")] * 1000
    keeper = keep(gun.link)
    gun.send(b"SN1\r")
    receiver.wait_light(LightState.FAILED)
    took, left = timed_stop(keeper)
    assert (took < AT_ONCE, left) == (True, 1)


@pytest.mark.parametrize("name", ["auto", "gap"])
def test_a_code_that_is_not_whole_when_it_stops_is_cut_short(gun, keep, receiver, received, name):
    keeper = keep(gun.link, decoder=Framer(replace(Framing.parse(name), idle_gap=5)))
    gun.send(b"SN12")
    received(keeper, 4)
    assert timed_stop(keeper)[0] < AT_ONCE
    assert [(scan.raw, scan.fault) for scan in receiver.scans] == [(b"SN12", Fault.CUT_SHORT)]


def test_a_keeper_that_never_started_can_be_stopped(keep, gun, receiver):
    keeper = keep(gun.link)
    never = type(keeper)(Assignment(str(gun.link)), on_scan=print, on_light=print, now=receiver.on_scan)
    assert timed_stop(never)[0] < AT_ONCE
