"""The time zone is named, and one that is not the dock's is told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.doctor import Check, State
from intake.doctor.zone import judged
from tests.intake.doctor.conftest import case_of, found


@pytest.mark.parametrize(
    ("name", "minutes", "told"),
    [
        ("Asia/Tokyo", 540, (State.OK, "+09:00")),
        ("America/St_Johns", -210, (State.OK, "-03:30")),
        ("Etc/GMT-9", 540, (State.OK, "+09:00")),
        ("Europe/London", 0, (State.OK, "+00:00")),
        ("Etc/UTC", 0, (State.WARNING, "+00:00")),
        ("UTC0", 0, (State.WARNING, "+00:00")),
        ("", 0, (State.WARNING, "+00:00")),
    ],
)
def test_a_zone_of_no_place_is_told_and_a_place_is_believed(name, minutes, told):
    finding = judged(name, timedelta(minutes=minutes))
    assert (finding.state, finding.params["offset"]) == told


def test_it_is_named_by_the_variable_else_by_the_link(site, case, tmp_path):
    assert found(case_of(site.folder, TZ=":Asia/Tokyo"), Check.ZONE)[0].params["zone"] == "Asia/Tokyo"
    (tmp_path / "zoneinfo/Asia").mkdir(parents=True)
    (tmp_path / "zoneinfo/Asia/Tokyo").touch()
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/localtime").symlink_to(tmp_path / "zoneinfo/Asia/Tokyo")
    assert found(replace(case, machine=tmp_path), Check.ZONE)[0].params["zone"] == "Asia/Tokyo"
