"""Drafts of lists: rows stream in, and a file appears whole or not at all."""

import os
import random
import stat
from contextlib import closing

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from intake import sqlite
from intake.affected import AffectedList, AffectedRow, KeyRange, ListHead, NamedBy, Shape
from intake.part import Part
from intake.reference import AffectedIndex, ListDraft, ListFileError, publish
from tests.intake import lists
from tests.intake.affected.strategies import cases, list_of

HEAD = ListHead("zz-1", "1", training=False, published="2031-02-04")
FRONT = Shape((Part(0, 1),))


def of(*rows, version="1", training=False):
    return AffectedList("zz-1", version, training, "2031-02-04", rows)


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def untouched(path):
    """Give what a write would change; that somebody has read it is no change."""
    found = path.stat()
    return found.st_ino, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def test_a_list_stands_under_its_name_for_reading_only(tmp_path):
    with ListDraft(tmp_path, HEAD, source="list.csv") as draft:
        draft.add([lists.row("A000", "A999", "X", line=2)])
        draft.add(iter([lists.row("B000", "B000", "X", line=1)]))
        assert draft.rows == 2
        assert draft.publish() == tmp_path / "list-zz-1-1.db"
    assert names_in(tmp_path) == ["list-zz-1-1.db"]
    assert stat.S_IMODE((tmp_path / "list-zz-1-1.db").stat().st_mode) == 0o444
    index = AffectedIndex.open(tmp_path / "list-zz-1-1.db")
    assert index.source == "list.csv"
    assert [row.line for row in index.all_rows()] == [1, 2]
    index.close()


@given(cases())
@settings(max_examples=20)
def test_the_same_list_again_changes_nothing_in_whatever_order(tmp_path_factory, case):
    campaign, said = case
    folder, listing = tmp_path_factory.mktemp("list"), list_of(campaign, said)
    path = publish(listing, folder)
    before = untouched(path)
    rows = list(listing.rows)
    random.Random(len(rows)).shuffle(rows)
    renumbered = tuple(replace(row, line=line) for line, row in enumerate(rows, 1))
    assert publish(replace(listing, rows=renumbered), folder) == path
    assert untouched(path) == before


@pytest.mark.parametrize(
    "other",
    [
        of(lists.row("A000", "A998", "X")),
        of(lists.row("A000", "A999", "Y")),
        of(lists.row("A000", "A999", "X", "red")),
        of(lists.row("A000", "A999", "X", note="lot 7")),
        of(lists.row("A000", "A999", "X"), training=True),
        of(lists.row("A000", "A999", "X"), lists.row("A000", "A999", "X", line=9)),
        of(AffectedRow(5, "X", (), (), NamedBy.RANGE, (KeyRange(FRONT, "A", "A"),))),
    ],
)
def test_another_content_under_the_same_version_is_refused(tmp_path, other):
    publish(of(lists.row("A000", "A999", "X")), tmp_path)
    with pytest.raises(ListFileError, match="give the new list a new version"):
        publish(other, tmp_path)
    publish(replace(other, version="2"), tmp_path)


def test_a_list_published_meanwhile_stays_whatever_the_disk_takes(tmp_path, monkeypatch):
    flush = os.fsync

    def flush_late(descriptor):
        monkeypatch.setattr(os, "fsync", flush)
        publish(of(lists.row("A000", "A999", "X")), tmp_path)
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", flush_late)
    with pytest.raises(ListFileError, match="give the new list a new version"):
        publish(of(lists.row("B000", "B999", "X")), tmp_path)
    (path,) = tmp_path.iterdir()
    with closing(AffectedIndex.open(path)) as index:
        assert [row.keys[0].first for row in index.all_rows()] == ["A000"]


def test_rows_of_several_keys_are_not_the_same_as_rows_of_one(tmp_path):
    """What they name together is the same, what the maker said is not."""
    keys = tuple(KeyRange(FRONT, text, text) for text in "AB")
    both = AffectedRow(1, "X", (), (), NamedBy.RANGE, keys)
    publish(of(both), tmp_path)
    with pytest.raises(ListFileError, match="give the new list a new version"):
        publish(of(*(replace(both, line=line, keys=(key,)) for line, key in enumerate(keys))), tmp_path)


def test_repeats_are_told_with_the_earlier_line(tmp_path):
    keys = tuple(KeyRange(FRONT, text, text) for text in "ABC")
    several = AffectedRow(4, "X", (), (), NamedBy.RANGE, keys[:2])
    rows = [
        lists.row("A000", "A999", "X", line=1),
        lists.row("A000", "A999", "Y", line=2),
        lists.row("A000", "A999", "X", note="lot 7", line=3),
        several,
        replace(several, line=5, keys=keys[1:]),
        replace(several, line=6),
        lists.row("A000", "A998", "X", line=7),
    ]
    with ListDraft(tmp_path, HEAD) as draft:
        draft.add(rows)
        assert sorted(draft.repeats(10)) == [(3, 1), (6, 4)]
        assert len(draft.repeats(1)) == 1
    assert names_in(tmp_path) == []


def test_overlaps_of_different_models_are_told_by_their_lines(tmp_path, monkeypatch):
    rows = [
        lists.row("A000", "A999", "X", line=1),
        lists.row("A500", "B500", "Y", line=2),
        lists.row("B400", "B600", "Y", line=3),
        lists.row("A999", "A999", "Y", line=4),
    ]
    with ListDraft(tmp_path, HEAD) as draft:
        draft.add(rows)
        assert sorted(draft.overlaps(10)) == [(1, 2), (1, 4)]
        assert len(draft.overlaps(1)) == 1
    monkeypatch.setattr("intake.reference.sweep._MOST_OVERLAPS", 1)
    with ListDraft(tmp_path, HEAD) as draft:
        draft.add(rows)
        assert len(draft.overlaps(10)) == 1


def test_serials_are_counted_over_the_campaign_s_alphabet(tmp_path):
    rows = [
        lists.row("A000", "A019", "X", line=1),
        lists.row("A010", "A029", "X", line=2),
        lists.row("A000", "A000", "Y", line=3),
        AffectedRow(4, "Z", (), (), NamedBy.RANGE, (KeyRange(FRONT, "A", "A"),)),
    ]
    with ListDraft(tmp_path, HEAD, alphabet="0123456789A") as draft:
        draft.add(rows)
        assert draft.counts() == {"X": 11 + 11 + 10, "Y": 1, "Z": None}


def test_many_rows_in_many_chunks_come_out_as_few_do(tmp_path, monkeypatch):
    rows = [lists.row(f"A{n:03}", f"A{n:03}", "XY"[n % 2], line=n) for n in range(500)]
    random.Random(1).shuffle(rows)
    few = publish(of(*rows), tmp_path)
    monkeypatch.setattr("intake.reference.file._AT_ONCE", 7)
    monkeypatch.setattr("intake.reference.staging._AT_ONCE", 40)
    monkeypatch.setattr("intake.reference.staging._BLOCK", 3)
    assert publish(of(*rows), tmp_path) == few


def test_a_line_twice_is_a_fault_of_whoever_reads_the_file(tmp_path):
    with pytest.raises(sqlite.IntegrityError, match="UNIQUE"), ListDraft(tmp_path, HEAD) as draft:
        draft.add([lists.row("A000", "A999", "X"), lists.row("B000", "B999", "X")])
    assert names_in(tmp_path) == []


def test_a_list_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    def refuse(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        publish(of(lists.row("A000", "A999", "X")), tmp_path)
    assert names_in(tmp_path) == []


def test_a_folder_that_is_not_there_is_a_fault(tmp_path):
    with pytest.raises(FileNotFoundError):
        publish(of(lists.row("A000", "A999", "X")), tmp_path / "nowhere")
