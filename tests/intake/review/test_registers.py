"""Registers: every hold, container, replacement and unit judged again, in order, however long the pages."""

import pytest

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.hold import HoldKind
from intake.request import OpenContainer
from intake.review import registers
from intake.verdict import Verdict
from tests.intake.rejudging.newer import newer_list, rejudge


def turned(page, connection, limit, **asked):
    """Turn every page."""
    rows = list(page(connection, limit=limit, **asked))
    last = len(rows)
    while last == limit:
        more = page(connection, limit=limit, after=rows[-1].mark, **asked)
        last = len(more)
        rows += more
    return rows


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize(
    ("page", "key", "query"),
    [
        (registers.holds, "hold", "SELECT hold FROM hold ORDER BY raised_at, rowid"),
        (
            registers.containers,
            "code",
            "SELECT code FROM container ORDER BY state = 'accepted', code",
        ),
        (registers.replacements, "key", "SELECT key FROM replacement ORDER BY rowid DESC"),
    ],
)
def test_the_pages_hold_every_row_once_in_order(connection, page, key, query, limit):
    wanted = [value for (value,) in connection.execute(query)]
    assert len(wanted) > 3
    assert [getattr(row, key) for row in turned(page, connection, limit)] == wanted


def test_holds_are_listed_by_reason(connection):
    every = registers.holds(connection)
    for reason in HoldKind:
        listed = registers.holds(connection, reason)
        assert [row.hold for row in listed] == [row.hold for row in every if row.reason is reason]
    assert {HoldKind.DUPLICATE, HoldKind.ORPHAN} <= {row.reason for row in every}


def test_a_hold_says_what_a_supervisor_must_know(connection, days):
    (row,) = registers.holds(connection, HoldKind.DUPLICATE)
    assert (row.label, row.serial, row.detail) == (days.again, days.first, days.label)
    assert (row.operator, row.resolved_at, row.decision) == (days.badge, None, None)


def test_a_container_says_what_stands_in_it(connection, days):
    rows = {row.code: row for row in registers.containers(connection)}
    count = dict(connection.execute("SELECT container, count(*) FROM unit GROUP BY container").fetchall())
    assert {code: row.units for code, row in rows.items() if row.units} == count
    assert (rows[days.gone].state, rows[days.gone].document) == ("accepted", "D-1")
    assert [*rows][-1] == days.gone
    assert rows[days.moved_to].first_unit_at


def test_a_replacement_says_for_which_unit_it_is(connection, days):
    (row,) = [row for row in registers.replacements(connection) if row.serial == days.first]
    assert (row.label, row.state, row.holds) == (days.label, "queued", ())


def test_hostile_text_is_a_value_like_any_other(site, open_desk):
    desk = open_desk(site)
    code = site.container()
    wanted = "'; DROP TABLE unit; -- [/b]"
    desk.ask(OpenContainer(code, Condition.R, UnNumber.UN3480, location=wanted))
    rows = registers.containers(desk.station.journal.connection)
    assert [row.location for row in rows if row.code == code] == [wanted]


@pytest.fixture
def judged_anew(site, open_desk):
    """A desk after a newer list: it names `site.found` and no longer `site.dropped`."""
    desk = open_desk(site)
    site.found, site.dropped = site.unnamed(), site.affected()
    for serial in (site.found, site.dropped, site.unnamed()):
        desk.receive(serial)
    newer_list(desk, site.found)
    rejudge(desk)
    return desk


def test_units_a_newer_list_judges_otherwise_are_listed(judged_anew, site):
    connection = judged_anew.station.journal.connection
    rows = {row.serial: row for row in registers.rejudged(connection)}
    verdicts = {serial: (row.verdict_before, row.verdict) for serial, row in rows.items()}
    assert verdicts == {
        site.found: (Verdict.NOT_AFFECTED, Verdict.AFFECTED),
        site.dropped: (Verdict.AFFECTED, Verdict.NOT_AFFECTED),
    }
    assert rows[site.found].bag
    assert rows[site.found].container
    assert (rows[site.found].to_move, rows[site.dropped].to_move) == (True, False)
    assert rows[site.found].condition is Condition.R


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_their_pages_hold_every_unit_once_the_latest_first(judged_anew, limit):
    connection = judged_anew.station.journal.connection
    query = "SELECT unit FROM unit WHERE judged_at IS NOT NULL ORDER BY judged_at DESC, rowid DESC"
    wanted = [unit for (unit,) in connection.execute(query)]
    assert [row.unit for row in turned(registers.rejudged, connection, limit)] == wanted
