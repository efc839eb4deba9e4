"""Every file of udev rules: udev understands it, and so does who reads it."""

import pytest

from tests.systemd.rules import PLACE, parts, rule_lines, strangers, unexplained

FILES = sorted(PLACE.glob("*.rules"))


@pytest.fixture(params=FILES, ids=lambda file: file.name)
def file(request):
    return request.param


def test_each_rule_is_one_udev_understands(file):
    assert [line for line in rule_lines(file) if strangers(line)] == []


def test_each_jump_has_its_label(file):
    found = [part for line in rule_lines(file) for part in parts(line)]
    jumps, labels = ({value for key, _, value in found if key == name} for name in ("GOTO", "LABEL"))
    assert jumps == labels


def test_no_two_files_have_a_label_in_common():
    lists = [[part for line in rule_lines(file) for part in parts(line)] for file in FILES]
    labels = [value for found in lists for key, _, value in found if key == "LABEL"]
    assert len(labels) == len(set(labels)) == len(FILES)


def test_each_rule_says_why(file):
    assert unexplained(file) == []


def test_the_file_stands_after_what_names_sockets_and_before_the_modem_manager(file):
    assert 60 < int(file.name.partition("-")[0]) < 80
