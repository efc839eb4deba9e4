"""`intake campaigns rejudge` and `intake show units --rejudged`: alone, and by a station."""

import time
from importlib import import_module

import pytest

from intake import lane as lane_module
from intake.door import Door, background, submit
from intake.errors import LockHeldError, StorageError
from intake.lane import Lane
from intake.outcome import Message
from intake.reading_room import reading_connection
from intake.request import EndRejudging, LeaveNote, Request
from intake.review.registers import rejudged
from intake.scan import Moment
from intake.settings import Settings
from intake.station import Station
from intake.surroundings import now
from tests.intake.conftest import PATIENCE, Clock, kinds, list_file
from tests.intake.rejudging.newer import newer_list, publish_newer


def an_hour_ago():
    """Give a clock that stays behind the real one, which processes of their own have."""
    return Clock(Moment(now().wall - 3_600_000, now().monotonic))


def received(open_desk, site):
    """Take in one unit that a newer list no longer names, put that in force, and end; its serial."""
    site.clock = an_hour_ago()
    desk = open_desk(site)
    serial = site.affected()
    desk.receive(serial)
    newer_list(desk)
    desk.close()
    return serial


def test_alone_it_judges_everything_and_says_so(intake, open_desk, site):
    serial = received(open_desk, site)
    ran = intake(site.folder, "campaigns", "rejudge")
    assert (ran.err, ran.out) == ("", "Every unit is judged by the lists in force: 1, of them 1 changed.\n")
    (row,) = intake(site.folder, "show", "units", "--rejudged", "--json").rows
    assert (row["serial"], row["verdict_before"], row["verdict"]) == (serial, "AFFECTED", "NOT_AFFECTED")
    assert row["container"]
    assert row["judged_at"]
    (ended,) = intake(site.folder, "campaigns", "rejudge", "--json").rows
    assert (ended["units"], ended["changed"]) == (1, 1)
    assert f"{site.campaign.id}@newer#" in ended["lists"]
    assert intake(site.folder, "verify").code == 0


def test_a_unit_whose_verdict_stays_is_not_among_the_rejudged(intake, open_desk, site):
    """A newer list may name it on other grounds."""
    site.clock = an_hour_ago()
    desk = open_desk(site)
    serial = site.affected()
    desk.receive(serial)
    newer_list(desk, serial)
    desk.close()
    assert intake(site.folder, "campaigns", "rejudge").code == 0
    (judged,) = intake(site.folder, "show", "units", "--json").rows
    assert (judged["verdict_before"], judged["verdict"], bool(judged["judged_at"])) == (
        "AFFECTED",
        "AFFECTED",
        True,
    )
    assert intake(site.folder, "show", "units", "--rejudged", "--json").rows == []
    with reading_connection(site.folder) as connection:
        assert rejudged(connection) == ()


def test_a_verdict_there_is_not_is_wrong_usage(intake, site):
    assert intake(site.folder, "show", "units", "--verdict", "NIX").code == 2


def test_it_is_asked_for_of_units_alone(intake, site):
    ran = intake(site.folder, "show", "holds", "--rejudged")
    assert ran.code == 2
    assert "expected --rejudged with units, got holds" in ran.err


def test_beside_no_station_it_ends_and_leaves_the_folder_free(intake, open_desk, site):
    received(open_desk, site)
    ran = intake(site.folder, "campaigns", "rejudge", "--beside")
    assert ran.code == 3
    assert "expected a station at work" in ran.err


def test_where_the_station_cannot_read_a_list_it_gives_up_instead_of_asking_for_ever(
    open_desk, site, monkeypatch
):
    """The file is there again, but the station has not looked for it since."""
    received(open_desk, site)
    path = list_file(site, version="newer")
    away = path.rename(path.with_suffix(".away"))
    monkeypatch.setattr(lane_module, "IDLE_SECONDS", 3600.0)
    lane = Lane(lambda: Station(site.folder, Settings(), site.surroundings, synchronous="OFF"))
    lane.start()
    lane.opened()
    away.rename(path)
    door = Door(site.folder, lane.ask)
    module = import_module("intake.cli.campaigns.rejudge")
    monkeypatch.setenv("INTAKE_STATE", str(site.folder))
    with pytest.raises(StorageError, match="expected a station that judges by the lists in force"):
        module.rejudge.main([], standalone_mode=False)
    door.close()
    lane.stop()
    assert kinds(site.folder).count("RequestRefused") == 1


def test_by_other_campaigns_than_the_desks_it_is_refused(running, open_desk, site, intake):
    serial = received(open_desk, site)
    station = running(site.folder)
    ran = intake(site.folder, "campaigns", "rejudge", INTAKE_CAMPAIGNS="us-2025-06-12")
    assert ran.code == 1
    assert "judges by other campaigns or settings" in ran.err
    assert station.scan(site.badge)["seq"]
    (row,) = intake(site.folder, "show", "units", "--json").rows
    # By those campaigns alone it is no serial. The desk's own run, which begins soon, may have come first.
    assert row["serial"] == serial
    assert row["verdict"] in {"AFFECTED", "NOT_AFFECTED"}


def test_while_it_acts_as_the_station_other_commands_come_in_by_its_door(open_desk, site):
    received(open_desk, site)
    with background(site.folder, "a test") as bring:
        made = submit(site.folder, Request("note", "uid:0", LeaveNote("hello")))
        assert made.answer.message is Message.NOTE_LEFT
        assert bring(Request("end", "uid:0", EndRejudging("", 0, 0))).answer.message is Message.LISTS_CHANGED
        with pytest.raises(LockHeldError, match="a test"):
            Station(site.folder, Settings())
    open_desk(site).close()


def test_a_list_of_a_campaign_whose_file_has_changed_since_is_not_put_in_force(running, site, intake):
    station = running(site.folder)
    wish, before = publish_newer(site), kinds(site.folder)
    (path,) = (site.folder / "campaigns").glob("*.toml")
    path.write_text(path.read_text("utf-8").replace(site.campaign.maker, "another maker"), "utf-8")
    ran = intake(site.folder, "campaigns", "activate", wish.campaign, wish.version)
    assert ran.code == 1
    assert "Open the desk anew" in ran.err
    assert station.read()["message_id"] == "campaign_differs"
    assert kinds(site.folder) == [*before, "RequestRefused"]
    station.close()
    assert intake(site.folder, "campaigns", "activate", wish.campaign, wish.version).code == 0


def test_a_station_has_it_done_and_goes_on_taking_scans(running, open_desk, site, intake):
    site.clock = an_hour_ago()
    desk = open_desk(site)
    desk.receive(site.affected())
    desk.close()
    wish = publish_newer(site)
    station = running(site.folder)
    assert intake(site.folder, "campaigns", "activate", wish.campaign, wish.version).code == 0
    assert station.read()["message_id"] == "list_activated"
    end = time.monotonic() + PATIENCE
    while not _ended(site.folder):
        assert time.monotonic() < end, "nobody judges"
        assert station.scan(site.badge)["seq"]
        time.sleep(0.6)  # a desk that never pauses is not disturbed by starting a process
    code, rest, _ = station.close()
    assert code == 0
    assert rest == [], "the desk hears nothing of it"
    assert intake(site.folder, "verify").code == 0


def _ended(folder):
    with reading_connection(folder) as connection:
        query = "SELECT ended_at FROM follow_up WHERE task = 'rejudging'"
        return connection.execute(query).fetchone()[0] is not None
