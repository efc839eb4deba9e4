"""The cameras' udev rules: who may open one, whichever it is."""

from tests.systemd.rules import PLACE, parts, rule_lines

LINES = [parts(line) for line in rule_lines(PLACE / "70-returns-intake-camera.rules")]


def test_cameras_of_every_maker_belong_to_the_group_the_doctor_asks_for():
    [rule] = [line for line in LINES if ("SUBSYSTEM", "==", "video4linux") in line]
    assert rule[1:] == [("GROUP", "=", "video"), ("MODE", "=", "0660")]


def test_no_camera_is_named_by_a_rule():
    """/dev/v4l/by-id and by-path are there without one, and are what is offered."""
    assert not [part for line in LINES for part in line if part[0] == "SYMLINK"]
