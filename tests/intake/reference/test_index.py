"""Published lists, looked up: every shape, every format, and no other file."""

import hashlib
import random
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import sqlite
from intake.affected import AffectedList, AffectedRow, KeyRange, Match, NamedBy, Shape
from intake.part import Part
from intake.reference import AffectedIndex, ListFileError, Named, PublishedSegment, publish
from tests.intake import lists
from tests.intake.affected.strategies import cases, list_of

FRONT = Shape((Part(0, 2),))
RED = (NamedBy.RANGE, ("red",), ())


def of(*rows, version="1"):
    return AffectedList("zz-1", version, False, "2031-02-04", rows)


def front(line, text, model="X", by=NamedBy.RANGE, channels=()):
    return AffectedRow(line, model, (), channels, by, (KeyRange(FRONT, text, text),), "lot")


def test_a_published_list_names_itself(tmp_path, opened):
    path = publish(
        of(lists.row("A000", "A999", "X", line=1), lists.row("B000", "B000", "X", line=2)), tmp_path
    )
    index = opened(path)
    assert (index.campaign, index.version, index.training, index.rows) == ("zz-1", "1", False, 2)
    assert (index.published, index.source) == ("2031-02-04", "")
    assert index.checksum == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_serial_is_matched_with_both_ends_and_nothing_beside(tmp_path, opened):
    rows = lists.row("A010", "A01Z", "X", "red", line=1), lists.row("A1", "A1", "X", line=2)
    index = opened(publish(of(*rows), tmp_path))
    match = Match("zz-1", "X", "1", False, *RED)
    assert index.match("A010") == index.match("A01Z") == index.match("A015") == (match,)
    for beside in ("A00Z", "A020", "A01", "A0100", "A", "a015", "", "A01\x00", "\ud800A01", "ア015"):
        assert index.match(beside) == ()


def test_overlaps_name_each_thing_once(tmp_path, opened):
    rows = [
        lists.row("A000", "A9ZZ", "Y", line=1),
        lists.row("A100", "A1ZZ", "X", "red", line=2),
        lists.row("A150", "A2ZZ", "X", "red", line=3),
        lists.row("A160", "A160", "Y", line=4),
        front(5, "A1", "Y", NamedBy.MASKED, ("web",)),
    ]
    index = opened(publish(of(*rows), tmp_path))
    named = {
        (match.model, match.by, match.colours, match.channels, match.whole) for match in index.match("A160")
    }
    assert named == {
        ("X", NamedBy.RANGE, ("red",), (), True),
        ("Y", NamedBy.EXACT, (), (), True),
        ("Y", NamedBy.RANGE, (), (), True),
        ("Y", NamedBy.MASKED, (), ("web",), False),
    }
    assert len(index.match("A160")) == len(named)
    assert [match.model for match in index.match("A300")] == ["Y"]
    assert [match.by for match in index.match("A1999")] == [NamedBy.MASKED]
    assert index.channels == {"web"}


def test_what_two_shapes_say_alike_is_said_once(tmp_path, opened):
    keys = tuple(KeyRange(Shape((part,)), "A", "A") for part in (Part(0, 1), Part(1, 1)))
    index = opened(publish(of(AffectedRow(1, "X", (), (), NamedBy.RANGE, keys)), tmp_path))
    assert len(index.match("AABC")) == len(index.match("ABBC")) == 1


@given(cases())
@settings(max_examples=25)
def test_the_maker_s_rows_and_the_segments_are_read_back(tmp_path_factory, case):
    campaign, said = case
    listing = list_of(campaign, said)
    index = AffectedIndex.open(publish(listing, tmp_path_factory.mktemp("list")))
    assert tuple(index.all_rows()) == listing.rows
    swept = list(index.segments())
    assert swept == sorted(swept, key=lambda each: (each.shape.order, each.first))
    assert {each.shape for each in swept} == set(index.shapes)
    assert list(index.shapes) == sorted(index.shapes, key=lambda shape: shape.order)
    for each in swept:
        naming = [
            row
            for row in listing.rows
            for key in row.keys
            if key.shape == each.shape and key.first <= each.first and each.last <= key.last
        ]
        assert set(each.named) == {Named(row.model, row.by, row.colours, row.channels) for row in naming}
    index.close()


@given(st.integers(0, 100_000))
@settings(max_examples=15)
def test_whole_serials_are_named_by_the_rows_that_hold_them(tmp_path_factory, seed):
    campaign, rng = lists.campaign(seed), random.Random(seed)
    listing = lists.listing(campaign, seed, ranges=40)
    index = AffectedIndex.open(publish(listing, tmp_path_factory.mktemp("list")))
    serials = [lists.serial(campaign, rng) for _ in range(20)]
    for each in listing.rows:
        serials += [
            *lists.bounds(each),
            lists.inside(campaign, each, rng),
            *lists.just_outside(campaign, each),
        ]
    for serial in serials:
        naming = lists.named_by(listing, serial)
        assert {(match.model, match.by, match.colours) for match in index.match(serial)} == {
            (row.model, row.by, row.colours) for row in naming
        }
        assert list(index.rows_naming(serial)) == naming
    index.close()


def test_the_nearest_stretches_are_found_among_serials_of_the_same_length(tmp_path, opened):
    rows = [lists.row("A100", "A199", "X", line=1), lists.row("A300", "A399", "X", line=2), front(3, "A2")]
    index = opened(publish(of(*rows), tmp_path))
    below, above = (KeyRange(Shape.whole(4), *lists.bounds(row)) for row in rows[:2])
    assert index.around("A250") == (below, above)
    assert index.around("A150") == (below, above)
    assert index.around("A050") == (None, below)
    assert index.around("A999") == (above, None)
    assert index.around("A25") == (None, None)


def test_a_file_of_the_first_format_still_answers(first_format, opened):
    index = opened(first_format)
    assert (index.campaign, index.version, index.training, index.rows) == ("zz-1", "1", False, 3)
    assert (index.published, index.source, index.content) == ("2031-02-04", "", "abc")
    assert index.channels == frozenset()
    plain = Match("zz-1", "Y", "1", False)
    red = Match("zz-1", "X", "1", False, NamedBy.EXACT, ("red",))
    assert index.match("A100") == (red, plain)
    assert index.match("A1ZZ") == (plain,)
    assert [match.model for match in index.match("B0001")] == ["X"]
    assert index.match("B0002") == ()
    assert list(index.all_rows()) == [
        lists.row("A000", "A1ZZ", "Y", note="lot 7", line=0),
        lists.row("A100", "A100", "X", "red", line=0),
        lists.row("B0000", "B0001", "X", line=0),
    ]
    assert next(index.segments()) == PublishedSegment(
        Shape.whole(4), "A000", "A0ZZ", (Named("Y", NamedBy.RANGE, (), ()),)
    )
    assert index.around("A050") == (
        KeyRange(Shape.whole(4), "A000", "A0ZZ"),
        KeyRange(Shape.whole(4), "A100", "A100"),
    )


def foreign(path):
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 40)


def empty_database(path):
    connection = sqlite.connect(path, journal_mode="DELETE")
    connection.execute("PRAGMA user_version = 2")
    connection.close()


def newer(path, statement="PRAGMA user_version = 3"):
    shutil.copy(publish(of(lists.row("A000", "A999", "X")), path.parent), path)
    path.chmod(0o644)
    connection = sqlite.connect(path, journal_mode="DELETE")
    connection.execute(statement)
    connection.close()


def headless(path):
    newer(path, "DELETE FROM affected_list")


@pytest.mark.parametrize("make", [lambda path: None, foreign, empty_database, newer, headless])
def test_any_other_file_is_refused(tmp_path, make):
    path = tmp_path / "other.db"
    make(path)
    with pytest.raises(ListFileError, match=r"other\.db: expected a published list, got this fault"):
        AffectedIndex.open(path)


def test_a_published_list_cannot_be_changed_through_its_index(tmp_path, opened):
    index = opened(publish(of(lists.row("A000", "A999", "X")), tmp_path))
    with pytest.raises(sqlite.OperationalError, match="readonly"):
        index._connection.execute("DELETE FROM segment")  # noqa: SLF001 -- the way round is what is tested
