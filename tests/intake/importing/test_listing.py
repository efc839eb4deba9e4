from __future__ import annotations

import random
import re
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from intake.affected import NamedBy
from intake.campaign import Campaign, Colour, Model, Remedy, parse
from intake.errors import WrongUsageError
from intake.importing.fault import Fault, TableError
from intake.importing.listing import Wanted, import_list
from intake.importing.mapping import ColumnMapping, load_mapping
from intake.importing.table import open_table
from intake.part import Part
from intake.reference import AffectedIndex, ListFileError
from intake.serial_number import SerialRule
from tests.intake.importing.files import ENDINGS, HEAD, campaign, write, write_csv

HOUSE = Path(__file__).parents[3]
COLUMNS = ("first", "last", "model", "colour", "batch", "note", "channel")
GOOD = ("A0000000", "A00000FF", "M1", "", "", "", "")


def imported(path, folder, *, mapping=None, facts=None, good_part=False, of=None, **told):
    """Import a file; gives what came of it and its faults."""
    faults: list[Fault] = []
    folder.mkdir(exist_ok=True)
    wanted = Wanted(of or campaign(), facts or {}, path.name, good_part, **told)
    with closing(open_table(path, (mapping or ColumnMapping()).form)) as table:
        result = import_list(
            table, mapping or ColumnMapping(), wanted, folder, faults.append, lambda _done: None
        )
    return result, faults


def serial(number):
    """Give the n-th serial of eight characters that begins with an A."""
    return f"A{number:07d}"


def good(number):
    """Give a row of its own: sixty serials, every second row on a condition."""
    return (
        [serial(100 * number), serial(100 * number + 59), "M1", "", "", "備考", ""]
        if number % 2
        else [serial(100 * number), "", "M2", "black|white", "", "", ""]
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"latest": "2026-01-30"}, "published: expected 2026-01-30 at the latest, got 2026-01-31"),
        ({"takes_training": False}, "training: expected a list for production"),
    ],
)
def test_a_list_that_can_never_be_used_here_is_refused(tmp_path, told, said):
    path = write_csv(tmp_path / "list.csv", COLUMNS, [GOOD])
    with pytest.raises(WrongUsageError, match=said):
        imported(path, tmp_path / "reference", **told)
    assert imported(path, tmp_path / "reference", latest="2026-01-31")[0].path is not None


def test_a_makers_colours_and_channels_are_mapped(tmp_path):
    path = write_csv(
        tmp_path / "list.csv", ["first", "型番", "色", "販路"], [["A0000000", "M1", "黒、白", "店舗"]]
    )
    columns = {"model": "型番", "colour": "色", "channel": "販路"}
    values = {"colour": {"黒": "black", "白": "white"}, "channel": {"店舗": "shop"}}
    result, faults = imported(
        path, tmp_path / "reference", mapping=ColumnMapping(columns, values=values, sets="、")
    )
    assert faults == []
    with closing(AffectedIndex.open(result.path)) as index:
        (match,) = index.match("A0000000")
    assert (match.colours, match.channels) == (("black", "white"), ("shop",))
    faults = imported(path, tmp_path / "reference2", mapping=ColumnMapping(columns, sets="、"))[1]
    assert [str(fault) for fault in faults] == ["row 5: 色: expected one of black, white, got '白'"]


# --- faults, planted ----------------------------------------------------------------------------------------

PLANTED = {
    "reversed": lambda row, _: [serial(9), serial(3), *row[2:]],
    "length": lambda row, _: ["A00000", "", *row[2:]],
    "width": lambda row, _: ["", "", "M1", "", "A0", ""],
    "characters": lambda row, _: ["AZZZZZZZ", "", *row[2:]],
    "pattern": lambda row, _: ["00000000", "", *row[2:]],
    "model": lambda row, _: [*row[:2], "M9", *row[3:]],
    "colour": lambda row, _: [*row[:3], "pink", *row[4:]],
    "no_key": lambda row, _: ["", "", *row[2:]],
    "mixed_keys": lambda row, _: [*row[:4], "A00", ""],
    "empty_value": lambda row, _: ["", "", "M1", "", "A00||A01", ""],
    "channel": lambda row, _: [*row[:6], "Amazon US"],
    "repeat": lambda _, rows: list(rows[0]),
    "control": lambda row, _: [*row[:5], "a\x85b", ""],
    "cells": lambda row, _: [*row[:7], "one too many"],
}
NUMBERS = {"number": lambda row, _: [1234567890123, *row[1:]]}
DIFFERENCES = {
    ".csv": (dict(PLANTED), len(HEAD) + 2),
    ".json": ({**PLANTED, **NUMBERS}, 1),
    ".xlsx": ({**PLANTED, **NUMBERS, "formula": lambda row, _: ["=A1", *row[1:]]}, len(HEAD) + 2),
}
del DIFFERENCES[".json"][0]["cells"]  # keys have no place beyond the last


def planted(ending, seed, count=200):
    """Give good rows with faults among them, one in twenty-six, and each fault's row and kind."""
    makers, start = DIFFERENCES[ending]
    rows = [good(number) for number in range(25 * count)]
    places = random.Random(seed).sample(range(1, 26 * count), count)
    kinds = [list(makers)[place % len(makers)] for place in range(count)]
    whole = list(rows)
    told = {}
    for place, kind in sorted(zip(places, kinds, strict=True)):
        whole.insert(place, makers[kind](good(6000 + place), rows))
        told[place + start] = kind
    return whole, told


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_planted_fault_is_told_with_its_row_and_nothing_is_imported(tmp_path, ending):
    rows, told = planted(ending, 1)
    assert (len(rows), len(told), len(set(told.values())) >= 12) == (5200, 200, True)
    path = write(tmp_path / f"list{ending}", COLUMNS, rows)
    result, faults = imported(path, tmp_path / "reference")
    assert {fault.row: fault.kind for fault in faults} == told
    assert len(faults) == 200
    assert all(fault.expected and fault.got for fault in faults)
    assert (result.path, result.rows - list(told.values()).count("repeat")) == (None, 5000)
    assert list((tmp_path / "reference").iterdir()) == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_good_part_is_published_on_request_under_a_name_that_says_so(tmp_path, ending):
    rows, told = planted(ending, 2, 40)
    whole = write(tmp_path / f"whole{ending}", COLUMNS, rows)
    with pytest.raises(TableError, match="expected another-part, got 'v-1' in the file's head"):
        imported(whole, tmp_path / "reference", good_part=True, facts={"version": "another-part"})
    for number, facts in enumerate(({}, {"version": "v-1-part"}, {"version": "v-1"})):
        result, faults = imported(whole, tmp_path / f"reference{number}", good_part=True, facts=facts)
        assert (result.head.version, len(faults)) == ("v-1-part", len(told))
    part = write(tmp_path / f"part{ending}", COLUMNS, rows, HEAD | {"version": "v-1-part"})
    result, faults = imported(part, tmp_path / "reference", good_part=True)
    assert len(faults) == len(told)
    with closing(AffectedIndex.open(result.path)) as index:
        assert index.version == "v-1-part"
        assert all(index.match(good(number)[0]) for number in range(1000))
        assert not any(index.match(good(6000 + number)[0]) for number in range(1040))
    with pytest.raises(WrongUsageError, match="expected none that ends in -part"):
        imported(part, tmp_path / "reference")


def test_the_same_list_has_the_same_content_from_every_kind_of_file(tmp_path):
    rows = [good(number) for number in range(300)]
    results = []
    for ending in ENDINGS:
        path = write(tmp_path / f"list{ending}", COLUMNS, rows)
        result, faults = imported(path, tmp_path / ending[1:])
        assert faults == []
        with closing(AffectedIndex.open(result.path)) as index:
            results.append((index.content, index.rows, index.source))
    contents = {content for content, _, _ in results}
    assert len(contents) == 1
    assert [source for _, _, source in results] == ["list.csv", "list.json", "list.xlsx"]


def test_a_fault_names_the_column_as_the_file_does(tmp_path):
    path = write(tmp_path / "list.csv", ["開始", "model"], [["A0000000", "M1"], ["B", "M9"], ["C", "M1"]])
    _, faults = imported(path, tmp_path / "reference", mapping=ColumnMapping(columns={"first": "開始"}))
    assert [(fault.row, fault.column, fault.kind) for fault in faults] == [
        (6, "model", "model"),
        (7, "開始", "length"),
    ]
    assert str(faults[0]).startswith("row 6: model: expected one of M1, M2, got 'M9'")


def test_the_same_list_again_is_there_already_and_another_is_refused(tmp_path):
    path = write_csv(tmp_path / "list.csv", COLUMNS, [GOOD])
    assert not imported(path, tmp_path / "reference")[0].was_there
    assert imported(path, tmp_path / "reference")[0].was_there
    write_csv(path, COLUMNS, [GOOD, good(1)])
    with pytest.raises(ListFileError, match="give the new list a new version"):
        imported(path, tmp_path / "reference")


def test_overlaps_of_different_models_and_counts_are_told_and_are_no_faults(tmp_path):
    rows = [["A0000000", "A0000009", model, "", "", ""] for model in ("M1", "M2")]
    path = write_csv(tmp_path / "list.csv", COLUMNS, [*rows, ["", "", "M2", "", "B00", ""]])
    result, faults = imported(path, tmp_path / "reference")
    assert faults == []
    assert {tuple(sorted(pair)) for pair in result.overlaps} == {(5, 6)}
    assert result.counts == (("M1", 10), ("M2", None))


def test_version_and_date_come_from_the_file_or_from_whoever_imports(tmp_path):
    path = write_csv(tmp_path / "list.csv", COLUMNS, [GOOD], {"version": "v-2", "campaign": "maker-2026"})
    result, _ = imported(path, tmp_path / "reference", facts={"published": "2026-02-01", "training": "yes"})
    assert (result.head.version, result.head.published, result.head.training) == ("v-2", "2026-02-01", True)
    with pytest.raises(WrongUsageError, match="# published: expected a date"):
        imported(path, tmp_path / "reference")
    with pytest.raises(TableError, match="version: expected v-3, got 'v-2' in the file's head"):
        imported(path, tmp_path / "reference", facts={"version": "v-3"})
    write_csv(path, COLUMNS, [GOOD], HEAD | {"campaign": "another"})
    with pytest.raises(TableError, match="campaign: expected maker-2026, got 'another'"):
        imported(path, tmp_path / "reference")


def test_a_list_is_real_unless_it_is_said_to_be_for_training(tmp_path):
    path = write_csv(tmp_path / "list.csv", COLUMNS, [GOOD], {})
    facts = {"version": "v-1", "published": "2026-02-01"}
    assert not imported(path, tmp_path / "reference", facts=facts)[0].head.training


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        (COLUMNS, [], "expected at least one row"),
        (("model",), [["M1"]], "expected the column model and others"),
        (("first", "model", "lot"), [["A", "M1", "x"]], "named or ignored, got 'lot'"),
    ],
)
def test_a_file_that_can_be_no_list_is_refused(tmp_path, columns, rows, said):
    path = write_csv(tmp_path / "list.csv", columns, rows)
    with pytest.raises(TableError) as refused:
        imported(path, tmp_path / "reference")
    assert said in str(refused.value)
    assert list((tmp_path / "reference").iterdir()) == []


def test_a_file_of_nothing_but_faults_has_no_good_part(tmp_path):
    path = write_csv(
        tmp_path / "list.csv", COLUMNS, [["B", "", "M1", "", "", ""]], HEAD | {"version": "v-part"}
    )
    result, faults = imported(path, tmp_path / "reference", good_part=True)
    assert (result.path, len(faults)) == (None, 1)


def test_progress_is_told(tmp_path):
    path = write_csv(tmp_path / "list.csv", COLUMNS, [good(number) for number in range(10_001)])
    steps: list[float] = []
    with closing(open_table(path)) as table:
        (tmp_path / "reference").mkdir()
        wanted = Wanted(campaign(), {}, "list.csv")
        import_list(table, ColumnMapping(), wanted, tmp_path / "reference", print, steps.append)
    assert len(steps) == 3
    assert 0 < steps[0] < steps[-1] <= 1


# --- notices as makers print them ---------------------------------------------------------------------------

NOTICES = {
    "free text in one column": (
        "Reason for recall;code info\nCell fault;Lot number from 00112 through 10412\n",
        "say --delimiter semicolon",
    ),
    "two ranges in one cell": (
        "model,serials\nM1,A0000000-A0000009 and B0000000-B0000009\n",
        "got 'serials'",
    ),
    "a title above the names": ("Power banks recalled,,\nmodel,first,last\nM1,A0000000,A0000009\n", "got "),
    "a list of serials without names": ("A0000000\nA0000001\n", "got 'A0000000'"),
    "names in another language": ("型番,製造番号\nM1,A0000000\n", "say what each is by --column"),
    "a range of dates": ("model,from date,to date\nM1,2024-01,2024-03\n", "got 'from date', 'to date'"),
    "the same name twice": ("model,serial,serial\nM1,A0000000,A0000009\n", "got 'serial' twice"),
    "a column with no name": ("model,,last\nM1,A0000000,A0000009\n", "expected a name for every column"),
    "models alone": ("model\nM1\n", "expected the column model and others"),
    "an address list": ("name,phone\nYamada,03-0000-0000\n", "got 'name', 'phone'"),
    "an exported JSON line": ('{"results": [{"code_info": "Lot 00112"}]}', "expected a JSON array"),
}


@pytest.mark.parametrize("kind", NOTICES)
def test_a_notice_never_seen_is_refused_with_its_reason(tmp_path, kind):
    content, said = NOTICES[kind]
    path = tmp_path / ("notice.json" if content.startswith("{") else "notice.csv")
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TableError) as refused:
        imported(path, tmp_path / "reference", facts=HEAD)
    assert said in str(refused.value)
    assert not (tmp_path / "reference").exists() or list((tmp_path / "reference").iterdir()) == []


RANGES = {
    "two ranges in one cell": "A0000000-A0000009 and B0000000-B0000009",
    "a range in one cell": "A0000000-A0000009",
    "through": "A0000000 through A0000009",
    "a wave": "A0000000～A0000009",
    "a Japanese range": "A0000000から",
    "dots": "A00000**",
    "an ellipsis": "A0000000…",
    "all": "ALL",
    "a scientific number": "1.23457E+12",
    "a spreadsheet's error": "#N/A",
}


@pytest.mark.parametrize("kind", RANGES)
def test_a_cell_that_says_more_than_one_serial_is_a_fault_and_is_not_taken_apart(tmp_path, kind):
    path = write_csv(tmp_path / "notice.csv", ["model", "first"], [["M1", RANGES[kind]]])
    result, faults = imported(path, tmp_path / "reference")
    assert (result.path, [fault.row for fault in faults]) == (None, [5])


def test_the_worked_example_of_the_documentation(tmp_path):
    """A maker's file as it comes: Shift-JIS, a title, its own names, sets and withheld characters."""
    text = (HOUSE / "docs" / "affected-lists.md").read_text("utf-8")
    example = text[text.index("<!-- example -->") : text.index("<!-- /example -->")]
    table, mapping = re.findall(r"```\w+\n(.*?)```", example, re.DOTALL)
    (tmp_path / "list.csv").write_text(table, encoding="cp932")
    (tmp_path / "maker.toml").write_text(mapping, encoding="utf-8")
    mapped = load_mapping(tmp_path / "maker.toml")
    result, faults = imported(tmp_path / "list.csv", tmp_path / "reference", mapping=mapped, facts=HEAD)
    assert faults == []
    with closing(AffectedIndex.open(result.path)) as index:
        found = {serial: [str(match.by) for match in index.match(serial)] for serial in EXAMPLES}
    assert found == EXAMPLES


def test_the_campaign_of_the_documentation_reads_its_list(tmp_path):
    text = (HOUSE / "docs" / "affected-lists.md").read_text("utf-8")
    example = text[text.index("<!-- campaign -->") : text.index("<!-- /campaign -->")]
    tables, rows = re.findall(r"```\w+\n(.*?)```", example, re.DOTALL)
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    made = parse(tomllib.loads(tables))
    result, faults = imported(tmp_path / "list.csv", tmp_path / "reference", of=made)
    assert faults == []
    with closing(AffectedIndex.open(result.path)) as index:
        found = {
            serial: [(match.model, match.by, match.colours) for match in index.match(serial)]
            for serial in ("G00A2B1105XXX", "G00A2B1131XXX", "G00A3B0001XXX")
        }
    every = ("PA5213U", NamedBy.ALL_UNITS, ())
    assert found == {
        "G00A2B1105XXX": [("PA5212U", NamedBy.RANGE, ()), every],
        "G00A2B1131XXX": [every],
        "G00A3B0001XXX": [("PA5212U", NamedBy.RANGE, ("black", "white")), every],
    }


def test_every_key_of_a_campaign_is_told_in_the_documentation():
    text = (HOUSE / "docs" / "affected-lists.md").read_text("utf-8")
    told = text[text.index("## A campaign of one's own") : text.index("<!-- campaign -->")]
    for kind in (Campaign, SerialRule, Model, Colour, Remedy, Part):
        for name in kind.__struct_fields__:
            assert re.search(rf"\b{name}\b", told), name


EXAMPLES = {"A0000005": ["range"], "A02AAAAA": ["range"], "A03AAAAA": ["masked"], "A04AAAAA": []}
