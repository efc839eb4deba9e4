"""Archives: a small workbook that unpacks to more than a desk can spare is refused before it is opened."""

from __future__ import annotations

import re
import struct
import warnings
import zipfile
from contextlib import closing

import pytest
from openpyxl import Workbook

from intake.importing import archive
from intake.importing.archive import PartKind, expect_bounded
from intake.importing.fault import TableError
from intake.importing.form import Form
from intake.importing.workbook import SheetTable

CONTENTS = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
OVERRIDE = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)


@pytest.fixture
def parts(tmp_path):
    """Give the parts of a small workbook, its text shared as other programs than openpyxl write it."""
    made = Workbook()
    made.worksheets[0].append(["a"])
    made.save(tmp_path / "small.xlsx")
    with zipfile.ZipFile(tmp_path / "small.xlsx") as packed:
        found = {name: packed.read(name) for name in packed.namelist()}
    inline, shared = b't="inlineStr"><is><t>a</t></is>', b't="s"><v>0</v>'
    assert inline in found[SHEET]
    return found | {
        TEXTS: b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si></sst>',
        SHEET: found[SHEET].replace(inline, shared),
        CONTENTS: found[CONTENTS].replace(b"</Types>", OVERRIDE + b"</Types>"),
    }


@pytest.fixture
def packed(parts, tmp_path):
    """Give a function that packs the parts again, some of them changed."""

    def pack(**changes):
        path = tmp_path / "l.xlsx"
        named = {
            {"contents": CONTENTS, "sheet": SHEET, "texts": TEXTS}.get(key, key): value
            for key, value in changes.items()
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in {**parts, **named}.items():
                made.writestr(name, content)
        return path

    return pack


@pytest.fixture
def small(monkeypatch):
    """Make the bounds so small that a test is fast."""
    monkeypatch.setattr(archive, "_LARGEST", 400_000)
    monkeypatch.setattr(archive, "_MOST", {PartKind.TEXTS: 200_000, PartKind.OTHERS: 100_000})


@pytest.mark.usefixtures("small")
def test_a_sheet_may_be_longer_than_texts_and_texts_longer_than_the_rest(packed):
    with closing(SheetTable(packed(), Form())) as table:
        assert table.columns == ("a",)
    expect_bounded(packed(sheet=bytes(250_000)))
    expect_bounded(packed(texts=bytes(150_000)))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sheet": bytes(400_000)}, "all parts: expected at most 400,000 bytes unpacked, got"),
        (
            {"texts": bytes(250_000)},
            "shared texts: expected at most 200,000 bytes unpacked, got 250,000: save it as CSV",
        ),
        ({"xl/styles.xml": bytes(150_000)}, "other parts: expected at most 100,000 bytes unpacked"),
        ({"xl/worksheets/unnamed.xml": bytes(150_000)}, "other parts"),
    ],
)
def test_what_unpacks_to_more_is_refused_with_what_to_do(packed, changes, said):
    path = packed(**changes)
    assert path.stat().st_size < 20_000
    with pytest.raises(TableError) as refused:
        SheetTable(path, Form())
    assert said in str(refused.value)


def test_a_list_of_contents_that_is_too_long_is_not_read(packed, monkeypatch):
    monkeypatch.setattr(archive, "_OTHERS", 100)
    with pytest.raises(TableError, match=r"\[Content_Types\]\.xml: expected at most 100 bytes"):
        expect_bounded(packed())


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "lie",
    [
        lambda contents: contents.replace(b"sharedStrings+xml", b"worksheet+xml"),
        lambda contents: re.sub(
            rb"(<Override [^>]*)sharedStrings\+xml", rb'\1worksheet+xml"/>\g<0>', contents
        ),
    ],
    ids=["only a sheet", "a sheet as well"],
)
def test_texts_that_are_said_to_be_a_sheet_are_none(parts, packed, lie):
    with pytest.raises(TableError, match="other parts"):
        expect_bounded(packed(contents=lie(parts[CONTENTS]), texts=bytes(150_000)))


def test_a_part_that_stands_twice_is_refused(packed):
    path = packed()
    with zipfile.ZipFile(path, "a") as made, warnings.catch_warnings(action="ignore"):
        made.writestr(TEXTS, b"another")
    with pytest.raises(TableError, match="every part of the workbook once"):
        expect_bounded(path)


@pytest.mark.usefixtures("small")
def test_no_more_is_unpacked_than_the_directory_says(packed):
    """The directory says 1000 bytes of a part of a million: it is cut there, and told."""
    path = packed(texts=b"<sst>" + b" " * 1_000_000 + b"</sst>")
    content = path.read_bytes()
    told = struct.pack("<L", 1_000_011)
    assert told in content
    path.write_bytes(content.replace(told, struct.pack("<L", 1000)))
    expect_bounded(path)
    with pytest.raises(TableError, match=r"expected a workbook \(\.xlsx\)"):
        SheetTable(path, Form())
