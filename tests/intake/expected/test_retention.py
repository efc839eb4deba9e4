"""Expected returns are kept for a time; those in force for as long as they are."""

import os
import shutil

import pytest

from intake.expected import ExpectedError, ExpectedRow, publish, retention
from intake.expected.retention import erase, erase_old, kept

DAY = 86_400_000
NOW = 20_000 * DAY
ROW = ExpectedRow("KIT-7", "C-1", None, None, None, 1)


@pytest.fixture
def folder(tmp_path):
    """A state folder with three versions, published 100, 50 and 10 days ago."""
    for version, days in (("a", 100), ("b", 50), ("c", 10)):
        publish([ROW], version, tmp_path / "reference", NOW - days * DAY)
    return tmp_path


def versions(folder):
    return [each.version for each in kept(folder)]


def test_they_are_listed_by_age(folder):
    assert [(each.version, each.published) for each in kept(folder)] == [
        ("a", NOW - 100 * DAY),
        ("b", NOW - 50 * DAY),
        ("c", NOW - 10 * DAY),
    ]


def test_a_folder_that_is_copied_makes_none_younger(folder, tmp_path):
    copied = tmp_path / "copied"
    shutil.copytree(folder / "reference", copied / "reference", copy_function=shutil.copyfile)
    assert list(versions(copied)) == ["a", "b", "c"]
    assert erase_old(copied, "c", 60, NOW) == ("a",)


def test_what_nobody_can_read_goes_by_its_date_on_the_disk(folder):
    path = folder / "reference" / "expected-broken.db"
    path.write_bytes(b"not a database")
    seconds = (NOW - 70 * DAY) // 1000
    os.utime(path, (seconds, seconds))
    assert erase_old(folder, "c", 60, NOW) == ("a", "broken")


@pytest.mark.parametrize(
    ("in_force", "days", "left"),
    [
        ("c", 60, ["b", "c"]),
        ("c", 20, ["c"]),
        ("a", 20, ["a", "c"]),
        ("c", 200, ["a", "b", "c"]),
        ("c", 0, ["a", "b", "c"]),
        (None, 1, []),
    ],
)
def test_the_old_go_but_never_what_is_in_force(folder, in_force, days, left):
    gone = erase_old(folder, in_force, days, NOW)
    assert versions(folder) == left
    assert sorted([*gone, *left]) == ["a", "b", "c"]


def test_one_is_erased_by_name(folder):
    erase(folder, "b", "c")
    assert versions(folder) == ["a", "c"]


@pytest.mark.parametrize("version", ["c", "never", "../journal", ""])
def test_what_is_in_force_or_not_there_is_not_erased(folder, version):
    with pytest.raises(ExpectedError, match="expected a version"):
        erase(folder, version, "c")
    assert versions(folder) == ["a", "b", "c"]


def test_a_folder_without_any_is_empty(tmp_path):
    assert list(retention.kept(tmp_path)) == []
