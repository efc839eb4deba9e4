"""Cameras as the doctor sees them: told from what the system shows, none opened."""

import os
from dataclasses import replace

import pytest

from intake.cli.examined_cameras import examine_cameras
from intake.doctor import Check, State
from tests.intake.doctor.conftest import another_user, become_another, case_of


class Machine:
    """What a machine shows of its cameras, as folders."""

    def __init__(self, place):
        self.place = place

    def plug(self, number, name="Cam"):
        node, told = self.place / f"dev/video{number}", self.place / f"sys/class/video4linux/video{number}"
        for folder in (node.parent, told):
            folder.mkdir(parents=True, exist_ok=True)
        node.touch()
        (told / "name").write_text(f"{name}\n")
        (told / "index").write_text("0\n")
        return node


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path / "machine")


@pytest.fixture
def told(site, machine):
    """Tells what is found about the cameras under these settings."""

    def tell(*devices, check=Check.CAMERAS):
        site.write_settings("".join(f"[[cameras]]\ndevice = '{device}'\n" for device in devices))
        case = replace(case_of(site.folder), machine=machine.place)
        return [(each.state, each.word) for each in examine_cameras(case) if each.check is check]

    return tell


def test_without_a_camera_nothing_is_missed(told):
    assert told() == [(State.OK, "cameras_none")]
    assert told(check=Check.PRINT) == [(State.OK, "print_idle")]


def test_an_assigned_one_is_found_and_another_is_said_not_to_be_opened(told, machine):
    assert told("0") == [(State.WARNING, "camera_missing")]
    machine.plug(0)
    machine.plug(2, "Another")
    assert told("0") == [(State.OK, "camera"), (State.OK, "camera_unassigned")]
    assert told() == [(State.OK, "camera_unassigned")] * 2


def test_one_that_a_program_has_open_is_in_use(told, machine):
    node = machine.plug(0)
    opened = machine.place / "proc/77/fd"
    opened.mkdir(parents=True)
    (opened / "3").symlink_to(node)
    assert told("0") == [(State.OK, "camera_in_use")]


def test_two_names_of_one_camera(told, machine):
    machine.plug(0)
    assert told("0", "/dev/video0") == [(State.FAULT, "camera_twice")] * 2


def test_a_wrong_entry_hides_no_other(told, machine, site):
    machine.plug(0)
    site.write_settings("[[cameras]]\ndevice = ' '\n[[cameras]]\ndevice = '0'\n")
    case = replace(case_of(site.folder), machine=machine.place)
    words = [each.word for each in examine_cameras(case) if each.check is Check.CAMERAS]
    assert words == ["camera_wrong", "camera"]


def test_recorded_pictures_are_no_camera(told, tmp_path):
    assert told(tmp_path / "pictures") == [(State.OK, "camera_recorded")]


def test_one_this_user_may_not_open(site):
    with another_user() as place:
        Machine(place).plug(0).chmod(0)
        site.write_settings("[[cameras]]\ndevice = '0'\n")
        case = replace(case_of(site.folder), machine=place)
        become_another()
        found = [each for each in examine_cameras(case) if each.check is Check.CAMERAS]
    assert [(each.state, each.word) for each in found] == [(State.FAULT, "camera_forbidden")]


def test_with_a_camera_print_is_asked_for(told):
    assert told("0", check=Check.PRINT) == [(State.OK, "print")]


def test_nothing_is_opened(told, machine):
    """A pipe would tell: it has a reader the moment somebody opens it."""
    node = machine.plug(0)
    node.unlink()
    os.mkfifo(node)
    assert told("0") == [(State.OK, "camera")]
