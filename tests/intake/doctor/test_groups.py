"""Groups: those that the assigned scanners need."""

import pytest

from intake.doctor import Check, State
from intake.doctor.groups import judged
from tests.intake.doctor.conftest import case_of, found

KEYBOARD = "[[scanners]]\ndevice = 'usb:0c2e:0b61'\nkind = 'keyboard'\n"


@pytest.mark.parametrize(
    ("user", "groups", "told"),
    [
        (0, set(), (State.OK, "groups_root")),
        (1000, {"dialout", "input"}, (State.OK, "groups")),
        (1000, {"dialout"}, (State.WARNING, "groups_missing")),
    ],
)
def test_what_a_user_is_in(user, groups, told):
    finding = judged(user, groups, ["dialout", "input"])
    assert (finding.state, finding.word) == told


def test_what_is_wanted_follows_the_scanners(site):
    assert found(case_of(site.folder), Check.GROUPS)[0].params["groups"] == "dialout"
    site.write_settings(KEYBOARD)
    assert found(case_of(site.folder), Check.GROUPS)[0].params["groups"] == "input"


@pytest.mark.parametrize(
    ("device", "groups"), [("0", "input, video"), ("/dev/video2", "input, video"), ("pictures", "input")]
)
def test_a_camera_needs_a_group_and_recorded_pictures_need_none(site, device, groups):
    site.write_settings(f"{KEYBOARD}\n[[cameras]]\ndevice = '{device}'\n")
    assert found(case_of(site.folder), Check.GROUPS)[0].params["groups"] == groups
