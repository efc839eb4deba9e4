"""Expected returns come down: checked as an import is, and in force once."""

from __future__ import annotations

import hashlib

import msgspec
import pytest

from intake.expected import ExpectedReturns, ExpectedRow
from intake.hub import published
from intake.sync.returns import expected_lines
from tests.central.docks import CLAIMS

IN_FORCE = "SELECT version FROM expected_in_force"
ROWS = [
    ExpectedRow(claim.label, claim.number, None, None, None, number, number == 2)
    for number, claim in enumerate(CLAIMS, 1)
]


def offer(pair, version="2026-07-01", body=None):
    """Have the hub publish expected returns, also such as its own door would refuse."""
    lines = b"".join(expected_lines(ROWS))
    pair.centre.run(published.publish_expected, version, lines)
    if body is not None:
        pair.centre.do("UPDATE expected_part SET body = %s WHERE version = %s", body, version)
        told = (hashlib.sha256(body).hexdigest(), len(body), version)
        pair.centre.do("UPDATE expected_version SET sha256 = %s, bytes = %s WHERE version = %s", *told)


def line(**change):
    (first, *_) = expected_lines(ROWS)
    return msgspec.json.encode(msgspec.json.decode(first) | change) + b"\n"


def test_what_is_in_force_there_is_in_force_here(pair):
    offer(pair)
    assert pair.sync().expected == "2026-07-01"
    assert pair.rows(IN_FORCE) == [("2026-07-01",)]
    returns = ExpectedReturns.open(pair.folder / "reference" / "expected-2026-07-01.db")
    assert list(returns.rows()) == ROWS
    returns.close()
    pair.expect_equal()


@pytest.mark.parametrize("is_lost", [False, True])
def test_what_is_in_force_already_is_not_put_in_force_again(pair, is_lost):
    offer(pair)
    pair.sync()
    activated = "SELECT count(*) FROM event WHERE kind = 'ExpectedReturnsActivated'"
    before = pair.rows(activated)
    if is_lost:
        (pair.folder / "sync.db").unlink()
    pair.sync()
    assert pair.rows(activated) == before


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (line() + line(owner="somebody"), "row 2: Object contains unknown field `owner`"),
        (line() + line(claim="Taro Yamada"), "row 2: claim: expected"),
        (line(model="no such model"), "row 1: model: expected"),
        (line(serial="090-1234-5678"), "row 1: serial: expected"),
        (line(count=101), "row 1: count: expected"),
        (line(count=60) + line(count=60), "at most 100 devices for a parcel, got 120"),
        (b"", "at least one row"),
        (b"{", "row 1: "),
    ],
)
def test_faulty_ones_are_refused_and_say_no_more_than_they_may(pair, body, told):
    before = pair.rows(IN_FORCE)
    offer(pair, body=body)
    report = pair.sync()
    assert told in "".join(report.problems)
    assert not any(private in "".join(report.problems) for private in ("somebody", "Taro", "090"))
    assert (report.expected, pair.rows(IN_FORCE)) == (None, before)
    assert not (pair.folder / "reference" / "expected-2026-07-01.db").exists()
    pair.expect_equal()


def test_other_rows_under_a_known_version_are_refused(pair):
    offer(pair)
    pair.sync()
    offer(pair, body=line(count=7))
    report = pair.sync()
    assert "expected a new version" in "".join(report.problems)
    assert report.expected is None
