from __future__ import annotations

from contextlib import closing

import pytest

from intake.errors import WrongUsageError
from intake.importing.fault import Fault, TableError
from intake.importing.form import Delimiter, Encoding, Form
from intake.importing.mapping import ColumnMapping, Columns, load_mapping, parse_mapping
from intake.importing.table import open_table
from tests.intake.importing.files import write

OURS = ("model", "first", "last", "prefix", "mask", "count")

EXAMPLE = """
encoding = "shift-jis"
delimiter = "semicolon"
sheet = "対象製品"
skip = 2
sets = "、"
any = "X"
withheld = "●"
ignore = ["備考"]

[columns]
first = "製造番号（開始）"
last = "製造番号（終了）"

[constant]
model = "A1263"

[values.prefix]
"黒い" = "A1"
"""


def matched(tmp_path, columns, rows, mapping, *, numbers=(), ending=".csv"):
    path = write(tmp_path / f"list{ending}", columns, rows)
    faults: list[Fault] = []
    with closing(open_table(path)) as table:
        found = Columns(table, mapping, OURS, ["prefix"])
        return found, [values for _, values in found.rows(faults.append, numbers)], faults


def test_a_mapping_is_a_small_file(tmp_path):
    path = tmp_path / "maker.toml"
    path.write_text(EXAMPLE, encoding="utf-8")
    mapping = load_mapping(path)
    assert mapping.form == Form(Encoding.SHIFT_JIS, Delimiter.SEMICOLON, "対象製品", 2)
    assert mapping.columns == {"first": "製造番号（開始）", "last": "製造番号（終了）"}
    assert (mapping.constant, mapping.ignore) == ({"model": "A1263"}, ("備考",))
    assert mapping.values == {"prefix": {"黒い": "A1"}}
    assert (mapping.sets, mapping.any, mapping.withheld) == ("、", "X", "●")


@pytest.mark.parametrize(
    "tables",
    [
        {"colums": {"first": "a"}},
        {"delimiter": "comma and blank"},
        {"encoding": "latin-1"},
        {"skip": -1},
        {"skip": "2"},
        {"any": "XX"},
        {"any": "*"},
        {"sets": ""},
        {"columns": {"first": 1}},
        {"values": {"first": "a"}},
    ],
)
def test_a_wrong_mapping_is_refused(tables):
    with pytest.raises(ValueError, match=r"[Ee]xpected|contains unknown|Invalid"):
        parse_mapping(tables)


@pytest.mark.parametrize("content", ["columns = ", "skip = -1", "\xff"])
def test_a_wrong_file_of_a_mapping_is_wrong_usage(tmp_path, content):
    path = tmp_path / "maker.toml"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(WrongUsageError, match=r"maker\.toml: expected a mapping of columns"):
        load_mapping(path)


def test_our_own_names_need_no_mapping(tmp_path):
    found, rows, _ = matched(tmp_path, ["last", "model"], [["B", "M"]], ColumnMapping())
    assert (found.names, rows) == (("last", "model"), [("B", "M")])
    assert found.theirs("last") == "last"


def test_columns_are_named_ignored_or_constant(tmp_path):
    mapping = ColumnMapping(
        columns={"first": "開始", "prefix": "前", "mask": "型"},
        constant={"model": "M"},
        ignore=("備考", "not there"),
        sets="、",
        any="X",
        withheld="?",
    )
    found, rows, _ = matched(tmp_path, ["型", "備考", "前", "開始"], [["AX?", "x", "A、B", "1"]], mapping)
    assert found.names == ("first", "prefix", "mask", "model")
    assert rows == [("1", "A|B", "A?*", "M")]
    assert (found.theirs("first"), found.theirs("model")) == ("開始", "model")


def test_values_are_mapped_each_of_several_for_itself(tmp_path):
    mapping = ColumnMapping(
        values={"prefix": {"黒": "black", "白": "white"}, "model": {"黒": "M1"}}, sets="、"
    )
    rows = [["黒、 白", "黒"], ["赤、白", "黒、白"]]
    found, rows, _ = matched(tmp_path, ["prefix", "model"], rows, mapping)
    assert found.names == ("prefix", "model")
    assert rows == [("black|white", "M1"), ("赤|white", "黒、白")]


def test_a_constant_is_said_in_our_words(tmp_path):
    mapping = ColumnMapping(constant={"prefix": "黒"}, values={"prefix": {"黒": "black"}})
    assert matched(tmp_path, ["model"], [["M"]], mapping)[1] == [("M", "黒")]


def test_a_column_of_counts_is_named_by_ours(tmp_path):
    mapping = ColumnMapping(columns={"count": "数量"})
    _, rows, faults = matched(
        tmp_path, ["first", "数量"], [["1", 2]], mapping, numbers=["count"], ending=".json"
    )
    assert (rows, faults) == ([("2", "1")], [])


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (ColumnMapping(), "expected every column of the file named or ignored, got '開始', '終了': say"),
        (ColumnMapping(), "say by --skip how many rows stand above them"),
        (ColumnMapping(ignore=("開始", "終了"), values={"色": {"黒": "black"}}), "expected columns among"),
        (
            ColumnMapping(columns={"first": "開始"}),
            "expected every column of the file named or ignored, got ",
        ),
        (ColumnMapping(columns={"first": "開始", "last": "無"}, ignore=("終了",)), "expected a column "),
        (ColumnMapping(columns={"first": "開始", "serial": "終了"}), "expected columns among model, first"),
        (ColumnMapping(columns={"first": "開始", "last": "開始"}, ignore=("終了",)), "once, got "),
        (
            ColumnMapping(columns={"first": "開始", "last": "終了"}, constant={"first": "A"}),
            "first: expected a column or a constant value, got both",
        ),
    ],
)
def test_what_is_not_told_is_not_guessed(tmp_path, mapping, said):
    with pytest.raises(TableError) as refused:
        matched(tmp_path, ["開始", "終了"], [["1", "2"]], mapping)
    assert said in str(refused.value)


def test_a_name_of_ours_that_means_something_else_can_be_ignored_or_given_to_another(tmp_path):
    mapping = ColumnMapping(columns={"first": "last"}, ignore=("first",))
    found, rows, _ = matched(tmp_path, ["first", "last"], [["1", "2"]], mapping)
    assert (found.names, rows) == (("first",), [("2",)])
