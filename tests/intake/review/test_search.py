"""Search: whatever is asked, exactly the units that fit, the newest first, whichever way they are found."""

from datetime import date, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.condition import Condition
from intake.hold import HoldKind
from intake.review.query import Field, Query, Term, Trait, parse
from intake.review.search import Search
from intake.verdict import Verdict
from tests.intake.review.conftest import CLAIM

FIRST_DAY = date(2027, 1, 15)
WAYS = [(4_000, 50_000), (0, 50_000), (1, 3), (2, 1)]
"""So few rows are fetched one by one, and so many looked through at a call: all, none, some."""


def local_day(at):
    return datetime.fromisoformat(at).astimezone().date().isoformat()


FITS = {
    Field.SERIAL: lambda row, value: (row["serial"] or "").startswith(value),
    Field.TAIL: lambda row, value: (row["serial"] or "")[-6:] == value,
    Field.LABEL: lambda row, value: row["label"] == value,
    Field.CLAIM: lambda row, value: row["claim"] == value,
    Field.BAG: lambda row, value: row["bag"] == value,
    Field.CONTAINER: lambda row, value: row["container"] == value,
    Field.OPERATOR: lambda row, value: row["operator"] == value,
    Field.DAY: lambda row, value: local_day(row["identified_at"]) == value,
    Field.VERDICT: lambda row, value: row["verdict"] == value,
    Field.HOLD: lambda row, value: value in row["holds"],
    Field.HELD: lambda row, _value: bool(row["holds"]),
    Field.CONDITION: lambda row, value: row["condition"] == value,
    Field.MODEL: lambda row, value: row["model"] == value,
}
"""The same rules in plain Python."""


def all_units(connection):
    """Give every unit, the newest first, as plain values."""
    query = "SELECT u.*, p.claim FROM unit AS u JOIN parcel AS p ON p.parcel = u.parcel ORDER BY u.rowid DESC"
    found = connection.execute(query)
    names = [name for name, *_ in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found]
    return [row | {"holds": msgspec.json.decode(row["holds"])} for row in rows]


def by_hand(rows, query):
    def fits(row, term):
        return any(FITS[trait.field](row, trait.value) for trait in term.traits)

    return [row["unit"] for row in rows if all(fits(row, term) for term in query.terms)]


def found(search, query, limit):
    """Turn every page."""
    pages = [search.find(query, limit=limit)]
    while not pages[-1].finished:
        assert pages[-1].mark is not None
        assert pages[-1].looked <= pages[-1].of
        pages.append(search.find(query, pages[-1].mark, limit))
    assert pages[-1].looked == pages[-1].of
    return [row for page in pages for row in page.rows]


def values_of(rows):
    """Give traits of every kind, with values that occur and such that do not."""
    serials = {row["serial"] for row in rows if row["serial"]}
    kinds = {
        Field.SERIAL: {serial[:n] for serial in serials for n in (3, 5, 8, 40)},
        Field.TAIL: {serial[-6:] for serial in serials},
        Field.LABEL: {row["label"] for row in rows},
        Field.CLAIM: {CLAIM},
        Field.BAG: {row["bag"] for row in rows},
        Field.CONTAINER: {row["container"] for row in rows},
        Field.OPERATOR: {row["operator"] for row in rows},
        Field.DAY: {"2027-01-14", "2027-01-15", "2027-01-16", "2027-01-17"},
        Field.VERDICT: {*Verdict},
        Field.HOLD: {*HoldKind},
        Field.HELD: {""},
        Field.CONDITION: {*Condition},
        Field.MODEL: {row["model"] for row in rows if row["model"]},
    }
    hostile = {"%", "_%", "'", "' OR 1=1 --", "*", "[", "[a-z]", "\x00", "𠮷", "\ud7ff"}
    return [
        Trait(field, value)
        for field, values in kinds.items()
        for value in sorted(values | (hostile if field is not Field.DAY else set()))
    ]


@pytest.mark.parametrize(("few", "stretch"), WAYS)
def test_a_search_finds_what_a_look_at_every_unit_finds(connection, few, stretch):
    rows = all_units(connection)
    search = Search(connection, few, stretch)
    term = st.lists(st.sampled_from(values_of(rows)), min_size=1, max_size=3).map(
        lambda traits: Term("asked", tuple(traits))
    )

    @settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(term, max_size=3), st.integers(1, 5))
    def check(terms, limit):
        query = Query(tuple(terms))
        units = [row.unit for row in found(search, query, limit) if row.unit is not None]
        assert units == by_hand(rows, query)

    check()


@pytest.mark.parametrize(("few", "stretch"), WAYS)
def test_every_single_trait_finds_its_units(connection, few, stretch):
    rows = all_units(connection)
    search = Search(connection, few, stretch)
    hits = set()
    for trait in values_of(rows):
        query = Query((Term("asked", (trait,)),))
        units = [row.unit for row in found(search, query, 4) if row.unit is not None]
        assert units == by_hand(rows, query), trait
        hits |= {trait.field} if units else set()
    assert hits == {*Field}


def test_a_row_says_what_is_known_of_its_unit(connection, days):
    (again, first) = Search(connection).find(parse(days.first, FIRST_DAY)).rows
    assert (first.label, again.label) == (days.label, days.again)
    assert (first.verdict, first.condition, first.holds) == (Verdict.AFFECTED, Condition.R, ())
    assert again.holds == (HoldKind.DUPLICATE,)
    assert (first.container, first.disposition) == (days.moved_to, "quarantined")
    assert (again.container, again.disposition) == (days.gone, "handed_over")
    assert (first.serial, first.raw, first.operator) == (days.first, days.first, days.badge)


def test_a_claim_finds_its_parcels_also_the_empty_one(connection, days):
    search = Search(connection)
    empty, full = search.find(parse(CLAIM, FIRST_DAY)).rows
    assert (empty.unit, empty.label, empty.claim, empty.holds) == (None, days.empty, CLAIM, ())
    assert (full.label, full.claim) == (days.claimed, CLAIM)
    (alone,) = search.find(parse(days.empty, FIRST_DAY)).rows
    assert alone == empty
    assert search.find(parse(f"{days.empty} AFFECTED", FIRST_DAY)).rows == ()
    assert search.find(parse(f"{days.empty} {CLAIM}", FIRST_DAY)).rows == (empty,)
    assert len([*search.all(parse(CLAIM, FIRST_DAY), 1)]) == 2


def test_units_that_come_while_pages_are_turned_shift_nothing(site, open_desk):
    desk = open_desk(site)
    for _ in range(4):
        desk.receive()
    search = Search(desk.station.journal.connection)
    first = search.find(Query(), limit=2)
    desk.receive()
    rest = search.find(Query(), first.mark, limit=9)
    units = [unit for (unit,) in desk.rows("SELECT unit FROM unit ORDER BY rowid DESC")]
    assert [row.unit for row in (*first.rows, *rest.rows)] == units[1:]


def test_a_journal_without_units_has_nothing_to_find(site, open_desk):
    page = Search(open_desk(site).station.journal.connection).find(Query())
    assert (page.rows, page.finished, page.looked, page.of) == ((), True, 0, 0)
