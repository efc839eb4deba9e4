"""The examination: every check by itself, nothing changed, whatever state the folder is in."""

import random

import pytest

from intake.doctor import Check, State, examine
from intake.doctor.examination import CHECKS
from intake.state_folder import journal_path
from tests.intake.conftest import everything_in
from tests.intake.doctor.conftest import case_of, found

BY_THE_COMMAND = {Check.SCANNERS, Check.CAMERAS, Check.PRINT, Check.SOUND}
OF_THE_MACHINE = {
    *(Check.DISK, Check.STORAGE, Check.SYNCHRONISED, Check.ZONE, Check.GROUPS, Check.MODEM_MANAGER),
    *(Check.TERMINAL, Check.FONTS),
}


def test_a_founded_folder_has_no_fault_and_every_check_says_something(case):
    findings = list(examine(case))
    assert [check for check in Check if check not in {each.check for each in findings}] == [
        check for check in Check if check in BY_THE_COMMAND
    ]
    assert {each.state for each in findings if each.check not in OF_THE_MACHINE} == {State.OK}


def test_nothing_is_changed_not_even_a_file_beside_the_journal(site, open_desk, case):
    desk = open_desk(site)
    desk.receive()
    at_work = everything_in(site.folder, "journal.db-shm")
    assert list(examine(case))
    assert (
        everything_in(site.folder, "journal.db-shm") == at_work
    )  # the index of the log holds readers' marks
    desk.close()
    closed = everything_in(site.folder)
    assert list(examine(case))
    assert everything_in(site.folder) == closed


def test_a_folder_that_is_not_there_is_one_fault_and_the_rest_goes_on(tmp_path):
    findings = list(examine(case_of(tmp_path / "none")))
    assert [each.word for each in findings if each.state is State.FAULT] == ["folder_none"]
    assert {each.check for each in findings} == set(Check) - BY_THE_COMMAND
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_folder_is_told_of_and_no_check_is_left_out(site, seed):
    rng = random.Random(seed)
    files = sorted(path for path in site.folder.rglob("*") if path.is_file() and path.name != "lock")
    for path in (journal_path(site.folder), rng.choice(files)):
        data = bytearray(path.read_bytes())
        begin = rng.randrange(max(len(data) - 1, 1))
        data[begin : begin + rng.randrange(1, 20_000)] = rng.randbytes(rng.randrange(1, 4_000))
        path.write_bytes(bytes(data))
    findings = list(examine(case_of(site.folder)))
    assert {each.check for each in findings} == set(Check) - BY_THE_COMMAND


def test_no_journal_but_a_text_is_a_fault_with_its_reason(site, case):
    journal_path(site.folder).write_text("not a database, whatever its name says " * 100)
    broken = found(case, Check.JOURNAL)
    assert [(each.state, each.word) for each in broken] == [(State.FAULT, "journal_unreadable")]
    assert "not a database" in str(broken[0].params["reason"])
    assert found(case, Check.CLOCK)[0].word == "clock_alone"
    assert [each.word for each in found(case, Check.BADGES)] == ["not_looked_at"]


@pytest.mark.parametrize("length", [0, 100, 20_000])
def test_a_journal_that_was_cut_is_one_fault_not_one_a_check(site, case, length):
    with journal_path(site.folder).open("r+b") as file:
        file.truncate(length)
    faults = [each.word for each in examine(case) if each.state is State.FAULT]
    assert faults == ["journal_unreadable"]


def test_a_file_where_the_folder_should_be_is_one_fault(tmp_path):
    (tmp_path / "file").touch()
    findings = list(examine(case_of(tmp_path / "file")))
    assert [each.word for each in findings if each.state is State.FAULT] == ["folder_none"]


def test_they_are_told_in_the_order_of_their_names():
    assert [check for check, _ in CHECKS] == [check for check in Check if check not in BY_THE_COMMAND]
