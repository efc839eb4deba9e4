"""Lists: each campaign's, and everything that keeps one from judging."""

import pytest

from intake.doctor import Check, State
from intake.founding import found as found_folder
from tests.intake.conftest import BEGINNING, edit, list_file
from tests.intake.doctor.conftest import case_of, damage, found, words

DAY = 86_400_000
REAL = ("UPDATE list_in_force SET training = 0", ())


def of_the_sites_own(site, case):
    """Give what is found about the campaign of the test."""
    named = [each for each in found(case, Check.LISTS) if each.params["campaign"] == site.campaign.id]
    (finding,) = named
    return finding.state, finding.word


def test_a_training_folder_practises_with_training_lists(site, case):
    assert set(words(case, Check.LISTS)) == {(State.OK, "list_training")}


@pytest.mark.parametrize(
    ("days", "told"),
    [(0, (State.OK, "list")), (6, (State.OK, "list")), (8, (State.WARNING, "list_stale"))],
)
def test_a_makers_list_grows_old(site, days, told):
    edit(site.folder, REAL)
    assert of_the_sites_own(site, case_of(site.folder, BEGINNING.wall + days * DAY)) == told


def test_a_list_with_rows_left_out_is_told(site):
    version = f"{site.listing.version}-part"
    list_file(site).rename(list_file(site, version=version))
    edit(site.folder, REAL, ("UPDATE list_in_force SET version = version || '-part'", ()))
    assert of_the_sites_own(site, case_of(site.folder)) == (State.WARNING, "list_partial")


@pytest.mark.parametrize("data", [None, b"not what it was"], ids=["gone", "changed"])
def test_a_list_that_cannot_be_read_is_a_fault(site, case, data):
    damage(list_file(site), data)
    assert of_the_sites_own(site, case) == (State.FAULT, "list_unreadable")


def test_a_training_list_at_a_real_dock_is_a_fault(site, case):
    as_production = "UPDATE event SET envelope = replace(envelope, '\"training\":true', '\"training\":false')"
    edit(site.folder, (f"{as_production} WHERE seq = 1", ()))
    assert set(words(case, Check.LISTS)) == {(State.FAULT, "list_training")}


def test_a_dock_without_a_list_is_a_fault(tmp_path):
    found_folder(tmp_path / "state", training=False, station="dock-9")
    assert set(words(case_of(tmp_path / "state"), Check.LISTS)) == {(State.FAULT, "list_none")}


def test_only_campaigns_judged_by_need_a_list(site):
    edit(site.folder, ("DELETE FROM list_in_force WHERE campaign <> ?", (site.campaign.id,)))
    assert (State.WARNING, "list_none") in words(case_of(site.folder), Check.LISTS)
    site.write_settings(f"campaigns = ['{site.campaign.id}']\n")
    assert words(case_of(site.folder), Check.LISTS) == [(State.OK, "list_training")]
