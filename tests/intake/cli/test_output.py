"""Output: the same rows for people, programs and spreadsheets, and nothing in them acts."""

import csv
import io
import json

import pytest

from intake.campaign import UnNumber
from intake.condition import Condition
from intake.request import OpenContainer
from tests.intake.conftest import HOSTILE, MADE, Desk

ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""OWASP, CSV injection: the full-width ones are taken for formulas by spreadsheets in Japanese."""


@pytest.fixture(scope="module")
def hostile_day(templates, tmp_path_factory):
    """Recorded texts a spreadsheet could take for formulas, though they may be serials for all we know."""
    site = templates[MADE].copy(tmp_path_factory.mktemp("hostile") / "state")
    desk = Desk(site)
    desk.open_parcel()
    texts: list[str | bytes] = ["-2-3-4", "－２－３－４", "-1-CMD", *HOSTILE.values()]
    for text in texts:
        desk.scan(text)
    for location in ("=1+1", "＝1+1", "@x", "a\nb", 'a"b', "\t=1", "[/bold]", "\x1b[2J"):
        desk.ask(OpenContainer(site.container(), Condition.R, UnNumber.UN3480, location=location))
    desk.close()
    return site


@pytest.mark.parametrize(
    "arguments", [["log"], ["show", "containers"], ["show", "units"], ["show", "parcels"]]
)
def test_csv_of_hostile_texts_is_safe_and_whole(hostile_day, intake, arguments):
    plain = intake(hostile_day.folder, *arguments, "--json")
    ran = intake(hostile_day.folder, *arguments, "--csv")
    assert ran.code == 0
    rows = list(csv.reader(io.StringIO(ran.out)))
    assert len(rows) == 1 + len(plain.rows) or not plain.rows
    for row in rows:
        assert not any(cell.startswith(ACTING) for cell in row), row
    if plain.rows:
        assert rows[0] == list(plain.rows[0])


def test_csv_has_a_header_also_when_there_is_nothing_below_it(site, intake):
    ran = intake(site.folder, "show", "units", "--csv")
    assert ran.out.startswith("unit,parcel,serial,raw,verdict")


@pytest.mark.parametrize("arguments", [["log"], ["show", "containers"]])
def test_a_table_for_people_shows_no_control_character(hostile_day, intake, arguments):
    ran = intake(hostile_day.folder, *arguments)
    assert ran.code == 0
    assert not [character for character in ran.out if not character.isprintable() and character != "\n"]


def test_json_is_one_object_a_line_whatever_stands_in_it(hostile_day, intake):
    ran = intake(hostile_day.folder, "show", "containers", "--json")
    locations = [row["location"] for row in ran.rows]
    assert {"a\nb", "\x1b[2J", "=1+1"} <= set(locations)
    assert all(json.loads(line)["code"].startswith("RI-Q-") for line in ran.out.splitlines())
