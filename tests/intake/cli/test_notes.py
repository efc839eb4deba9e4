"""`intake notes`: left for the desk by one command, listed by another."""

from intake.request import ReadNote
from tests.intake.conftest import Desk


def test_a_note_is_left_and_listed_with_who_read_it(site, intake):
    left = intake(site.folder, "notes", "leave", "かご 3 から", "--by", site.lead)
    assert (left.code, left.err, left.out.count("\n")) == (0, "", 1)
    (row,) = intake(site.folder, "notes", "list", "--json").rows
    assert (row["text"], row["left_by"], row["read_at"], row["read_by"]) == (
        "かご 3 から",
        site.lead,
        None,
        None,
    )
    desk = Desk(site)
    desk.ask(ReadNote(row["note"]), by=site.badge)
    desk.close()
    (row,) = intake(site.folder, "notes", "list", "--json").rows
    assert row["read_by"] == site.badge
    assert row["read_at"] is not None


def test_a_note_nobody_could_read_is_refused_in_one_sentence(site, intake):
    refused = intake(site.folder, "notes", "leave", "x" * 201)
    assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert intake(site.folder, "notes", "list", "--json").rows == []


def test_an_operator_leaves_none(site, intake):
    assert intake(site.folder, "notes", "leave", "hello", "--by", site.badge).code == 1


def test_a_note_is_no_formula_in_a_spreadsheet(site, intake):
    intake(site.folder, "notes", "leave", "=1+1")
    assert "'=1+1" in intake(site.folder, "notes", "list", "--csv").out
