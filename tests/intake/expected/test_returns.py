"""Published expected returns: what is announced for a parcel, by any format that was ever written."""

import os
from contextlib import closing

import pytest

from intake import sqlite
from intake.claim import Claim, ClaimedUnit
from intake.errors import StorageError
from intake.expected import ExpectedReturns, ExpectedRow, expected_path, publish

LABEL = "481000000011"
ROW = ExpectedRow(LABEL, "C-1", None, "A1263", None, 1)


def opened(path):
    return closing(ExpectedReturns.open(path))


def change(path, statement):
    """Change a published file, which nobody does."""
    path.chmod(0o644)
    with closing(sqlite.connect(path, journal_mode="DELETE")) as connection:
        connection.execute(statement)


def test_what_is_published_is_found_by_its_label(tmp_path):
    rows = [ROW, ExpectedRow(LABEL, "C-1", "ABCD1234", None, None, 1, True), ROW._replace(label="KIT-7")]
    with opened(publish(rows, "1", tmp_path)) as found:
        units = (ClaimedUnit(None, "A1263"), ClaimedUnit("ABCD1234", replaced=True))
        assert found.claim(LABEL) == Claim("C-1", units)
        assert found.claim("nobody") is None
        assert list(found.rows()) == rows
        assert found.count == len(rows)


def test_a_label_is_never_found_by_a_part_of_it(tmp_path):
    with opened(publish([ROW._replace(label="KIT-10", serial="SN10")], "1", tmp_path)) as found:
        assert [found.claim(label) for label in ("KIT-1", "KIT-100", "KIT", "%", "KIT-1_")] == [None] * 5
        claim = found.claim("KIT-10")
        assert claim is not None
        assert "SN1" not in claim.serials


def test_several_claims_for_one_parcel_are_announced_together(tmp_path):
    rows = [ROW, ROW._replace(claim="C-2", serial="ABCD1234"), ROW._replace(model=None, units=2)]
    with opened(publish(rows, "1", tmp_path)) as found:
        claim = found.claim(LABEL)
        assert claim is not None
        assert (claim.number, claim.count, claim.serials) == ("C-1+C-2", 4, ("ABCD1234",))


def test_it_says_itself_when_it_was_published(tmp_path):
    path = publish([ROW], "1", tmp_path, published=1_700_000_000_123)
    os.utime(path, (0, 0))
    with opened(path) as found:
        assert found.published == 1_700_000_000_123


def test_one_that_does_not_is_refused(tmp_path):
    path = publish([ROW], "1", tmp_path)
    change(path, "DELETE FROM head")
    with pytest.raises(StorageError, match="expected a word of when it was published, got none"):
        ExpectedReturns.open(path)


def test_the_first_format_is_read_for_ever(tmp_path):
    path = tmp_path / "expected-old.db"
    with closing(sqlite.connect(path, journal_mode="DELETE")) as old:
        old.execute(
            "CREATE TABLE expected (label TEXT NOT NULL, claim TEXT NOT NULL, serial TEXT, model TEXT, "
            "colour TEXT, count INTEGER NOT NULL) STRICT"
        )
        old.execute("INSERT INTO expected VALUES (?, 'C-1', NULL, 'A1263', NULL, 1)", (LABEL,))
        old.execute("PRAGMA user_version = 1")
    os.utime(path, (7, 7))
    with opened(path) as found:
        assert list(found.rows()) == [ROW]
        assert found.claim(LABEL) == Claim("C-1", (ClaimedUnit(None, "A1263"),))
        assert found.published == 7_000  # in milliseconds, by the disk: the file itself does not say it


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0"])
def test_any_other_file_is_refused(tmp_path, content):
    path = tmp_path / "expected-1.db"
    path.write_bytes(content)
    with pytest.raises(StorageError, match="expected"):
        ExpectedReturns.open(path)


def test_a_newer_format_is_refused(tmp_path):
    path = publish([ROW], "1", tmp_path)
    change(path, "PRAGMA user_version = 99")
    with pytest.raises(StorageError, match="of format 3 or older, got 99"):
        ExpectedReturns.open(path)


@pytest.mark.parametrize("version", ["", "../x", "a/b", ".hidden", "x" * 62, "a b", "日"])
def test_what_can_be_no_version_has_no_path(tmp_path, version):
    assert expected_path(tmp_path, version) is None
