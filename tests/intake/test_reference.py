"""Published lists: immutable, exact, and quick."""

import hashlib
import os
import random
import shutil
import stat

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake import sqlite
from intake.affected import AffectedList, AffectedRange, Match
from intake.reference import AffectedIndex, ListFileError, publish
from tests.intake import lists


def of(*ranges, version="1", training=False):
    return AffectedList("zz-1", version, training, "2031-02-04", ranges)


def names_in(folder):
    return [path.name for path in folder.iterdir()]


@pytest.fixture
def opened():
    """Open indexes that are closed at the end."""
    indexes = []

    def opening(path):
        indexes.append(AffectedIndex.open(path))
        return indexes[-1]

    yield opening
    for index in indexes:
        index.close()


def test_a_published_list_names_itself(tmp_path, opened):
    listing = of(AffectedRange("A000", "A999", "X"), AffectedRange("B000", "B000", "X"), training=True)
    path = publish(listing, tmp_path)
    assert path == tmp_path / "list-zz-1-1.db"
    assert names_in(tmp_path) == [path.name]
    index = opened(path)
    assert (index.campaign, index.version, index.training, index.ranges) == ("zz-1", "1", True, 2)
    assert index.published == "2031-02-04"
    assert index.checksum == hashlib.sha256(path.read_bytes()).hexdigest()
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_a_serial_is_matched_with_both_ends_and_nothing_beside(tmp_path, opened):
    index = opened(
        publish(of(AffectedRange("A010", "A01Z", "X", "red"), AffectedRange("A1", "A1", "X")), tmp_path)
    )
    match = Match("zz-1", "X", "red", "1", False)
    assert index.match("A010") == index.match("A01Z") == index.match("A015") == (match,)
    for beside in ("A00Z", "A020", "A01", "A0100", "A", "a015", "", "A01\x00", "\ud800A01", "ア015"):
        assert index.match(beside) == ()


def test_overlaps_name_each_model_and_colour_once(tmp_path, opened):
    listing = of(
        AffectedRange("A000", "A9ZZ", "Y"),
        AffectedRange("A100", "A1ZZ", "X", "red"),
        AffectedRange("A150", "A2ZZ", "X", "red"),
        AffectedRange("A160", "A160", "Y"),
    )
    index = opened(publish(listing, tmp_path))
    named = [(match.model, match.colour, match.exact) for match in index.match("A160")]
    assert named == [("X", "red", False), ("Y", None, True)]
    assert [match.model for match in index.match("A300")] == ["Y"]


@given(st.integers(0, 100_000))
@settings(max_examples=15, deadline=None)
def test_the_index_says_what_the_ranges_say(tmp_path_factory, seed):
    campaign, rng = lists.campaign(seed), random.Random(seed)
    listing = lists.listing(campaign, seed, ranges=40)
    index = AffectedIndex.open(publish(listing, tmp_path_factory.mktemp("list")))
    serials = [lists.serial(campaign, rng) for _ in range(20)]
    for each in listing.ranges:
        serials += [
            *lists.bounds(each),
            lists.inside(campaign, each, rng),
            *lists.just_outside(campaign, each),
        ]
    for serial in serials:
        named = {(each.model, each.colour) for each in lists.named_by(listing, serial)}
        found = index.match(serial)
        assert {(match.model, match.colour) for match in found} == named
        assert len(found) == len(named)
        exact = any(each.first == each.last for each in lists.named_by(listing, serial))
        assert any(match.exact for match in found) == exact
    index.close()


def test_the_same_list_again_changes_nothing_in_whatever_order(tmp_path):
    ranges = [AffectedRange("A000", "A999", "X", colour) for colour in ("red", "blue", None)]
    path = publish(of(*ranges), tmp_path)
    before = path.stat()
    assert publish(of(*reversed(ranges)), tmp_path) == path
    assert path.stat() == before


def test_another_content_under_the_same_version_is_refused(tmp_path):
    publish(of(AffectedRange("A000", "A999", "X")), tmp_path)
    for other in (
        of(AffectedRange("A000", "A998", "X")),
        of(AffectedRange("A000", "A999", "X"), training=True),
    ):
        with pytest.raises(ListFileError, match="give the new list a new version"):
            publish(other, tmp_path)
    publish(of(AffectedRange("A000", "A998", "X"), version="2"), tmp_path)


def test_a_list_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    def refuse(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        publish(of(AffectedRange("A000", "A999", "X")), tmp_path)
    assert names_in(tmp_path) == []


def test_left_overs_of_a_killed_publishing_do_not_stop_the_next(tmp_path):
    (tmp_path / f".list-zz-1-1.db.{os.getpid()}").write_bytes(b"left over")
    publish(of(AffectedRange("A000", "A999", "X")), tmp_path)
    assert names_in(tmp_path) == ["list-zz-1-1.db"]


def foreign(path):
    path.write_bytes(b"no database at all, but long enough to be taken for one" * 40)


def empty_database(path):
    connection = sqlite.connect(path, journal_mode="DELETE")
    connection.execute("PRAGMA user_version = 1")
    connection.close()


def newer(path):
    shutil.copy(publish(of(AffectedRange("A000", "A999", "X")), path.parent), path)
    path.chmod(0o644)
    connection = sqlite.connect(path, journal_mode="DELETE")
    connection.execute("PRAGMA user_version = 2")
    connection.close()


def headless(path):
    newer(path)
    connection = sqlite.connect(path, journal_mode="DELETE")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("DELETE FROM affected_list")
    connection.close()


@pytest.mark.parametrize("make", [lambda path: None, foreign, empty_database, newer, headless])
def test_any_other_file_is_refused(tmp_path, make):
    path = tmp_path / "other.db"
    make(path)
    with pytest.raises(ListFileError, match=r"other\.db: expected a published list, got this fault"):
        AffectedIndex.open(path)


def test_a_published_list_cannot_be_changed_through_its_index(tmp_path, opened):
    index = opened(publish(of(AffectedRange("A000", "A999", "X")), tmp_path))
    with pytest.raises(sqlite.OperationalError, match="readonly"):
        index._connection.execute("DELETE FROM segment")  # noqa: SLF001 -- the way round is what is tested
