"""Expected returns: their age, and whether they can be read."""

import pytest

from intake.doctor import Check, State
from intake.expected import ExpectedRow, expected_path
from intake.founding import found as found_folder
from tests.intake.doctor.conftest import case_of, damage, words

DAY = 86_400_000


@pytest.fixture
def announced(site, open_desk):
    """Expected returns in force."""
    row = ExpectedRow(site.parcel(), "C-1", None, None, None, 1)
    open_desk(site).ask(site.expect(row))
    return site


def test_they_grow_old(announced):
    wall = announced.clock.wall
    assert words(case_of(announced.folder, wall), Check.EXPECTED) == [(State.OK, "expected")]
    later = case_of(announced.folder, wall + 8 * DAY)
    assert words(later, Check.EXPECTED) == [(State.WARNING, "expected_old")]


@pytest.mark.parametrize("data", [None, b"not what it was"], ids=["gone", "changed"])
def test_what_is_in_force_and_cannot_be_read_is_a_fault(announced, data):
    damage(expected_path(announced.folder, "1"), data)
    case = case_of(announced.folder, announced.clock.wall)
    assert words(case, Check.EXPECTED) == [(State.FAULT, "expected_unreadable")]


def test_a_dock_without_them_is_warned(case, tmp_path):
    assert words(case, Check.EXPECTED) == [(State.OK, "expected_none")]
    found_folder(tmp_path / "dock", training=False, station="dock-9")
    assert words(case_of(tmp_path / "dock"), Check.EXPECTED) == [(State.WARNING, "expected_none")]
