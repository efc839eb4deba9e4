"""Files of claims systems: every faulty row is told, nobody's data gets in, no row is lost."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from intake import catalogue
from intake.expected import ExpectedError, ExpectedReturns, ExpectedRow, ReturnsDraft
from intake.expected.incoming import read_into
from intake.expected.personal import is_personal
from intake.expected.row import COLUMNS
from intake.importing.fault import Fault, TableError
from intake.importing.mapping import ColumnMapping

KNOWN = catalogue.load()
HEADER = "claim,kit,serial,model,colour,count\n"
WHOLE = "ABCD1234EFGH5678"


def read(path: Path, mapping: ColumnMapping | None = None):
    """Read a file; the rows and the faults."""
    faults: list[Fault] = []
    with tempfile.TemporaryDirectory() as room, ReturnsDraft(Path(room), "1") as draft:
        read_into(draft, path, mapping or ColumnMapping(), KNOWN, faults.append)
        with closing(ExpectedReturns.open(draft.publish())) as found:
            return list(found.rows()), faults


@pytest.fixture
def file(tmp_path):
    """Writes a text to a file."""

    def write(content: str | bytes, name: str = "returns.csv") -> Path:
        path = Path(tmp_path) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


class TestFaults:
    """Each with its row, its column, what was expected and what was got."""

    def test_every_faulty_row_is_told_and_every_good_one_is_read(self, file):
        rows = ["C-1,KIT-1,,,,", "Yamada,KIT-2,,,,", "C-3,KIT-3,x,,,", "C-4,KIT-4,,,,0", "C-5,KIT-5,,,,2"]
        found, faults = read(file(HEADER + "\n".join(rows)))
        assert [row.claim for row in found] == ["C-1", "C-5"]
        assert [(fault.row, fault.column) for fault in faults] == [(3, "claim"), (4, "serial"), (5, "count")]
        assert (
            str(faults[1])
            == "row 4: serial: expected a serial of 16 characters of 0123456789ABCDEFGHJKLMNPQRSTUVWXYZ, "
            "a digit among them, or nothing, got what has no digit"
        )

    @pytest.mark.parametrize("kit", ["KIT-7", "KIT-8"])
    @pytest.mark.parametrize("claim", ["C-1", "C-2"])
    def test_a_serial_twice_is_told_with_both_rows(self, file, kit, claim):
        rows = [f"C-1,KIT-7,{WHOLE},,,", "C-1,KIT-7,,,,", f"{claim},{kit},abcd 1234 efgh 5678,,,"]
        _, faults = read(file(HEADER + "\n".join(rows)))
        assert [str(fault) for fault in faults] == [
            f"row 4: serial: expected each serial once, got {WHOLE}, which row 2 names too"
        ]

    def test_a_parcel_too_full_is_told(self, file):
        _, faults = read(file(f"{HEADER}C-1,KIT-7,,,,60\nC-2,KIT-7,,,,60\n"))
        assert [(fault.row, fault.column, fault.got) for fault in faults] == [(3, "count", "120")]

    def test_a_file_without_rows_is_told(self, file):
        found, faults = read(file(HEADER))
        assert (found, [fault.kind for fault in faults]) == ([], ["empty"])

    def test_a_number_where_text_belongs_may_have_lost_zeros(self, file):
        rows = [
            {"claim": "C-1", "kit": 481000000011, "count": 2},
            {"claim": "C-2", "kit": "KIT-2", "count": 2},
        ]
        found, faults = read(file(json.dumps(rows), "returns.json"))
        assert [row.units for row in found] == [2]
        assert [(fault.row, fault.column) for fault in faults] == [(1, "kit")]

    @pytest.mark.parametrize("header", ["claim", "kit", "claim,kit,remark", "claim,kit,kit", "a;b", ""])
    def test_other_columns_are_refused(self, file, header):
        with pytest.raises((ExpectedError, TableError), match="expected"):
            read(file(f"{header}\nx,y,z\n"))


class TestPeople:
    """A column about a person is refused by name, whether anybody asks for it or not."""

    @pytest.mark.parametrize(
        "name",
        [
            "name",
            "氏名",
            "ﾌﾘｶﾞﾅ",
            "Ｅメール",
            "tel",
            "お届け先",
            "住　所",
            "フ リ ガ ナ",
            "Ship To",
            "N.A.M.E",
        ],
    )
    @pytest.mark.parametrize("ignored", [True, False])
    def test_it_is_refused_by_its_name(self, file, name, ignored):
        mapping = ColumnMapping(ignore=(name,) if ignored else ())
        with pytest.raises(ExpectedError, match="no personal data, got the column"):
            read(file(f"claim,kit,{name}\nC-1,KIT-1,x\n"), mapping)

    def test_it_is_refused_as_a_claims_number_too(self, file):
        mapping = ColumnMapping(columns={"claim": "電話番号", "kit": "kit"})
        with pytest.raises(ExpectedError, match="no personal data"):
            read(file("電話番号,kit\n1,KIT-1\n"), mapping)

    def test_a_persons_number_or_name_comes_in_by_no_column(self, file):
        values = ["090-1234-5678", "TANAKA TARO", "taro yamada tokyo", "0312345678", "03(1234)5678"]
        rows = [f"{value},KIT-1,,,," for value in values]
        rows += [f"C-1,{value},,,," for value in values]
        rows += [f"C-1,KIT-1,{value},,," for value in values]
        found, faults = read(file(HEADER + "\n".join(rows)))
        assert found == []
        assert [fault.row for fault in faults if fault.row] == list(range(2, 2 + len(rows)))
        told = "".join(map(str, faults))
        assert not any(value in told for value in values)

    @given(
        st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8), max_size=4),
        st.sampled_from(["name", "住所", "E-Mail", "電話番号", "ＴＥＬ", "customerName", "zip code"]),
        st.integers(0, 5),
    )
    def test_no_place_and_no_neighbour_hides_it(self, others, personal, place):
        names = ["claim", "kit", *others]
        names.insert(place % (len(names) + 1), personal)
        assert any(map(is_personal, names))
        text = io.StringIO()
        csv.writer(text).writerows([names, ["C-1"] * len(names)])
        with tempfile.TemporaryDirectory() as room:
            path = Path(room) / "returns.csv"
            path.write_text(text.getvalue(), "utf-8")
            with pytest.raises((ExpectedError, TableError)):
                read(path, ColumnMapping(ignore=tuple(others)))


class TestForms:
    """The same rows, whatever kind of file they come in."""

    ROWS = (
        ("C-1", "481000000011", WHOLE, "", "", "1"),
        ("C-2", "KIT-7", "", "", "", "3"),
    )
    FOUND = (
        ExpectedRow("481000000011", "C-1", WHOLE, None, None, 1),
        ExpectedRow("KIT-7", "C-2", None, None, None, 3),
    )

    def test_csv_json_and_workbook_say_the_same(self, file, tmp_path):
        names = HEADER.strip().split(",")
        text = HEADER + "".join(",".join(row) + "\n" for row in self.ROWS)
        objects = [dict(zip(names, row, strict=True)) for row in self.ROWS]
        book = Workbook()
        sheet = book.create_sheet("returns", 0)
        book.remove(book.worksheets[1])
        for row in (names, *self.ROWS):
            sheet.append([*row[:5], int(row[5]) if row[5].isdecimal() else row[5]])
        book.save(tmp_path / "returns.xlsx")
        for path in (file(text), file(json.dumps(objects), "returns.json"), tmp_path / "returns.xlsx"):
            assert read(path) == ([*self.FOUND], [])

    def test_a_claims_systems_own_columns_are_mapped(self, file):
        mapping = ColumnMapping(
            columns={"claim": "受付番号", "kit": "追跡番号", "serial": "製造番号"},
            constant={"count": "1"},
            ignore=("備考",),
        )
        text = f"備考,製造番号,受付番号,追跡番号\n急ぎ,{WHOLE},C-1,4810-0000-0011\n"
        assert read(file(text.encode("cp932")), mapping) == ([self.FOUND[0]], [])


_CELL = st.one_of(
    st.sampled_from(["C-1", "KIT-7", "481000000011", WHOLE, "A1263", "black", "1", "2", "", "yes"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


@given(st.lists(st.lists(_CELL, min_size=1, max_size=len(COLUMNS)), max_size=12))
def test_no_row_is_lost_each_is_read_or_told(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([COLUMNS, *rows])
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "returns.csv"
        path.write_text(text.getvalue(), "utf-8", newline="")
        found, faults = read(path)
    told = {fault.row for fault in faults if fault.kind not in {"repeat", "crowded", "empty"}}
    wanted = [row for row in rows if any(row)]
    # A cell with line breaks of its own may be told by the line it begins on and be read no further.
    assert len(found) + len(told) >= len(wanted)
    assert all(row.units >= 1 and row.claim and row.label for row in found)
