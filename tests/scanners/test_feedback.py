"""The makers' commands, held against what the makers say of them."""

import itertools

import pytest

from intake.scan import Severity
from scanners.feedback import DRIVERS, MARGIN, Tone, tone_of
from tests.scanners.doubles import DOUBLES, denso

TRAINS = [(driver, tone) for driver in DRIVERS.values() for tone in Tone if driver.train(tone)]
NAMES = [f"{driver.name}-{tone}" for driver, tone in TRAINS]


def test_an_answer_sounds_as_it_is_to_be_taken():
    assert {severity: tone_of(severity) for severity in Severity} == {
        Severity.OK: Tone.GOOD,
        Severity.NOTE: Tone.GOOD,
        Severity.REFUSED: Tone.BAD,
        Severity.HAZARD: Tone.HAZARD,
        Severity.EMERGENCY: Tone.HAZARD,
    }


def test_each_maker_has_a_driver_and_a_double():
    assert set(DRIVERS) == {*DOUBLES, "hid_pos", "none"}, "doubles.hid_pos is opened by other programs"
    assert all(name == driver.name for name, driver in DRIVERS.items())


@pytest.mark.parametrize(("driver", "tone"), TRAINS, ids=NAMES)
def test_a_train_begins_at_once_and_goes_on_in_order(driver, tone):
    times = [pulse.after for pulse in driver.train(tone)]
    assert times[0] == 0
    assert times == sorted(set(times))


@pytest.mark.parametrize("driver", [each for each in DRIVERS.values() if each.name != "none"], ids=str)
def test_the_three_tones_differ(driver):
    assert len({driver.train(tone) for tone in Tone}) == 3


@pytest.mark.parametrize(("driver", "tone"), TRAINS, ids=NAMES)
def test_a_gun_that_is_disabled_must_be_enabled_again(driver, tone):
    if driver.name != "datalogic":
        assert not any(pulse.must for pulse in driver.train(tone))
        return
    disables = [pulse for pulse in driver.train(tone) if b"D" in pulse.data]
    enables = [pulse for pulse in driver.train(tone) if pulse.data == b"E"]
    assert len(disables) == len(enables) == (tone is not Tone.GOOD)
    assert all(enable.must and enable is driver.train(tone)[-1] for enable in enables)
    assert driver.opening == b"E", "a station killed in between left it disabled"


@pytest.mark.parametrize("tone", Tone)
def test_host_ack_gets_each_answer_in_one_piece(tone):
    """What came later could be taken for the answer to the next scan."""
    assert len(DRIVERS["honeywell_ack"].train(tone)) == 1


@pytest.mark.parametrize("tone", Tone)
def test_denso_has_time_for_each_command(tone):
    for one, other in itertools.pairwise(DRIVERS["denso"].train(tone)):
        lasts = denso.LASTS[one.data.rstrip(b"\r").decode()[-1]]
        assert other.after - one.after > denso.TO_BEGIN + lasts


def test_a_gun_that_waits_is_told_bad_in_time():
    deadlines = {driver.name: driver.deadline for driver in DRIVERS.values() if driver.deadline is not None}
    assert deadlines == {"honeywell_ack": 10 - MARGIN, "zebra_ssi": 6 - MARGIN}
