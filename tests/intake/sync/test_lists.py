"""Affected lists come down: those in force there are in force here, and nothing faulty or older is."""

from __future__ import annotations

import msgspec
import pytest

from intake.central_status import FailureKind
from intake.hub import published
from intake.reference import AffectedIndex, publish
from intake.sync.list_rows import list_lines
from tests.intake import lists

IN_FORCE = "SELECT version, since FROM list_in_force"


def listing(pair, version="9.1", day="2026-01-01", seed=9):
    """Make another list of the dock's campaign."""
    made = lists.listing(pair.site.campaign, seed)
    return msgspec.structs.replace(made, version=version, published=day, training=False)


def offer(pair, tmp_path, made, *, body=None, content=None, in_force=True):
    """Have the hub publish a list."""
    place = tmp_path / f"made-{made.version}"
    place.mkdir(exist_ok=True)
    index = AffectedIndex.open(publish(made, place))
    try:
        lines = b"".join(list_lines(made.rows)) if body is None else body
        told = (made.campaign, made.version, made.published, content or index.content)
    finally:
        index.close()
    pair.centre.run(published.publish_list, *told, lines)
    if in_force:
        pair.centre.run(published.activate_list, made.campaign, made.version)


def in_force(pair):
    return [version for version, _ in pair.rows(IN_FORCE)]


def refused(pair, told):
    """The list is not in force, the rest of the night went well, and somebody is told."""
    before = in_force(pair)
    report = pair.sync()
    assert len(report.problems) == 1, report.problems
    assert told in report.problems[0]
    assert (report.lists, in_force(pair)) == (0, before)
    assert (pair.failure.kind, pair.failure.sentence) == (FailureKind.MALFORMED, report.problems[0])
    pair.expect_equal()


def test_a_list_in_force_there_is_in_force_here(pair, tmp_path):
    made = listing(pair)
    offer(pair, tmp_path, made)
    assert pair.sync().lists == 1
    assert in_force(pair) == ["9.1"]
    index = AffectedIndex.open(pair.folder / "reference" / f"list-{made.campaign}-9.1.db")
    assert tuple(index.all_rows()) == made.rows
    index.close()
    pair.expect_equal()


def test_each_night_confirms_it(pair, tmp_path, meddling):
    offer(pair, tmp_path, listing(pair))
    pair.sync()
    ((_, since),) = pair.rows(IN_FORCE)
    calls = meddling()
    assert pair.sync(calls).lists == 1
    ((_, later),) = pair.rows(IN_FORCE)
    assert later > since
    assert not [path for path in calls.paths if path.endswith("/9.1")], "it is not fetched again"


def test_one_that_is_not_in_force_yet_lies_ready(pair, tmp_path):
    offer(pair, tmp_path, listing(pair))
    offer(pair, tmp_path, listing(pair, "9.2", "2026-02-01", 10), in_force=False)
    offer(pair, tmp_path, listing(pair, "9.0", "2025-12-31", 11), in_force=False)
    assert pair.sync().lists == 1
    assert in_force(pair) == ["9.1"]
    names = {path.name.rpartition("-")[2] for path in (pair.folder / "reference").glob("list-*.db")}
    assert {"9.1.db", "9.2.db"} <= names
    assert "9.0.db" not in names


def test_an_older_list_does_not_take_the_place_of_a_newer_one(pair, tmp_path):
    offer(pair, tmp_path, listing(pair))
    pair.sync()
    offer(pair, tmp_path, listing(pair, "9.0", "2025-12-31", 11))
    refused(pair, "expected one published on 2026-01-01 or after")


def test_one_whose_file_is_lost_gives_way_to_no_older_one(pair, tmp_path):
    offer(pair, tmp_path, listing(pair))
    pair.sync()
    for path in (pair.folder / "reference").glob("list-*-9.1.db"):
        path.unlink()
    offer(pair, tmp_path, listing(pair, "9.0", "2025-12-31", 11))
    pair.centre.do("UPDATE list_part SET body = 'none' WHERE version = '9.1'")  # else it would come anew
    assert "expected one published on 2026-01-01 or after" in pair.sync().problems[0]
    assert in_force(pair) == ["9.1"]
    pair.centre.do("DELETE FROM list_part WHERE version = '9.1'")
    pair.centre.do("DELETE FROM affected_list WHERE version = '9.1'")
    refused(pair, "expected to know the day of 9.1, which is in force")


def test_a_list_with_a_faulty_row_is_refused_by_its_first_fault(pair, tmp_path):
    made = listing(pair)
    rows = [msgspec.json.decode(line) for line in list_lines(made.rows)]
    rows[1]["model"] = rows[2]["model"] = "no such model"
    body = b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
    offer(pair, tmp_path, made, body=body)
    refused(pair, "row 2: expected one of the models")


@pytest.mark.parametrize("fault", ["content", "repeat", "cut"])
def test_a_list_that_is_not_what_was_announced_is_refused(pair, tmp_path, fault):
    made = listing(pair)
    lines = list(list_lines(made.rows))
    again = msgspec.json.encode(msgspec.json.decode(lines[0]) | {"line": 10**6}) + b"\n"
    body = {"content": None, "repeat": b"".join([*lines, again]), "cut": b"".join(lines[:-1])}[fault]
    offer(pair, tmp_path, made, body=body, content="0" * 64 if fault == "content" else None)
    refused(pair, "every row once" if fault == "repeat" else "expected the content")
    assert not list((pair.folder / "reference").glob("list-*-9.1.db"))


def test_the_list_of_a_campaign_nobody_here_knows_is_left_there(pair, tmp_path):
    offer(pair, tmp_path, msgspec.structs.replace(listing(pair), campaign="other"))
    report = pair.sync()
    assert (report.lists, report.problems) == (0, [])


def test_one_list_that_is_refused_keeps_no_answer_back(pair, tmp_path):
    offer(pair, tmp_path, listing(pair), content="0" * 64)
    pair.work(2)
    assert pair.sync().answers == 2


def test_a_conflict_keeps_no_list_back(pair, tmp_path):
    pair.sync()
    pair.centre.do("UPDATE incarnation SET hash = decode(repeat('00', 32), 'hex')")
    offer(pair, tmp_path, listing(pair))
    with pytest.raises(Exception, match="nothing was overwritten"):
        pair.sync()
    assert in_force(pair) == ["9.1"]
    assert pair.status.conflict
