"""Progress: the figures of a day and of the campaign are those a count of every unit gives."""

from collections import Counter
from datetime import date, datetime

import pytest
from msgspec.structs import replace

from intake import catalogue
from intake.campaign import Catalogue
from intake.correction import UndoReason
from intake.founding import TRAINING_PIN
from intake.receipt import Step
from intake.request import UndoAct
from intake.review import progress
from tests.intake.review.test_search import all_units, local_day


@pytest.mark.parametrize("on", [date(2027, 1, 14), date(2027, 1, 15), date(2027, 1, 16), date(2027, 1, 17)])
def test_a_day_counts_what_came_on_it(connection, on):
    rows = [row for row in all_units(connection) if local_day(row["identified_at"]) == on.isoformat()]
    day = progress.day(connection, on)
    assert (day.date, day.units) == (on, len(rows))
    hours = Counter(datetime.fromisoformat(row["identified_at"]).astimezone().hour for row in rows)
    assert day.hours == tuple(hours[hour] for hour in range(24))
    for counted, column in (
        (day.verdicts, "verdict"),
        (day.models, "model"),
        (day.conditions, "condition"),
    ):
        assert counted == Counter(row[column] or "" for row in rows)
    opened = connection.execute("SELECT opened_at FROM parcel").fetchall()
    assert day.parcels == sum(local_day(at) == on.isoformat() for (at,) in opened)


def test_a_day_counts_things_rejected(connection):
    days = [progress.day(connection, date(2027, 1, day)).rejected for day in (14, 15, 16, 17)]
    assert sum(days) == 1


def test_recovery_counts_each_affected_unit_once_for_each_model(connection, days):
    known = catalogue.load(days.folder)
    found = progress.recovery(connection, known)
    models = [(campaign, model) for campaign in known.campaigns for model in campaign.models]
    assert [(one.campaign, one.model, one.product, one.announced) for one in found] == [
        (campaign.id, model.name, model.product, model.units_announced) for campaign, model in models
    ]
    units = {
        (row["campaign"], row["model"], row["maker"], row["serial"])
        for row in all_units(connection)
        if row["verdict"] == "AFFECTED"
    }
    assert {(one.campaign, one.model): one.received for one in found if one.received} == Counter(
        unit[:2] for unit in units
    )
    assert sum(one.received for one in found) == len(units) > 5


def test_a_unit_that_came_again_counts_once_also_when_its_first_coming_was_undone(site, open_desk):
    desk = open_desk(site)
    serial = site.affected()
    desk.open_parcel()
    desk.scan(serial)
    desk.ask(UndoAct(site.lead, TRAINING_PIN, UndoReason.MISTAKE))
    desk.scan(serial)
    desk.until(Step.PARCEL_OPEN)
    desk.scan("RI-C-CLOSE")
    desk.receive(serial)
    desk.receive(serial)
    assert desk.row("SELECT count(*) FROM unit") == (3,)
    found = progress.recovery(desk.station.journal.connection, catalogue.load(site.folder))
    assert sum(one.received for one in found) == 1


def test_a_model_of_two_campaigns_counts_in_its_own(connection, days):
    known = catalogue.load(days.folder)
    mine = next(campaign for campaign in known.campaigns if campaign.id == days.campaign.id)
    both = Catalogue((*known.campaigns, replace(mine, id="another")))
    found = progress.recovery(connection, both)
    alone = progress.recovery(connection, known)
    assert found[: len(alone)] == alone
    assert {(one.campaign, one.received) for one in found[len(alone) :]} == {("another", 0)}
