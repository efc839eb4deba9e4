"""A draft is published whole, once, or leaves nothing."""

import os
from contextlib import closing

import pytest

from intake.expected import ExpectedError, ExpectedReturns, ExpectedRow, ReturnsDraft, publish

ROW = ExpectedRow("KIT-7", "C-1", None, None, None, 1)
NAMED = ROW._replace(serial="ABCD1234")


def test_a_version_is_written_once_and_never_again(tmp_path):
    path = publish([ROW], "1", tmp_path)
    before = path.read_bytes()
    with pytest.raises(ExpectedError, match="published already with other rows"):
        publish([ROW, ROW], "1", tmp_path)
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o222 == 0
    assert list(tmp_path.iterdir()) == [path]


def test_returns_published_meanwhile_stay_whatever_the_disk_takes(tmp_path, monkeypatch):
    flush = os.fsync

    def flush_late(descriptor):
        monkeypatch.setattr(os, "fsync", flush)
        publish([ROW], "1", tmp_path)
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", flush_late)
    with pytest.raises(ExpectedError, match="published already with other rows"):
        publish([NAMED], "1", tmp_path)
    (path,) = tmp_path.iterdir()
    with closing(ExpectedReturns.open(path)) as returns:
        assert list(returns.rows()) == [ROW]


def test_an_import_cut_off_before_its_activation_is_repeated(tmp_path):
    path = publish([ROW, NAMED], "1", tmp_path)
    before = path.stat().st_ino
    assert publish(iter([ROW, NAMED]), "1", tmp_path) == path
    assert path.stat().st_ino == before


@pytest.mark.parametrize("version", ["", "../x", "a/b", ".hidden", "x" * 62, "a b", "日"])
def test_a_version_that_is_no_files_name_is_refused(tmp_path, version):
    with pytest.raises(ExpectedError, match="expected a version"):
        publish([ROW], version, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_published_leaves_nothing(tmp_path):
    with ReturnsDraft(tmp_path, "1") as draft:
        draft.add([(1, ROW)])
        assert list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


def test_a_fault_on_the_way_leaves_nothing(tmp_path):
    def rows():
        yield 1, ROW
        raise RuntimeError("the file ends here")

    with pytest.raises(RuntimeError), ReturnsDraft(tmp_path, "1") as draft:
        draft.add(rows())
    assert list(tmp_path.iterdir()) == []


def test_what_only_rows_together_show(tmp_path):
    other, many = NAMED._replace(label="KIT-8"), ROW._replace(label="KIT-9", units=60)
    rows = [(2, NAMED), (3, ROW), (5, other), (7, NAMED._replace(claim="C-2")), (8, many), (9, many)]
    with ReturnsDraft(tmp_path, "1") as draft:
        assert draft.add(rows) == len(rows)
        draft.end()
        assert list(draft.repeats()) == [(5, "ABCD1234", 2), (7, "ABCD1234", 2)]
        assert list(draft.crowded()) == [(9, 120)]


def test_no_rows_are_a_version_too(tmp_path):
    found = ExpectedReturns.open(publish([], "1", tmp_path))
    assert list(found.rows()) == []
    found.close()
