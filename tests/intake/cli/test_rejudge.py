"""`intake campaigns rejudge` and `intake show units --rejudged`: alone, and by a station."""

import time

from intake.reading_room import reading_connection
from intake.scan import Moment
from intake.surroundings import now
from tests.intake.conftest import PATIENCE, Clock
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
    assert ended["lists"].endswith(f"{site.campaign.id}@newer")
    assert intake(site.folder, "verify").code == 0


def test_it_is_asked_for_of_units_alone(intake, site):
    ran = intake(site.folder, "show", "holds", "--rejudged")
    assert ran.code == 2
    assert "expected --rejudged with units, got holds" in ran.err


def test_beside_no_station_it_ends_and_leaves_the_folder_free(intake, open_desk, site):
    received(open_desk, site)
    ran = intake(site.folder, "campaigns", "rejudge", "--beside")
    assert ran.code == 3
    assert "expected a station at work" in ran.err


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
