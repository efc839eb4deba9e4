"""Troubles with the central claims system and other desks: each is told while it lasts, and no longer."""

from __future__ import annotations

import os

import pytest
from msgspec.structs import replace

from intake.campaign import Catalogue
from intake.central_status import Failure, FailureKind, LinkStatus, SyncStatus, status_path, write_status
from intake.central_troubles import ANCHOR_LASTS, EMERGENCY_LASTS, central_troubles, emergencies
from intake.line import Line
from intake.request import AnchorHead, TellEmergency
from intake.settings import Settings
from intake.surroundings import iso
from intake.troubles import Trouble
from intake.wire import EmergencyState

AT = "2027-01-15T07:00:00.000Z"
SENDING = Settings(hub_url="https://hub.example", inspection_hours=0.0)
LIVE = replace(SENDING, link=True)
UNREACHABLE = Failure(FailureKind.UNREACHABLE, "expected an answer, got none", AT)
CONFLICT = replace(UNREACHABLE, kind=FailureKind.CONFLICT)


@pytest.fixture
def desk(site, open_desk):
    return open_desk(site)


@pytest.fixture
def found(desk):
    """Look for such troubles now, as in a production folder."""

    def look(settings=SENDING, *, training=False):
        connection, wall = desk.station.journal.connection, desk.site.clock.wall
        return [*central_troubles(connection, desk.site.folder, settings, wall, training=training)]

    return look


@pytest.fixture
def status(desk):
    """Leave a status as a sync or a link does, written now by the test's clock."""

    def leave(made, *, ago=0.0):
        write_status(desk.site.folder, made)
        touch(status_path(desk.site.folder, type(made)), desk.site.clock.wall / 1000 - ago)

    return leave


def touch(path, seconds):
    path.touch()
    os.utime(path, (seconds, seconds))


def test_without_a_central_system_there_is_no_trouble_with_it(desk, found, status):
    status(SyncStatus(AT, failure=UNREACHABLE, dead_letters=3))
    desk.site.clock.pass_by(ANCHOR_LASTS)
    assert found(Settings(link=True)) == found(LIVE, training=True) == []


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (SyncStatus(AT, AT), []),
        (
            SyncStatus(AT, failure=UNREACHABLE),
            [Line(Trouble.SYNC_FAILED, {"failure": "unreachable", "at": AT})],
        ),
        (SyncStatus(AT, failure=CONFLICT), [Line(Trouble.SYNC_CONFLICT)]),
        (SyncStatus(AT, AT, dead_letters=2), [Line(Trouble.DEAD_LETTERS, {"count": 2})]),
        (SyncStatus(AT, AT, skew_ms=60_000), []),
        (SyncStatus(AT, AT, skew_ms=-7_200_400), [Line(Trouble.CLOCK_APART, {"minutes": 120})]),
    ],
    ids=["well", "failed", "conflict", "dead letters", "clocks agree", "clocks apart"],
)
def test_what_the_last_night_left_is_told(found, status, made, told):
    status(made)
    assert found() == told


def test_a_night_without_any_sync_is_told_until_the_next_anchor(desk, found, status):
    assert found() == []
    begun = desk.row("SELECT envelope ->> '$.at' FROM event WHERE seq = 1")[0]
    desk.site.clock.pass_by(ANCHOR_LASTS / 1000 + 1.0)
    assert found() == [Line(Trouble.SYNC_LATE, {"at": begun})]
    status(SyncStatus(AT, failure=UNREACHABLE))
    assert [line.message for line in found()] == [Trouble.SYNC_FAILED]
    status(SyncStatus(AT, AT))
    journal = desk.station.journal
    desk.ask(AnchorHead(journal.identity.incarnation, journal.seq, journal.head.hex()))
    assert found() == []


@pytest.mark.parametrize(
    ("made", "ago", "told"),
    [
        (LinkStatus(True, AT), 0, []),
        (LinkStatus(True, AT), 80, []),
        (LinkStatus(False, AT, UNREACHABLE), 0, [Line(Trouble.LINK_DOWN, {"at": AT})]),
    ],
    ids=["contact", "written a while ago", "no contact"],
)
def test_the_link_tells_whether_it_has_contact(found, status, made, ago, told):
    status(made, ago=ago)
    assert found(LIVE) == told
    assert found(SENDING) == []


def test_a_link_that_writes_no_more_has_ended_whatever_it_wrote(desk, found, status):
    status(LinkStatus(True, AT), ago=100)
    assert found(LIVE) == [Line(Trouble.LINK_DOWN, {"at": iso(desk.site.clock.wall - 100_000)})]


def test_a_link_that_never_ran_is_told(desk, found):
    assert found(LIVE) == [Line(Trouble.LINK_NONE)]
    status_path(desk.site.folder, LinkStatus).write_text("no status of ours")
    assert found(LIVE) == [Line(Trouble.LINK_NONE)]


def test_services_that_failed_are_named_unless_they_have_told_why(desk, found, status):
    wall = desk.site.clock.wall
    for unit, failed_at in (("intake-backup", wall), ("intake-sync", wall - 1000)):
        touch(desk.site.folder / f"failed-{unit}", failed_at / 1000)
    both = Line(Trouble.UNIT_FAILED, {"services": "intake-backup, intake-sync", "at": iso(wall)})
    assert found(training=True) == [both]
    status(SyncStatus(AT, failure=UNREACHABLE))
    assert [line.message for line in found()] == [Trouble.SYNC_FAILED, Trouble.UNIT_FAILED]
    (desk.site.folder / "failed-intake-backup").unlink()
    assert [line.message for line in found()] == [Trouble.SYNC_FAILED]


def test_a_flag_that_is_taken_away_meanwhile_is_none(desk, found):
    (desk.site.folder / "failed-intake-sync").symlink_to("nowhere")
    assert found() == []


def test_the_newest_emergency_is_told_with_how_many_there_are(desk):
    connection = desk.station.journal.connection
    for number in (1, 2, 3):
        desk.ask(TellEmergency(f"DOCK-{number}", f"i-{number}", EmergencyState.RAISED))
        desk.site.clock.pass_by(60.0)
    desk.ask(TellEmergency("DOCK-3", "i-3", EmergencyState.CLOSED))
    (line,) = emergencies(connection, desk.site.clock.wall)
    assert (line.message, line.params["station"], line.params["count"]) == (
        Trouble.EMERGENCY_ELSEWHERE,
        "DOCK-2",
        2,
    )
    assert [*emergencies(connection, desk.site.clock.wall + EMERGENCY_LASTS)] == []


def test_the_banner_tells_a_failed_service_before_campaigns_without_a_list(desk, site):
    campaigns = desk.station.look_ups.catalogue.campaigns
    desk.station.look_ups.catalogue = Catalogue((*campaigns, replace(campaigns[0], id="another")))
    desk.station.scenery._training = False  # noqa: SLF001 (a production folder takes no training list)
    (site.folder / "failed-intake-backup").touch()
    told = [line.message for line in desk.station.look_round().troubles]
    assert told == [Trouble.UNIT_FAILED, Trouble.LIST_MISSING]


def test_the_banner_has_the_gravest_first(desk, site):
    desk.ask(TellEmergency("DOCK-2", "i", EmergencyState.RAISED))
    (site.folder / "failed-intake-backup").touch()
    site.free = 0
    told = [line.message for line in desk.station.look_round().troubles]
    assert told == [Trouble.EMERGENCY_ELSEWHERE, Trouble.DISK_LOW, Trouble.UNIT_FAILED]
