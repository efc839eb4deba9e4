"""The journal is followed by what is recorded, and what stands is read off the views."""

from __future__ import annotations

import pytest

from intake import catalogue
from intake.link.following import NOTHING, Follower
from intake.link.standing import open_parcel, standings, unanswered
from intake.reading_room import reading_connection
from intake.receipt import Step
from intake.request import RecordReservation
from intake.settings import load


@pytest.fixture
def dock(dock_at):
    return dock_at()


@pytest.fixture
def connection(dock):
    with reading_connection(dock.site.folder) as opened:
        yield opened


def look(dock, connection):
    """Read the units of the one parcel there is."""
    campaigns = catalogue.load(dock.site.folder, judged_by=load(dock.site.folder).campaigns)
    (parcel,) = dock.row("SELECT parcel FROM parcel")
    return standings(connection, campaigns, parcel)


def test_what_is_recorded_is_told_once_and_the_newest_parcel_last(dock, connection) -> None:
    follower = Follower(connection)
    follower.news()
    assert follower.news() is NOTHING
    dock.receive()
    label = dock.open_parcel()
    news = follower.news()
    (parcel,) = dock.row("SELECT parcel FROM parcel WHERE label = ?", label)
    assert news.parcels[-1] == parcel == open_parcel(connection)
    assert len(news.parcels) == 2
    assert not news.emergency
    assert follower.news() is NOTHING


def test_an_emergency_is_told(dock, connection) -> None:
    dock.until(Step.PARCEL_OPEN)
    follower = Follower(connection)
    follower.news()
    dock.scan("RI-C-K2")
    assert follower.news().emergency
    dock.until(Step.PARCEL_OPEN)
    assert follower.news().emergency


def test_no_transaction_stays_open(dock, connection) -> None:
    """A reader that stays keeps the write-ahead log from being copied into the file."""
    dock.receive()
    follower = Follower(connection)
    follower.news()
    look(dock, connection)
    unanswered(connection, 0, 10)
    assert not connection.in_transaction
    dock.station.journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    busy, *_ = dock.station.journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    assert not busy


def test_a_unit_on_the_table_then_reserved_then_put_away_then_undone(dock, connection) -> None:
    dock.open_parcel()
    serial = dock.site.affected()
    dock.scan(serial)
    (unit,) = look(dock, connection)
    assert unit.on_table
    assert unit.key is not None
    assert unit.key.endswith(f"/{serial}")
    assert (unit.reserved, unit.promised, unit.owed) == (None, (), None)
    dock.ask(RecordReservation(unit.parcel, unit.unit, unit.key, 5), by="uid:0")
    (unit,) = look(dock, connection)
    assert (unit.reserved, unit.promised) == (5, (unit.key,))
    dock.until(Step.PARCEL_OPEN)
    (unit,) = look(dock, connection)
    assert not unit.on_table
    assert unit.owed is not None
    assert (unit.owed.key, unit.owed.answer, unit.reserved) == (unit.key, None, 5)
    assert [parcel for _, parcel in unanswered(connection, 0, 10)] == [unit.parcel]
    while dock.rows("SELECT unit FROM unit"):
        dock.undo()
    (gone,) = look(dock, connection)
    assert (gone.unit, gone.key, gone.owed) == (unit.unit, None, None)
    assert {*gone.promised} == {unit.key}
    assert unanswered(connection, 0, 10) == []
