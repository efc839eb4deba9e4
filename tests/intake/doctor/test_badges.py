"""Badges: an emergency needs a lead with a PIN, a hold a supervisor."""

from intake.doctor import Check, State
from intake.founding import found as found_folder
from intake.request import RetireOperator
from tests.intake.doctor.conftest import case_of, words


def test_a_new_dock_has_nobody(tmp_path):
    found_folder(tmp_path / "state", training=False, station="dock-9")
    assert words(case_of(tmp_path / "state"), Check.BADGES) == [(State.FAULT, "badges_none")]


def test_a_retired_supervisor_resolves_nothing(site, open_desk, case):
    assert words(case, Check.BADGES) == [(State.OK, "badges")]
    open_desk(site).ask(RetireOperator(site.supervisor))
    assert words(case, Check.BADGES) == [(State.WARNING, "badges_no_supervisor")]


def test_badges_without_pins_sign_nothing(site, case):
    (site.folder / "people.db").unlink()
    assert words(case, Check.BADGES) == [(State.FAULT, "badges_none")]
    assert not (site.folder / "people.db").exists()
