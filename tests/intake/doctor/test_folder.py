"""The state folder: there, writable, and closed to others."""

import shutil
from pathlib import Path

import pytest

from intake.doctor import Check, State, examine
from intake.doctor.folder import Rights, judged, strange
from intake.language import Language
from intake.state_folder import journal_path
from intake.wording import Wording
from tests.intake.doctor.conftest import another_user, become_another, case_of, found, words


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        (0o750, [(State.OK, "folder")]),
        (0o755, [(State.WARNING, "folder_open"), (State.OK, "folder")]),
        (0o757, [(State.FAULT, "folder_open"), (State.OK, "folder")]),
    ],
)
def test_who_else_reaches_into_it(case, mode, told):
    case.folder.chmod(mode)
    assert words(case, Check.FOLDER) == told


def test_a_folder_this_user_cannot_write_in_is_a_fault(site):
    with another_user() as place:
        folder = Path(shutil.copytree(site.folder, place / "state"))
        folder.chmod(0o555)
        become_another()
        told = words(case_of(folder), Check.FOLDER)
    assert told == [(State.WARNING, "folder_open"), (State.FAULT, "folder_read_only")]


@pytest.mark.parametrize("name", ["journal.db", "people.db", "lock", "reference"])
def test_a_file_in_it_that_this_user_cannot_write_is_named(site, name):
    with another_user() as place:
        folder = Path(shutil.copytree(site.folder, place / "state"))
        for each in (folder, *folder.rglob("*")):
            each.chmod(0o777)
        (folder / name).chmod(0o555)
        become_another()
        (finding,) = [each for each in found(case_of(folder), Check.FOLDER) if each.word != "folder_open"]
    assert (finding.word, finding.params["place"]) == ("folder_read_only", str(folder / name))


@pytest.mark.parametrize("name", ["journal.db", "people.db"])
def test_a_file_this_user_may_not_read_is_not_called_damaged(site, name):
    with another_user() as place:
        folder = Path(shutil.copytree(site.folder, place / "state"))
        for each in (folder, *folder.rglob("*")):
            each.chmod(0o777)
        (folder / name).chmod(0)
        become_another()
        faults = {each.word for each in examine(case_of(folder)) if each.state is State.FAULT}
    assert faults == {"folder_open", "folder_read_only"}


@pytest.mark.parametrize("closed", ["state", "."])
def test_a_closed_folder_is_one_fault_with_the_command_to_give(site, closed):
    with another_user() as place:
        folder = Path(shutil.copytree(site.folder, place / "state"))
        (place / closed).chmod(0)
        become_another()
        case = case_of(folder)
        faults = [each for each in examine(case) if each.state is State.FAULT]
    assert [each.word for each in faults] == ["folder_closed"]
    assert faults[0].params["place"] == str(place / closed)
    advice = faults[0].advice(Wording(Language.EN))
    assert f"sudo -u {faults[0].params['owner']} env INTAKE_STATE={folder} intake doctor" in advice


def test_what_belongs_to_another_than_the_folder_is_named():
    told = list(judged(Rights("/srv/intake", 0o750, "intake", "intake", strange="people.db")))
    assert [(each.state, each.word) for each in told] == [
        (State.WARNING, "folder_mixed"),
        (State.OK, "folder"),
    ]


def test_a_file_given_away_is_found(case):
    assert strange(case.folder, case.folder.stat().st_uid) == ""
    assert strange(case.folder, case.folder.stat().st_uid + 1) == "journal.db"


def test_a_folder_whose_journal_is_gone_is_not_to_be_founded_anew(case):
    journal_path(case.folder).unlink()
    assert words(case, Check.FOLDER) == [(State.FAULT, "folder_emptied")]


def test_what_another_user_sees_is_no_word_about_the_station():
    (finding,) = judged(Rights("/srv/intake", 0o750, "intake", "root"))
    assert (finding.state, finding.word) == (State.WARNING, "folder_of_another")
