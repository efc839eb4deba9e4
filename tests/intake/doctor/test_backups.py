"""Backups: the newest one's age, where the service puts them."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

from intake.doctor import Check, State
from intake.doctor.backups import PLACE, judged
from intake.founding import found as found_folder
from intake.surroundings import now
from tests.intake.doctor.conftest import case_of, words

DAY = 86_400_000
NOBODY = 65_534


def test_a_dock_without_a_backup_is_warned(case, tmp_path):
    assert words(replace(case, machine=tmp_path), Check.BACKUPS) == [(State.OK, "backups_none")]
    found_folder(tmp_path / "dock", training=False, station="dock-9")
    dock = replace(case_of(tmp_path / "dock"), machine=tmp_path)
    assert words(dock, Check.BACKUPS) == [(State.WARNING, "backups_none")]


def test_only_whole_backups_count_and_they_grow_old(case, tmp_path):
    wall = now().wall
    here = replace(case, machine=tmp_path, wall=wall)
    for name, age in (("old", 9 * DAY), ("new", DAY), (".draft", 0)):
        manifest = tmp_path / PLACE / name / "manifest.json"
        manifest.parent.mkdir(parents=True)
        manifest.touch()
        os.utime(manifest, ns=((wall - age) * 1_000_000,) * 2)
    (tmp_path / PLACE / "torn").mkdir()
    assert words(here, Check.BACKUPS) == [(State.OK, "backups")]
    assert words(replace(here, wall=wall + DAY), Check.BACKUPS) == [(State.WARNING, "backups_old")]


def test_on_the_disk_of_the_state_folder_they_are_lost_with_it():
    assert judged(DAY, is_beside=True).word == "backups_beside"
    assert judged(DAY, is_beside=False).word == "backups"
    assert judged(9 * DAY, is_beside=True).word == "backups_old"


def test_a_production_folder_beside_its_backups_is_warned(tmp_path):
    found_folder(tmp_path / "dock", training=False, station="dock-9")
    (tmp_path / PLACE / "new").mkdir(parents=True)
    (tmp_path / PLACE / "new" / "manifest.json").touch()
    dock = replace(case_of(tmp_path / "dock", now().wall), machine=tmp_path)
    assert words(dock, Check.BACKUPS) == [(State.WARNING, "backups_beside")]


def test_a_disk_s_own_folder_which_is_root_s_alone_is_passed_over():
    """All lies where another user can reach it, unlike a test's own."""
    with tempfile.TemporaryDirectory() as place:
        machine, own = Path(place), os.geteuid()
        machine.chmod(0o777)
        (machine / PLACE / "lost+found").mkdir(parents=True)
        (machine / PLACE / "lost+found").chmod(0)
        os.seteuid(NOBODY if own == 0 else own)
        try:
            found_folder(machine / "dock", training=True, station="dock-9")
            told = words(replace(case_of(machine / "dock"), machine=machine), Check.BACKUPS)
        finally:
            os.seteuid(own)
    assert told == [(State.OK, "backups_none")]
