"""Errors: each is a sentence with the exit code of its kind, and none is a traceback."""

import pytest

from intake import errors
from intake.state_folder import journal_path
from tests.intake.conftest import list_file


def test_exit_codes_are_those_of_the_contract():
    assert errors.IntakeError.exit_code == 1
    assert errors.WrongUsageError.exit_code == 2
    kinds = (errors.StorageError, errors.LockHeldError, errors.DiskFullError, errors.CommitUnknownError)
    assert {kind.exit_code for kind in kinds} == {3}


def _without_log(folder, name):
    for end in ("-wal", "-shm"):
        (folder / f"{name}{end}").unlink(missing_ok=True)
    return folder / name


def _campaign_twice(site):
    first = next((site.folder / "campaigns").glob("*.toml"))
    (site.folder / "campaigns" / "again.toml").write_bytes(first.read_bytes())


def _break_list(site):
    list_file(site).chmod(0o644)
    list_file(site).write_bytes(b"x")


def _journal_in_the_way(site):
    path = _without_log(site.folder, "journal.db")
    path.unlink()
    path.mkdir()


BREAKS = {
    "no folder": lambda site: journal_path(site.folder).unlink(),
    "a campaign that is no TOML": lambda site: (site.folder / "campaigns" / "x.toml").write_text("id ="),
    "a campaign twice": _campaign_twice,
    "settings that are no TOML": lambda site: site.write_settings("="),
    "an unknown setting": lambda site: site.write_settings("langage = 'en'"),
    "a broken list": _break_list,
    "people that are no database": lambda site: _without_log(site.folder, "people.db").write_bytes(
        b"no" * 999
    ),
    "a journal in the way": _journal_in_the_way,
}


@pytest.mark.parametrize(
    ("how", "arguments", "code"),
    [
        ("no folder", ["show", "units"], 3),
        ("no folder", ["log"], 3),
        ("no folder", ["verify"], 3),
        ("no folder", ["check", "X"], 3),
        ("no folder", ["containers", "seal", "X"], 3),
        ("a campaign that is no TOML", ["check", "X"], None),
        ("a campaign that is no TOML", ["station", "--headless"], None),
        ("a campaign that is no TOML", ["campaigns", "list"], None),
        ("a campaign twice", ["campaigns", "list"], None),
        ("settings that are no TOML", ["station", "--headless"], 2),
        ("an unknown setting", ["log"], 2),
        ("a broken list", ["check", "X"], None),
        ("people that are no database", ["station", "--headless"], 3),
        ("people that are no database", ["show", "operators"], 3),
        ("a journal in the way", ["show", "units"], 3),
        ("a journal in the way", ["verify"], 3),
        ("a journal in the way", ["station", "--headless"], 3),
    ],
)
def test_what_is_broken_is_told_in_one_sentence(site, intake, how, arguments, code):
    BREAKS[how](site)
    ran = intake(site.folder, *arguments)
    assert "Traceback" not in ran.err
    assert ran.err.startswith("intake: ")
    assert ran.err.count("\n") == 1
    assert ran.code in ((code,) if code else (1, 2, 3))
