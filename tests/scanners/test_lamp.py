"""Of all that is so at once, the light that matters most is shown, and since when it is so."""

import errno

import pytest

from intake.scan import Moment
from scanners.device import (
    DeviceAmbiguous,
    DeviceForbidden,
    DeviceHeld,
    DeviceLost,
    DeviceMissing,
    DeviceMistaken,
    DeviceUnusable,
)
from scanners.lamp import Lamp
from scanners.light import Light, LightState

GUN = "port:/dev/serial/by-id/gun"
SECOND = 1_000_000_000


class Clock:
    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        return Moment(int(self.seconds * 1000), int(self.seconds * SECOND))


@pytest.fixture
def time():
    return Clock()


@pytest.fixture
def lights():
    return []


@pytest.fixture
def lamp(time, lights):
    return Lamp(GUN, "Dock 1 left", lights.append, time)


def states(lights):
    return [light.state for light in lights]


def failed(kind, number):
    return kind("/dev/gun", OSError(number, "as the kernel says"))


def test_a_light_names_its_gun_and_dates_from_when_its_state_began(lamp, lights, time):
    lamp.show(LightState.UNTERMINATED, "5")
    began = time()
    time.seconds = 7
    lamp.show(LightState.UNTERMINATED, "9")
    assert lights[-1] == Light(GUN, LightState.UNTERMINATED, "9", began, "Dock 1 left")


def test_the_same_twice_is_shown_once(lamp, lights):
    lamp.show(LightState.READY)
    lamp.show(LightState.READY)
    assert states(lights) == [LightState.READY]


@pytest.mark.parametrize(
    ("kind", "number", "state"),
    [
        (DeviceMissing, errno.ENOENT, LightState.SEARCHING),
        (DeviceHeld, errno.EBUSY, LightState.HELD),
        (DeviceMistaken, 0, LightState.MISTAKEN),
        (DeviceAmbiguous, 0, LightState.AMBIGUOUS),
        (DeviceLost, errno.EIO, LightState.LOST),
        (DeviceUnusable, errno.ENOTTY, LightState.FAILED),
    ],
)
def test_every_reason_has_its_light(lamp, lights, kind, number, state):
    lamp.show_error(failed(kind, number))
    assert states(lights) == [state]


def test_what_was_seen_before_is_lost_and_not_looked_for(lamp, lights):
    lamp.show(LightState.READY)
    lamp.show_error(failed(DeviceMissing, errno.ENOENT))
    assert lights[-1].state is LightState.LOST


def test_udev_has_two_seconds_to_allow_a_device_that_has_just_appeared(lamp, lights, time):
    forbidden = failed(DeviceForbidden, errno.EACCES)
    lamp.show_error(failed(DeviceMissing, errno.ENOENT))
    for seconds in (10.0, 10.4, 11.9):
        time.seconds = seconds
        lamp.show_error(forbidden)
    assert set(states(lights)) == {LightState.SEARCHING}
    assert lights[-1].detail == "EACCES"
    time.seconds = 12.0
    lamp.show_error(forbidden)
    assert lights[-1].state is LightState.FORBIDDEN


@pytest.mark.parametrize("between", [LightState.READY, DeviceMissing])
def test_a_device_that_appears_anew_has_them_again(lamp, lights, time, between):
    lamp.show_error(failed(DeviceForbidden, errno.EACCES))
    time.seconds = 5
    if between is LightState.READY:
        lamp.show(between)
    else:
        lamp.show_error(failed(between, errno.ENOENT))
    lamp.show_error(failed(DeviceForbidden, errno.EACCES))
    assert lights[-1].state is LightState.SEARCHING


def test_not_stored_yet_comes_before_ready_and_before_lost(lamp, lights):
    lamp.show(LightState.READY)
    lamp.show_waiting(True)
    lamp.show_error(failed(DeviceLost, errno.EIO))
    assert states(lights) == [LightState.READY, LightState.WAITING]
    lamp.show_waiting(False)
    assert lights[-1].state is LightState.LOST


def test_a_receiver_that_fails_comes_before_all(lamp, lights):
    lamp.show(LightState.READY)
    lamp.show_waiting(True)
    lamp.show_receiver("OSError('disk full')")
    assert (lights[-1].state, lights[-1].detail) == (LightState.FAILED, "OSError('disk full')")
    lamp.show_receiver("")
    assert lights[-1].state is LightState.WAITING


def test_a_deaf_gun_is_worth_a_word_only_where_nothing_else_is_wrong(lamp, lights):
    lamp.show(LightState.READY)
    lamp.show_deaf(True)
    lamp.show(LightState.UNTERMINATED, "5")
    lamp.show(LightState.READY)
    lamp.show_deaf(False)
    told = [LightState.READY, LightState.DEAF, LightState.UNTERMINATED, LightState.DEAF, LightState.READY]
    assert states(lights) == told


def test_what_was_hidden_dates_from_when_it_began(lamp, lights, time):
    lamp.show(LightState.READY)
    began = time()
    time.seconds = 3
    lamp.show_waiting(True)
    time.seconds = 9
    lamp.show_waiting(False)
    assert (lights[-1].state, lights[-1].since) == (LightState.READY, began)


def test_nothing_comes_after_the_light_has_gone_out(lamp, lights):
    lamp.show(LightState.STOPPED)
    lamp.show_waiting(True)
    lamp.show_deaf(True)
    lamp.show_receiver("OSError('disk full')")
    assert states(lights) == [LightState.STOPPED]
