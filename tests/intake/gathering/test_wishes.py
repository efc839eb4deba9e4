"""Gathering: what requests need to know, and what follows from them in the folder."""

import pytest
from msgspec.structs import replace

from intake.disposition import EmergencyOutcome
from intake.errors import StorageError
from intake.founding import TRAINING_PIN, found
from intake.outcome import Message
from intake.own_label import LabelKind, OwnLabel
from intake.reference import publish
from intake.request import ActivateList, CloseEmergency, Request
from intake.settings import Settings
from intake.station import Station
from intake.verdict import Told, Verdict
from intake.verify import verify
from tests.intake import lists
from tests.intake.conftest import edit, list_file


def test_a_list_put_in_force_decides_from_the_next_scan_on(desk, state):
    """Without a restart, and after one."""
    serial = state.unnamed()
    told = Told(state.campaign.models[0].name)  # all units of another model may be recalled
    assert desk.station.look_ups.judge(serial, state.clock.wall, told).verdict is Verdict.NOT_AFFECTED
    named = lists.row(serial, serial, state.campaign.models[0].name, line=1)
    newer = replace(state.listing, version="newer-2", rows=(*state.listing.rows, named))
    publish(newer, state.folder / "reference")
    desk.open_parcel()
    assert desk.ask(ActivateList(state.campaign.id, "newer-2")).answer.message is Message.LIST_ACTIVATED
    assert desk.scan(serial).answer.verdict is Verdict.AFFECTED
    versions = [entry.version for entry in desk.station.look_ups.lists if entry.campaign == state.campaign.id]
    desk.restart()
    assert versions == ["newer-2"]
    assert desk.station.look_ups.judge(serial, state.clock.wall).list_version == "newer-2"
    assert verify(state.folder).faults == ()


def test_a_list_that_is_not_there_is_refused(desk, state):
    outcome = desk.ask(ActivateList(state.campaign.id, "never"))
    assert outcome.answer.message is Message.LIST_REFUSED


def test_a_file_that_is_no_list_is_refused_and_the_station_goes_on(desk, state):
    """Somebody copied half a file into `reference/`: the command is refused, the desk does not end."""
    path = list_file(state, version="half")
    for content in (b"", b"SQLite format 3\0", b"not a list"):
        path.write_bytes(content)
        outcome = desk.ask(ActivateList(state.campaign.id, "half"))
        assert outcome.answer.message is Message.LIST_REFUSED
    assert desk.receive()


def test_a_list_of_another_campaign_under_this_ones_name_is_refused(desk, state):
    """What decides is what the file says of itself, not how somebody named it."""
    good = list_file(state)
    for campaign, version in ((state.campaign.id, "other"), ("other", state.listing.version)):
        list_file(state, campaign, version).write_bytes(good.read_bytes())
        assert desk.ask(ActivateList(campaign, version)).answer.message is Message.LIST_REFUSED


def test_an_emergency_is_closed_by_lead_supervisor_or_safety_and_by_no_operator(desk, state):
    ends = []
    for number in range(1, 5):
        desk.scan("RI-C-K2")
        wish = CloseEmergency(
            OwnLabel(LabelKind.BADGE, number).code, TRAINING_PIN, EmergencyOutcome.FIRE_SERVICE
        )
        ends.append(desk.ask(wish).answer.message)
    assert ends[0] is Message.LEAD_NOT_VERIFIED
    assert ends[1] is Message.EMERGENCY_CLOSED


def test_a_journal_without_a_beginning_is_refused_with_a_sentence(site):
    edit(site.folder, ("DELETE FROM event", ()))
    with pytest.raises(StorageError, match="begun by intake init"):
        Station(site.folder, Settings())


def test_what_kind_of_folder_it_is_stands_in_the_first_fact_and_nowhere_else(tmp_path):
    for training in (True, False):
        folder = tmp_path / str(training)
        found(folder, training=training, station="s")
        (folder / "settings.toml").write_text('language = "en"\n')
        station = Station(folder, Settings())
        assert station.training is training
        station.close()


def test_the_answer_of_a_request_names_all_its_facts_again(desk, state):
    desk.open_parcel()
    desk.scan(state.affected())
    desk.scan("RI-C-K2")
    request = Request(
        "end", state.lead, CloseEmergency(state.lead, TRAINING_PIN, EmergencyOutcome.WATER_BATH)
    )
    first, again = desk.station.accept(request), desk.station.accept(request)
    assert "EmergencyClosed" in [event.kind for event in first.events]
    assert {"UnitLost", "HoldRaised"} <= {event.kind for event in first.events}
    assert again.events == first.events
