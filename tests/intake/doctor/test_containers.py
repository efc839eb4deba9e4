"""Containers: a class without an open one with room is named."""

from intake.condition import Condition
from intake.doctor import Check, State
from intake.request import SealContainer
from tests.intake.conftest import container_of
from tests.intake.doctor.conftest import case_of, found, words


def test_a_class_whose_container_is_sealed_is_named(site, open_desk, case):
    assert words(case, Check.CONTAINERS) == [(State.OK, "containers")]
    desk = open_desk(site)
    un_number = site.campaign.models[0].un_number
    desk.ask(SealContainer(container_of(Condition.D, un_number)))
    (finding,) = found(case, Check.CONTAINERS)
    assert (finding.state, finding.params["classes"]) == (State.WARNING, f"D {un_number}")


def test_a_container_too_old_to_take_more_counts_as_none(site, open_desk):
    site.write_settings("container_max_age_days = 1\n")
    desk = open_desk(site)
    desk.receive()
    later = case_of(site.folder, site.clock.wall + 2 * 86_400_000)
    (finding,) = found(later, Check.CONTAINERS)
    assert str(finding.params["classes"]).startswith("R UN")
